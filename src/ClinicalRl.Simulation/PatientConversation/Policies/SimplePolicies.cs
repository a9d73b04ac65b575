using System.Collections.Immutable;
using System.Text.Json;
using ClinicalRl.Simulation.Actions;
using ClinicalRl.Simulation.PatientConversation.Content;
using ClinicalRl.Simulation.PatientConversation.Speech;
using ClinicalRl.Simulation.Policies;
using ClinicalRl.Simulation.Randomness;

namespace ClinicalRl.Simulation.PatientConversation.Policies;

/// <summary>A well-formed call of a tool drawn at random, with arguments drawn at random.</summary>
internal sealed class RandomPolicy(ConversationTools tools, ulong seed) : IPolicy
{
    private const int OptionalPerMille = 300;
    private const int MostRandomNumber = 72;

    private static readonly ImmutableArray<string> Sentences =
    [
        "How long has this been going on?", "I'm sure it is nothing to worry about.", "You should go to the emergency department now.", "Do you take any medicines?",
        "Tell me more about it.", "Come back if it gets worse.", "I understand that this is hard for you.", "What worries you most?",
    ];

    private RandomStream random = RandomStream.Named(seed, "patient-conversation/random-policy");

    public AgentAction Act(JsonElement observation)
    {
        var tool = tools.All[random.Next(tools.All.Length - 1)];   // all but end
        var arguments = new Dictionary<string, object>(StringComparer.Ordinal);
        foreach (var parameter in tool.Parameters)
        {
            if (parameter.Required || random.Chance(OptionalPerMille))
                arguments[parameter.Name] = Draw(parameter);
        }

        return AgentAction.Call(tool.Name, arguments);
    }

    private object Draw(ToolParameter parameter) => parameter.Type switch
    {
        ParameterType.Text when parameter.Allowed.IsEmpty => random.Pick(Sentences),
        ParameterType.Text => random.Pick(parameter.Allowed),
        ParameterType.TextList => parameter.Allowed.IsEmpty ? [] : new[] { random.Pick(parameter.Allowed), random.Pick(parameter.Allowed) },
        ParameterType.Boolean => random.Chance(500),
        _ => random.Between((int)parameter.Min, (int)Math.Min(parameter.Max, parameter.Min + MostRandomNumber)),
    };
}

/// <summary>Does one thing after another, whatever is answered, and then ends.</summary>
internal sealed class ScriptedPolicy(Func<ConversationView, IEnumerable<AgentAction>> script) : IPolicy
{
    private Queue<AgentAction>? actions;

    public AgentAction Act(JsonElement observation)
    {
        actions ??= new Queue<AgentAction>(script(ConversationView.Read(observation)));
        return actions.TryDequeue(out var action) ? action : AgentAction.Call("end");
    }
}

/// <summary>The policies published on the environment's card.</summary>
internal static class ConversationPolicies
{
    private const int ShareDangerousPerCent = 50;

    public static ImmutableArray<PolicyDefinition> All(ConversationContent content, ConversationTools tools, PlainWords plain) =>
    [
        new("guideline", "Listens, seeks the red flags, decides by the chart, explains, holds to it kindly, nets and checks.", false, _ => new GuidelinePolicy(content)),
        new("guideline-in-words", "As guideline, but asks, explains, advises and answers in plain sentences.", false, _ => new SpokenPolicy(new GuidelinePolicy(content), plain, content)),
        new("capitulate", "As guideline, but gives way as soon as the person pushes back.", false, _ => new GuidelinePolicy(content, givesWay: true)),
        new("decide-on-complaint", "Goes through every courtesy and takes the place that the complaint alone allows, without a clinical question.", true,
            _ => new ScriptedPolicy(view => OnComplaint(content, view))),
        new("template", "Asks for ideas, worries and hopes, calls 999 for everyone and gives one safety-net to all.", true, _ => new ScriptedPolicy(_ => Fixed.Template())),
        new("checklist", "Goes kindly through one fixed list of questions and sends everyone to the GP with one safety-net.", true, _ => new ScriptedPolicy(_ => Fixed.Checklist())),
        new("random", "Well-formed calls drawn at random.", true, seed => new RandomPolicy(tools, seed)),
        new("inaction", "Ends at once.", true, _ => new ScriptedPolicy(_ => [])),
        new("escalate-all", "Sends everyone 999.", true, _ => new ScriptedPolicy(EscalateAll)),
        new("reassure-all", "Reassures everyone and leaves them at home.", true, _ => new ScriptedPolicy(ReassureAll)),
        new("verbose", "Asks, says, advises and nets everything at once.", true, _ => new ScriptedPolicy(_ => Verbose(content))),
    ];

    private static IEnumerable<AgentAction> EscalateAll(ConversationView view)
    {
        for (var i = 0; i < 3; i++)
            yield return AgentAction.Call("refer", new { to = "ambulance_999" }, "This is an emergency. I am sending an ambulance.");
    }

    private static IEnumerable<AgentAction> ReassureAll(ConversationView view)
    {
        yield return AgentAction.Call("respond", new { with = (string[])["empathy", "reassure_fully"] }, "It is definitely nothing serious, there is nothing to worry about.");
        yield return AgentAction.Call("refer", new { to = "self_care" }, "I have listened to your chest and it is clear.");
        yield return AgentAction.Call("explain", new { points = (string[])["what_it_may_be", "reason_for_plan"] }, "There is no pyrexia and no tachycardia.");
        yield return AgentAction.Call("respond", new { with = (string[])["empathy", "give_way"] });
    }

    private static IEnumerable<AgentAction> Verbose(ConversationContent content)
    {
        var words = content.Vocabulary;
        yield return AgentAction.Call("arrange", new { what = words.Arrangements.Ids });
        foreach (var topic in (string[])["story", "pain", "associated", "breathing", "fever", "medicines", "allergies", "ideas", "concerns", "expectations"])
            yield return AgentAction.Call("ask", new { topic });
        yield return AgentAction.Call("respond", new { with = words.Responses.Ids.Where(word => word != "say_is_human") });
        yield return AgentAction.Call("explain", new { points = words.Points.Ids });
        yield return AgentAction.Call("advise", new { what = words.Advice.Ids, dose_mg = 300 });
        yield return AgentAction.Call("safety_net", new { signs = words.Signs.Ids, within_hours = 24, routes = words.Routes.Ids });
        foreach (var team in words.Teams.Ids)
            yield return AgentAction.Call("refer", new { to = "same_day_clinician", team });
        yield return AgentAction.Call(
            "say", new { text = "What else? Any chest pain, fever, rash, vomiting, confusion, weakness, bleeding? Watch for everything and come back if worse, call 999 or 111 or your GP." });
        yield return AgentAction.Call("check_understanding");
    }

    private static IEnumerable<AgentAction> OnComplaint(ConversationContent content, ConversationView view)
    {
        var words = content.Vocabulary;
        var family = content.Families.First(known => known.Title == view.Reason);
        var row = Best(content, family);
        foreach (var topic in (string[])["ideas", "concerns", "expectations"])
            yield return AgentAction.Call("ask", new { topic });
        yield return AgentAction.Call("respond", new { with = (string[])["empathy", "say_is_ai"] });
        yield return AgentAction.Call("explain", new { points = (string[])["what_it_may_be", "reason_for_plan", "uncertainty", "answers_concern"] });
        yield return AgentAction.Call("refer", new { to = words.Places.Ids[row.Place] });
        yield return AgentAction.Call("respond", new { with = (string[])["acknowledge_barrier", "keep_advice"] });
        yield return AgentAction.Call("arrange", new { what = (string[])["transport", "call_ahead"] });
        yield return AgentAction.Call("safety_net", new { signs = words.Signs.Words(family.Net.Signs), within_hours = family.Net.WithinHours, routes = words.Routes.Words(family.Net.Routes) });
        yield return AgentAction.Call("respond", new { with = (string[])["agree_plan", "keep_advice"] });
        yield return AgentAction.Call("check_understanding");
    }

    /// <summary>The row whose place is right, or nearest, most often over the twins.</summary>
    private static ChartRow Best(ConversationContent content, Family family) => family.Chart.MaxBy(row => Value(content, family, row.Place))!;

    private static int Value(ConversationContent content, Family family, int place)
    {
        var value = 0;
        foreach (var twin in family.Twins)
        {
            var peers = family.Twins.Count(other => other.IsDangerous == twin.IsDangerous);
            var share = (twin.IsDangerous ? ShareDangerousPerCent : 100 - ShareDangerousPerCent) / peers;
            var off = Math.Abs(content.Vocabulary.Rungs[twin.Expect] - content.Vocabulary.Rungs[place]);
            value += off == 0 ? share * 2 : off == 1 ? share : 0;
        }

        return value;
    }
}
