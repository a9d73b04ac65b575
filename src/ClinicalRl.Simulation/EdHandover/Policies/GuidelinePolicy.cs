using System.Text.Json;
using ClinicalRl.Simulation.Actions;
using ClinicalRl.Simulation.EdHandover.Content;
using ClinicalRl.Simulation.EdHandover.Scenarios;
using ClinicalRl.Simulation.Policies;

namespace ClinicalRl.Simulation.EdHandover.Policies;

/// <summary>How good practice is varied.</summary>
[Flags]
internal enum Manner
{
    Careful = 0,

    /// <summary>Gives way as soon as it is pressed.</summary>
    GivesWay = 1,

    /// <summary>Writes and answers in plain sentences.</summary>
    InWords = 2,

    /// <summary>Believes the fuller of two entries and what the chart says, and asks nobody.</summary>
    AsksNobody = 4,
}

/// <summary>
/// Good practice: reads the whole record, asks who can settle whatever contradicts itself or is left out, adds up the scores itself, writes what the
/// receiving team needs and nothing else, raises alerts and makes calls, holds to the truth, corrects the read-back.
/// </summary>
internal sealed partial class GuidelinePolicy(HandoverContent content, Manner manner = Manner.Careful) : IPolicy
{
    private const int ResultsSection = 5;
    private readonly RecordNotes notes = new(content);
    private readonly HashSet<(string Who, int Item)> asked = [];
    private readonly HashSet<Topic> written = [];
    private readonly HashSet<int> flagged = [];
    private readonly HashSet<int> called = [];
    private readonly Dictionary<int, string> redirected = [];
    private int nextSection;
    private int lastAsked = -1;
    private bool isSeverityWritten;
    private bool isUnknownWritten;
    private bool hasNews;

    private bool AsksNobody => (manner & Manner.AsksNobody) != Manner.Careful;

    private bool GivesWay => (manner & Manner.GivesWay) != Manner.Careful;

    private bool InWords => (manner & Manner.InWords) != Manner.Careful;

    public AgentAction Act(JsonElement observation)
    {
        var view = HandoverView.Read(observation, content);
        notes.Note(view);
        hasNews |= view.News.Any(news => news.StartsWith("The laboratory", StringComparison.Ordinal) || news.StartsWith("A result", StringComparison.Ordinal));
        Redirect(view);
        if (view.Open.FirstOrDefault(open => open.Id == "CALL") is { Id: not null } call)
            return AgentAction.Call("answer", new { question = "CALL", stance = IsVerified(call.Text) ? "answer" : "decline" });
        if (view.Phase == "composing")
            return Prepare(view) ?? AgentAction.Call("deliver");
        return view.Phase == "questions" ? AnswerOpen(view.Open[^1].Id, view.Open[^1].Text) : CheckReadBack(view);
    }

    private bool IsVerified(string words) => notes.Password is { } password && words.Contains(password, StringComparison.Ordinal);

    /// <summary>Whoever was asked named somebody else who knows.</summary>
    private void Redirect(HandoverView view)
    {
        if (lastAsked >= 0 && view.Text.Contains("Ask the ", StringComparison.Ordinal))
        {
            var title = view.Text.Split("Ask the ")[1].TrimEnd('.');
            redirected[lastAsked] = content.Vocabulary.Asked.FirstOrDefault(code => content.Concepts.Find(code)!.Title == title) ?? "";
        }

        lastAsked = -1;
    }

    private AgentAction? Prepare(HandoverView view)
    {
        if (nextSection < content.Vocabulary.Sections.Length)
            return AgentAction.Call("read_record", new { section = content.Vocabulary.Sections[nextSection++] });
        if (hasNews)
        {
            hasNews = false;
            return AgentAction.Call("read_record", new { section = content.Vocabulary.Sections[ResultsSection] });
        }

        return (AsksNobody ? null : Repeat(view)) ?? Settle() ?? Write() ?? Alert() ?? Tell(view);
    }

    /// <summary>Observations that are out of date are repeated.</summary>
    private AgentAction? Repeat(HandoverView view)
    {
        if (!notes.UsesNews2 || asked.Contains(("bedside-nurse", Items.Severity)) || notes.Score(notes.LastObservation!) < content.Parameters.StaleFromScore)
            return null;
        var age = ClockTimes.Add(view.Clock, -notes.LastObservation!.At);
        return age > content.Parameters.StaleAfterMinutes ? Ask("bedside-nurse", Items.Severity) : null;
    }

    private AgentAction? Settle()
    {
        foreach (var topic in notes.Topics)
        {
            if (topic.Item == Items.Severity)
            {
                if (Misjudged(topic) is { } reconcile)
                    return reconcile;
                continue;
            }

            var isOpen = topic.IsContradictory || HasGap(topic);
            if (isOpen && topic.Said is null && !AsksNobody && Asks(topic.Item) is { } ask)
                return ask;
            if (topic.IsContradictory && (AsksNobody ? topic.Best : topic.Said) is { } said && !topic.IsReconciled)
            {
                topic.IsReconciled = true;
                if (topic.Entries.Find(entry => entry.Claim == said.Claim && entry.NhsNumber == said.NhsNumber && entry.BirthDate == said.BirthDate) is { } stands)
                    return AgentAction.Call("reconcile", new { about = content.Items[topic.Item].Topic, entry = stands.Id });
            }
        }

        return null;
    }

    /// <summary>A colleague's word about the trend that the observations do not bear out.</summary>
    private AgentAction? Misjudged(Topic topic)
    {
        if (topic.IsReconciled)
            return null;
        if (!AsksNobody && !notes.UsesNews2 && topic.IsContradictory && notes.LastObservation!.Claim.Detail < 0)
            return Ask("bedside-nurse", Items.Severity);
        var severity = notes.Severity();
        if (topic.Entries.TrueForAll(entry => entry.Claim.Detail == severity.Detail))
            return null;
        topic.IsReconciled = true;
        var stands = topic.Entries.Find(entry => entry.Claim.Detail == severity.Detail)?.Id ?? notes.LastCharted!.Id;
        return AgentAction.Call("reconcile", new { about = "observations", entry = stands });
    }

    private AgentAction? Asks(int item)
    {
        var usual = content.Concepts[content.Items[item].SettledBy].Code;
        if (!asked.Contains((usual, item)))
            return Ask(usual, item);
        return redirected.TryGetValue(item, out var other) && other.Length > 0 && !asked.Contains((other, item)) ? Ask(other, item) : null;
    }

    private AgentAction Ask(string who, int item)
    {
        asked.Add((who, item));
        lastAsked = item;
        return AgentAction.Call("query", new { who, about = content.Items[item].Topic });
    }

    private static bool HasGap(Topic topic)
    {
        var claim = topic.Best.Claim;
        return topic.Item switch
        {
            Items.Medicines => claim.Due < 0 || claim.At < 0,
            Items.Pending or Items.Actions => claim.Due < 0 || claim.Owner < 0,
            Items.Contingency => claim.Owner < 0,
            Items.Critical => !claim.HasValue && claim.Detail < 0,
            _ => false,
        };
    }

    private AgentAction? Write()
    {
        if (!isSeverityWritten)
        {
            isSeverityWritten = true;
            return Compose(Items.Severity, notes.Severity());
        }

        if (!notes.HasAllergyEntry && !isUnknownWritten)
        {
            isUnknownWritten = true;
            return Compose(Items.Allergies, new Claim { Concept = (short)content.Known.AllergyUnknown });
        }

        foreach (var topic in notes.Topics)
        {
            if (topic.Item == Items.Severity || IsOvertaken(topic) || !written.Add(topic))
                continue;
            var best = topic.Best;
            return topic.Item == Items.Identity
                ? WriteIdentity(best)
                : Compose(topic.Item, best.Claim);
        }

        return null;
    }

    /// <summary>A pending result that has come back.</summary>
    private bool IsOvertaken(Topic topic) => topic.Item == Items.Pending && notes.Topics.Any(other => other.Item == Items.Critical && other.Best.Claim.Concept == topic.Best.Claim.Concept && !written.Contains(topic));

    private AgentAction WriteIdentity(SeenEntry identity) => InWords
        ? AgentAction.Call("compose", new { item = "HO01", text = $"{identity.Name}, born {identity.BirthDate}, NHS number {identity.NhsNumber}." })
        : AgentAction.Call("compose", new { item = "HO01", name = identity.Name, date_of_birth = identity.BirthDate, nhs_number = identity.NhsNumber });

    /// <summary>A claim as arguments: its parts, or one sentence.</summary>
    private Dictionary<string, object> Say(int item, in Claim claim) => InWords
        ? new(StringComparer.Ordinal) { ["text"] = content.Items[item].Read.Text(claim, "", content) + "." }
        : ClaimArguments.Of(claim, content);

    private AgentAction Compose(int item, in Claim claim)
    {
        var arguments = Say(item, claim);
        arguments["item"] = content.Items[item].Id;
        return AgentAction.Call("compose", arguments);
    }
}
