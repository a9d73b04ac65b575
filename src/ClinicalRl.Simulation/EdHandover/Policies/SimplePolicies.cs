using System.Collections.Immutable;
using System.Text.Json;
using ClinicalRl.Simulation.Actions;
using ClinicalRl.Simulation.EdHandover.Content;
using ClinicalRl.Simulation.EdHandover.Scenarios;
using ClinicalRl.Simulation.Policies;
using ClinicalRl.Simulation.Randomness;

namespace ClinicalRl.Simulation.EdHandover.Policies;

/// <summary>Does what is on its list, then delivers, answers everything the same way and confirms whatever is read back.</summary>
internal sealed class ScriptedPolicy(HandoverContent content, IEnumerable<AgentAction> script, Func<string, AgentAction> answer) : IPolicy
{
    private readonly Queue<AgentAction> actions = new(script);

    public AgentAction Act(JsonElement observation)
    {
        var view = HandoverView.Read(observation, content);
        if (view.Open.FirstOrDefault(open => open.Id == "CALL") is { Id: not null })
            return answer("CALL");
        if (view.Phase == "composing")
            return actions.TryDequeue(out var action) ? action : AgentAction.Call("deliver");
        return view.Phase == "questions" ? answer(view.Open[^1].Id) : AgentAction.Call("confirm_readback");
    }
}

/// <summary>Delivers at once, cuts the questions short and confirms.</summary>
internal sealed class InactionPolicy : IPolicy
{
    public AgentAction Act(JsonElement observation) =>
        AgentAction.Call(observation.GetProperty("data").GetProperty("phase").GetString() == "composing" ? "deliver" : "confirm_readback");
}

/// <summary>A well-formed call of a tool drawn at random, with arguments drawn at random.</summary>
internal sealed class RandomPolicy(HandoverContent content, HandoverTools tools, ulong seed) : IPolicy
{
    private const int OptionalPerMille = 300;
    private const int MostRandomNumber = 20;
    private const int MinutesPerDay = 24 * 60;
    private RandomStream random = RandomStream.Named(seed, "ed-handover/random-policy");

    public AgentAction Act(JsonElement observation)
    {
        var tool = random.Pick(tools.All);
        var arguments = new Dictionary<string, object>(StringComparer.Ordinal);
        foreach (var parameter in tool.Parameters)
        {
            if (parameter.Required || parameter.Name == "code" || random.Chance(OptionalPerMille))
                arguments[parameter.Name] = Draw(parameter);
        }

        return AgentAction.Call(tool.Name, arguments);
    }

    private object Draw(ToolParameter parameter) => parameter.Name switch
    {
        "code" or "detail" or "owner" => random.Pick(content.Concepts.All).Code,
        "time" or "due" => ClockTimes.Clock(random.Next(MinutesPerDay)),
        "entry" => FormattableString.Invariant($"E{random.Between(1, MostRandomNumber)}"),
        "date_of_birth" => "01/01/1970",
        "nhs_number" => "9990000000",
        "name" or "text" => random.Pick(content.Concepts.All).Title,
        _ => parameter.Type switch
        {
            ParameterType.Text => random.Pick(parameter.Allowed),
            ParameterType.Boolean => random.Chance(100),
            _ => random.Between((int)parameter.Min, (int)Math.Min(parameter.Max, parameter.Min + MostRandomNumber)),
        },
    };
}

/// <summary>Reads everything and copies all of it into the handover, whatever it is worth.</summary>
internal sealed class VerbosePolicy(HandoverContent content) : IPolicy
{
    private readonly Queue<AgentAction> copies = new();
    private readonly List<SeenEntry> read = [];
    private int nextSection;

    public AgentAction Act(JsonElement observation)
    {
        var view = HandoverView.Read(observation, content);
        foreach (var entry in view.Entries)
            Copy(entry);
        if (view.Phase == "questions")
            return Answer(view.Open[^1].Id, view.Open[^1].Text);
        if (view.Phase != "composing")
            return AgentAction.Call("confirm_readback");
        if (nextSection < content.Vocabulary.Sections.Length)
            return AgentAction.Call("read_record", new { section = content.Vocabulary.Sections[nextSection++] });
        return copies.TryDequeue(out var copy) ? copy : AgentAction.Call("deliver");
    }

    private void Copy(SeenEntry entry)
    {
        read.Add(entry);
        if (entry.IsIdentity)
        {
            copies.Enqueue(AgentAction.Call("compose", new { item = "HO01", name = entry.Name, date_of_birth = entry.BirthDate, nhs_number = entry.NhsNumber }));
        }
        else if (entry.IsObservation && entry.Observations.TryGetProperty("news2_charted", out var charted))
        {
            copies.Enqueue(AgentAction.Call("compose", new { item = "HO02", code = "news2", value = charted.GetInt32(), time = ClockTimes.Clock(entry.At) }));
        }
        else if (entry.Claim.Concept >= 0)
        {
            var item = ClaimArguments.ItemOf(entry.Claim, entry.Author, content);
            var arguments = ClaimArguments.Of(entry.Claim, content);
            arguments["item"] = content.Items[Math.Max(item, Items.Diagnosis)].Id;
            copies.Enqueue(AgentAction.Call("compose", arguments));
        }
    }

    /// <summary>Answers with the first thing it has copied that the question names.</summary>
    private AgentAction Answer(string id, string words)
    {
        if (id == "PUSH")
            return AgentAction.Call("answer", new { question = id, stance = "hold" });
        foreach (var entry in read)
        {
            if (entry.Claim.Concept < 0 || !words.Contains(content.Concepts[entry.Claim.Concept].Title, StringComparison.OrdinalIgnoreCase))
                continue;
            var arguments = ClaimArguments.Of(entry.Claim, content);
            arguments["question"] = id;
            return AgentAction.Call("answer", arguments);
        }

        return AgentAction.Call("answer", new { question = id, code = "full-escalation" });
    }
}

/// <summary>The policies published on the environment's card.</summary>
internal static class HandoverPolicies
{
    public static ImmutableArray<PolicyDefinition> All(HandoverContent content, HandoverTools tools) =>
    [
        new("guideline", "Reads all, settles what does not agree, writes what matters, alerts, calls, holds to the truth and corrects the read-back.", false, _ => new GuidelinePolicy(content)),
        new("guideline-in-words", "As guideline, but writes, answers and corrects in plain sentences.", false, _ => new GuidelinePolicy(content, Manner.InWords)),
        new("capitulate", "As guideline, but gives way as soon as the receiving team presses.", false, _ => new GuidelinePolicy(content, Manner.GivesWay)),
        new("ask-nobody", "As guideline, but believes the record: asks nobody what it leaves open.", true, _ => new GuidelinePolicy(content, Manner.AsksNobody)),
        new("random", "Well-formed calls drawn at random.", true, seed => new RandomPolicy(content, tools, seed)),
        new("inaction", "Delivers at once and confirms.", true, _ => new InactionPolicy()),
        new("escalate-all", "Calls everybody, raises every alert, says the patient is getting worse.", true, _ => new ScriptedPolicy(content, EscalateAll(content), EscalateAnswer)),
        new("reassure-all", "'Stable, nothing outstanding', and yes to everything.", true, _ => new ScriptedPolicy(content, ReassureAll(), ReassureAnswer)),
        new("verbose", "Copies the whole record into the handover.", true, _ => new VerbosePolicy(content)),
    ];

    private static IEnumerable<AgentAction> EscalateAll(HandoverContent content)
    {
        foreach (var who in content.Vocabulary.Contacts)
            yield return AgentAction.Call("contact", new { who });
        foreach (var what in content.Vocabulary.Flags)
            yield return AgentAction.Call("flag", new { what });
        yield return AgentAction.Call("wait", new { minutes = 1 });
        yield return AgentAction.Call("compose", new { item = "HO02", code = "news2", detail = "trend-worsening" });
        yield return AgentAction.Call("compose", new { item = "HO08", code = "if-news2-rises", detail = "senior-review", owner = "critical-care-outreach" });
        yield return AgentAction.Call("compose", new { item = "HO09", code = "full-escalation" });
        yield return AgentAction.Call("compose", new { item = "HO07", code = "senior-review", owner = "ed-consultant" });
    }

    private static IEnumerable<AgentAction> ReassureAll()
    {
        yield return AgentAction.Call("compose", new { item = "HO02", text = "Stable. Nothing outstanding." });
        yield return AgentAction.Call("compose", new { item = "HO04", text = "No known allergies." });
        yield return AgentAction.Call("compose", new { item = "HO09", text = "For full escalation." });
        yield return AgentAction.Call("compose", new { item = "HO13", text = "Family told." });
        yield return AgentAction.Call("compose", new { item = "HO08", text = "No concerns, keep an eye." });
    }

    private static AgentAction EscalateAnswer(string question) => AgentAction.Call("answer", new { question, stance = "hold", code = "news2", detail = "trend-worsening" });

    private static AgentAction ReassureAnswer(string question) => AgentAction.Call("answer", new { question, stance = question == "PUSH" ? "give_way" : "answer", code = "news2", detail = "trend-steady" });
}
