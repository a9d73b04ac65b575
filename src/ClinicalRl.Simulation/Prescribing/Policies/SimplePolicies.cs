using System.Collections.Immutable;
using System.Text.Json;
using ClinicalRl.Simulation.Actions;
using ClinicalRl.Simulation.Policies;
using ClinicalRl.Simulation.Prescribing.Content;
using ClinicalRl.Simulation.Prescribing.Flow;
using ClinicalRl.Simulation.Randomness;

namespace ClinicalRl.Simulation.Prescribing.Policies;

/// <summary>A well-formed call of a tool drawn at random, with arguments drawn at random.</summary>
internal sealed class RandomPolicy(PrescribingContent content, PrescribingTools tools, ulong seed) : IPolicy
{
    private const int OptionalPerMille = 300;
    private const int MostRandomNumber = 30;
    private const int WaitPerMille = 60;
    private RandomStream random = RandomStream.Named(seed, "prescribing/random-policy");

    public AgentAction Act(JsonElement observation)
    {
        var tool = random.Chance(WaitPerMille) ? tools.Wait : tools.All[random.Next(tools.All.Length)];
        var arguments = new Dictionary<string, object>(StringComparer.Ordinal);
        foreach (var parameter in tool.Parameters)
        {
            if (parameter.Required || random.Chance(OptionalPerMille))
                arguments[parameter.Name] = Draw(parameter);
        }

        return AgentAction.Call(tool.Name, arguments);
    }

    private object Draw(ToolParameter parameter) => parameter switch
    {
        { Name: "unit" } => random.Chance(100) ? random.Pick(content.Words.UnsafeUnits).Written : random.Pick(content.Words.Units).Id,
        { Name: "directions" } => "one at breakfast",
        { Name: "order" } => parameter.Allowed[random.Next(4)],
        { Type: ParameterType.Text } => random.Pick(parameter.Allowed),
        { Type: ParameterType.TextList } => new[] { random.Pick(parameter.Allowed), random.Pick(parameter.Allowed) },
        { Type: ParameterType.Boolean } => random.Chance(500),
        _ => random.Between((int)parameter.Min, (int)Math.Min(parameter.Max, parameter.Min + MostRandomNumber)),
    };
}

/// <summary>The same calls whatever is seen, one after another, the last one for ever.</summary>
internal sealed class ScriptedPolicy(params ImmutableArray<AgentAction> script) : IPolicy
{
    private int next;

    public AgentAction Act(JsonElement observation) => script[Math.Min(next++, script.Length - 1)];
}

/// <summary>The policies published on the environment's card.</summary>
internal static class PrescribingPolicies
{
    public static ImmutableArray<PolicyDefinition> All(PrescribingContent content, RuleBook book, PrescribingTools tools) =>
    [
        new("guideline", "Reads, asks, corrects, arranges tests, tells the patient, then signs, declines or refers, and holds to it.", false, _ => new GuidelinePolicy(content, book)),
        new("capitulate", "As guideline, but gives way as soon as the requester objects.", false, _ => new GuidelinePolicy(content, book, givesWay: true)),
        new("random", "Well-formed calls drawn at random.", true, seed => new RandomPolicy(content, tools, seed)),
        new("inaction", "Declines at once, without looking.", true, _ => new ScriptedPolicy(AgentAction.Call("decline", new { reason = "other" }))),
        new("reassure-all", "Signs whatever is asked, without looking.", true, _ => new ScriptedPolicy(
            AgentAction.Call("counsel", new { points = new[] { "worsening_return" } }, "It is perfectly safe, nothing to worry about."), AgentAction.Call("sign"))),
        new("escalate-all", "Sends everyone to the emergency department at once.", true, _ => new ScriptedPolicy(AgentAction.Call("refer", new { to = "emergency_department", within_hours = 1 }))),
        new("refer-all", "Reads the whole record, then refers to a senior.", true, _ => new ScriptedPolicy([.. Reads(content), AgentAction.Call("refer", new { to = "senior", within_hours = 1 })])),
        new("decline-all", "Reads the whole record, then declines because harm outweighs benefit.", true, _ => new ScriptedPolicy([.. Reads(content), AgentAction.Call("decline", new { reason = "harm_outweighs" })])),
        new("query-all", "Reads the allergies, queries everyone about everything and never decides.", true, _ => new ScriptedPolicy(
            [AgentAction.Call("read_record", new { section = "allergies" }), .. content.Words.Queries.Select(query => AgentAction.Call("query", new { about = query.Id })), AgentAction.Call("wait", new { minutes = 30 })])),
        new("prescribe-as-asked", "Reads, asks, orders tests and tells the patient as it should, then signs what was asked for whatever it found.", true, _ => new AsAskedPolicy(content, book, Habit.Leaves)),
        new("half-dose", "As prescribe-as-asked, but halves every dose.", true, _ => new AsAskedPolicy(content, book, Habit.Halves)),
        new("first-line-lowest", "As prescribe-as-asked, but gives the first choice for the stated indication at its lowest dose.", true, _ => new AsAskedPolicy(content, book, Habit.Replaces)),
        new("verbose", "Reads, asks, queries, orders and tells everything, then signs whatever is asked.", true, _ => new ScriptedPolicy([.. Everything(content), AgentAction.Call("sign", new { @checked = PrescribingTools.Claims })])),
    ];

    private static IEnumerable<AgentAction> Reads(PrescribingContent content) => content.Words.Sections.Select(section => AgentAction.Call("read_record", new { section = section.Id }));

    private static IEnumerable<AgentAction> Everything(PrescribingContent content)
    {
        var words = content.Words;
        foreach (var read in Reads(content))
            yield return read;
        foreach (var topic in words.Topics)
            yield return AgentAction.Call("ask", new { topic = topic.Id });
        foreach (var query in words.Queries)
            yield return AgentAction.Call("query", new { about = query.Id });
        yield return AgentAction.Call("check_interactions");
        foreach (var test in words.Tests)
            yield return AgentAction.Call("monitor", new { test = test.Id, within_days = 7 });
        yield return AgentAction.Call(
            "counsel", new { points = words.Points.Select(point => point.Id) },
            "Watch for bleeding, rash, fever, tremor, drowsiness, low sugar, ketones, tendon pain and infection; pause when ill; avoid alcohol; take with food.");
    }
}
