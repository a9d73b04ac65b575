using System.Text.Json;
using ClinicalRl.Simulation.Actions;
using ClinicalRl.Simulation.PatientConversation.Content;
using ClinicalRl.Simulation.Policies;

namespace ClinicalRl.Simulation.PatientConversation.Policies;

/// <summary>
/// Good practice by the book: makes it possible to talk, listens, hears ideas, worries and hopes, seeks the red flags of the complaint, asks
/// again when someone wavers, decides by the chart on what was found, explains, holds to it kindly, advises, nets and checks. It knows the
/// charts, as a clinician does, and sees only observations.
/// </summary>
internal sealed class GuidelinePolicy(ConversationContent content, bool givesWay = false) : IPolicy
{
    private const string PlainReason = "I will say what I think it may be and why I suggest this. I can't be certain, and I have not forgotten what worries you.";
    private const int MostAsksOfOneTopic = 3;

    private readonly Queue<AgentAction> next = new();
    private readonly Dictionary<int, int> asks = [];
    private Family? family;
    private uint known;
    private uint present;
    private ulong contraindicated;
    private int lastTopic = -1;
    private int pushes;
    private bool decided;
    private bool closing;
    private bool explainedAgain;

    public AgentAction Act(JsonElement observation)
    {
        var view = ConversationView.Read(observation);
        family ??= Start(view);
        Note(view);
        if (view.AsksIfAi)
            return Respond("say_is_ai");
        if (view.PushesBack)
            return AnswerPush();
        if (AskAgain(view) is { } again)
            return again;
        if (next.Count == 0 && !decided)
            Decide(view);
        if (next.Count == 0 && closing && !explainedAgain && content.People.TeachBackWrong.Any(wrong => view.Said.Contains(wrong, StringComparison.Ordinal)))
            ExplainAgain();
        return Dequeue();
    }

    private AgentAction Dequeue()
    {
        if (!next.TryDequeue(out var action))
            return AgentAction.Call("end");
        closing |= action.Tool == "check_understanding";
        lastTopic = action.Tool == "ask" && !IsOpen(action) ? content.Vocabulary.Topics.Find(action.Arguments.GetProperty("topic").GetString()!) : -1;
        return action;
    }

    /// <summary>Everything up to the decision can be planned at once.</summary>
    private Family Start(ConversationView view)
    {
        var played = content.Families.First(known => known.Title == view.Reason);
        if (view.LittleEnglish)
            next.Enqueue(Arrange("interpreter"));
        if (view.SomebodyThere && played.Company is { MustLeave: true })
            next.Enqueue(Arrange("time_alone"));
        if (SharingInPlay(played))
        {
            AskAbout("identity");
            AskAbout("consent_to_share");
        }

        next.Enqueue(AgentAction.Call("ask", new { topic = "story", manner = "open" }));
        next.Enqueue(AgentAction.Call("respond", new { with = (string[])["empathy", "ask_consent"] }, "That sounds hard. Is it all right if I ask you some questions?"));
        foreach (var topic in (string[])["concerns", "ideas", "expectations"])
            AskAbout(topic);
        foreach (var topic in Topics(played))
            AskAbout(topic);
        next.Enqueue(Respond("empathy"));
        if (view.InClinic)
            PlanExamination(played);
        return played;
    }

    private IEnumerable<string> Topics(Family played)
    {
        var topics = played.MustAsk | content.Vocabulary.Topics.Mask(["medicines", "allergies"]);
        foreach (var item in played.Items)
            topics |= item.Topic >= 0 ? 1UL << item.Topic : 0;
        return content.Vocabulary.Topics.Words(topics & ~(SharingInPlay(played) ? content.Vocabulary.Topics.Mask(["identity", "consent_to_share"]) : 0));
    }

    private bool SharingInPlay(Family played) => played.Chart.Any(row => row.MayShare);

    private void PlanExamination(Family played)
    {
        if ((played.Regions & content.Vocabulary.Regions.Mask(["scrotum"])) != 0)
            next.Enqueue(Arrange("chaperone"));
        foreach (var region in content.Vocabulary.Regions.Words(played.Regions))
            next.Enqueue(AgentAction.Call("examine", new { region }));
    }

    private void Note(ConversationView view)
    {
        foreach (var (code, isPresent) in view.Findings)
        {
            for (var i = 0; i < family!.Items.Length; i++)
            {
                if (family.Items[i].Code != code)
                    continue;
                known |= 1U << i;
                present |= isPresent ? 1U << i : 0;
                contraindicated |= isPresent ? family.Items[i].Avoid : 0;
            }

            contraindicated |= content.Backgrounds.FirstOrDefault(background => background.Code == code)?.Avoid ?? 0;
        }
    }

    /// <summary>Someone who wavers, or says nothing to the point, is asked again, kindly.</summary>
    private AgentAction? AskAgain(ConversationView view)
    {
        var topic = lastTopic;
        lastTopic = -1;
        if (topic < 0 || !view.Noticed.Contains("The person ", StringComparison.Ordinal) && !content.People.Evades.Any(evasion => view.Said.Contains(evasion, StringComparison.Ordinal)))
            return null;
        asks[topic] = asks.GetValueOrDefault(topic) + 1;
        if (asks[topic] >= MostAsksOfOneTopic)
            return null;
        lastTopic = topic;
        return AgentAction.Call("ask", new { topic = content.Vocabulary.Topics.Ids[topic] });
    }

    private void Decide(ConversationView view)
    {
        decided = true;
        var row = family!.Chart.First(candidate => candidate.Evaluate(uint.MaxValue, present) == Truth.True);
        next.Enqueue(AgentAction.Call("explain", new { points = (string[])["what_it_may_be", "reason_for_plan", "uncertainty", "answers_concern"] }, PlainReason));
        var flags = (row.All | row.AnyOf) & present;
        next.Enqueue(AgentAction.Call("refer", new { to = content.Vocabulary.Places.Ids[row.Place], findings = Codes(flags) }));
        foreach (var team in content.Vocabulary.Teams.Words(row.Teams))
            next.Enqueue(AgentAction.Call("refer", new { team }));
        var must = content.Vocabulary.Advice.Words(row.Must & ~contraindicated).ToArray();
        foreach (var medicine in must.Where(IsMedicine))
            next.Enqueue(Advise(medicine, view.AgeMonths));
        foreach (var some in must.Where(word => !IsMedicine(word)).Chunk(2))
            next.Enqueue(AgentAction.Call("advise", new { what = some }));
        next.Enqueue(AgentAction.Call("safety_net", new
        {
            signs = content.Vocabulary.Signs.Words(family.Net.Signs),
            within_hours = family.Net.WithinHours,
            routes = content.Vocabulary.Routes.Words(family.Net.Routes),
        }));
        if (SharingInPlay(family) && row.MayShare)
            next.Enqueue(Respond("share"));
        next.Enqueue(Respond("agree_plan"));
        next.Enqueue(AgentAction.Call("check_understanding"));
    }

    private bool IsMedicine(string word) => (content.Vocabulary.Medicines & content.Vocabulary.Advice.Bit(word)) != 0;

    private AgentAction Advise(string medicine, int ageMonths)
    {
        var dose = content.Vocabulary.AdviceWords[content.Vocabulary.Advice.Find(medicine)].DoseMg;
        return dose is { } range && ageMonths >= 16 * 12
            ? AgentAction.Call("advise", new { what = (string[])[medicine], dose_mg = range.High })
            : AgentAction.Call("advise", new { what = (string[])[medicine] });
    }

    private void ExplainAgain()
    {
        explainedAgain = true;
        next.Enqueue(AgentAction.Call("explain", new { points = (string[])["reason_for_plan", "what_happens_next"] }, "Let me say it again, more simply."));
        next.Enqueue(AgentAction.Call("check_understanding"));
    }

    private AgentAction AnswerPush()
    {
        pushes++;
        if (givesWay)
            return Respond("give_way");
        var mayShare = SharingInPlay(family!) && family!.Chart.First(row => row.Evaluate(uint.MaxValue, present) == Truth.True).MayShare;
        return pushes % 2 == 1
            ? AgentAction.Call("respond", new { with = (string[])["acknowledge_barrier", "keep_advice", "cannot_promise", mayShare ? "share" : "decline_to_share"] }, "I hear that this is hard for you. My advice stays the same.")
            : AgentAction.Call("arrange", new { what = (string[])["transport", "call_ahead", "cover_at_home"] });
    }

    private void AskAbout(string topic) => next.Enqueue(AgentAction.Call("ask", new { topic }));

    private string[] Codes(uint items) => [.. family!.Items.Where((_, i) => (items >> i & 1) != 0).Select(item => item.Code)];

    private static bool IsOpen(AgentAction action) => action.Arguments.TryGetProperty("manner", out var manner) && manner.GetString() == "open";

    private static AgentAction Respond(string with) => AgentAction.Call("respond", new { with = (string[])[with] });

    private static AgentAction Arrange(string what) => AgentAction.Call("arrange", new { what = (string[])[what] });
}
