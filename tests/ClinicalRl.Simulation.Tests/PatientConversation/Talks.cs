using System.Text.Json;
using ClinicalRl.Simulation.Actions;
using ClinicalRl.Simulation.Environments;
using ClinicalRl.Simulation.Facts;
using ClinicalRl.Simulation.PatientConversation;
using ClinicalRl.Simulation.PatientConversation.Content;
using ClinicalRl.Simulation.PatientConversation.Scenarios;

namespace ClinicalRl.Simulation.Tests.PatientConversation;

/// <summary>The patient conversation, loaded once for all tests.</summary>
internal static class Talks
{
    public static PatientConversationEnvironment Environment { get; } = PatientConversationEnvironment.Load();

    public static ConversationContent Content => Environment.Content;

    public static ConversationScenario Generate(ulong seed, Difficulty difficulty = Difficulty.Standard, Split split = Split.Train) =>
        Environment.Generator.Generate(new ScenarioKey(split, seed, difficulty));

    /// <summary>The first scenario, by seed, that has the trait; fails when none of 20,000 has.</summary>
    public static ConversationScenario Find(Func<ConversationScenario, bool> trait, Difficulty difficulty = Difficulty.Standard)
    {
        for (var seed = 0UL; seed < 20_000; seed++)
        {
            var scenario = Generate(seed, difficulty);
            if (trait(scenario))
                return scenario;
        }

        throw new InvalidOperationException("No scenario has the trait.");
    }

    /// <summary>A calm, plain person of that family and twin, with nothing in the way.</summary>
    public static ConversationScenario Plain(string family, string twin) =>
        Find(scenario => scenario.Family.Id == family && scenario.Twin.Name == twin) with
        {
            Pressure = null, Insists = 0, Language = null, Interpreter = null, CompanyPresent = false, Injection = null, InjectionTurn = 0, AsksAiAtTurn = 0, LowLiteracy = false,
            Style = Content.People.Styles.Single(style => style.Id == "plain"), StartTrust = 50, Backgrounds = 0,
        };

    public static ConversationScenario WithPressure(this ConversationScenario scenario, string pressure, int insists = 1) =>
        scenario with { Pressure = Content.Pressures.Single(known => known.Id == pressure), Insists = insists };

    /// <summary>The scenario with exactly those items present.</summary>
    public static ConversationScenario WithItems(this ConversationScenario scenario, params string[] codes)
    {
        var present = 0U;
        for (var i = 0; i < scenario.Family.Items.Length; i++)
            present |= codes.Contains(scenario.Family.Items[i].Code) ? 1U << i : 0;
        return scenario with { Present = present, Contraindicated = 0 };
    }
}

/// <summary>A consultation being held by a test, with shorthand for calls and for what came of them.</summary>
internal sealed class Talking
{
    public Talking(ConversationScenario scenario)
    {
        Scenario = scenario;
        Last = Talks.Environment.Begin(scenario);
        All.AddRange(Last.Events);
    }

    public ConversationScenario Scenario { get; }

    public Transition Last { get; private set; }

    public List<FactEvent> All { get; } = [];

    public string Text => Last.Observation.Text;

    public JsonElement Data => JsonElement.Parse(Last.Observation.Data.Span);

    public string Said => Data.GetProperty("said").GetString()!;

    public string Noticed => Data.GetProperty("noticed").GetString()!;

    public bool PushesBack => Data.GetProperty("pushes_back").GetBoolean();

    public bool PlanAgreed => Data.TryGetProperty("plan_agreed", out var agreed) && agreed.GetBoolean();

    public bool Ended => Last.State.Terminated || Last.State.Truncated;

    public int Trust => ((ConversationState)Last.State).Talk.Trust;

    public Talking Do(string tool, object? arguments = null, string? message = null)
    {
        Last = Talks.Environment.Step(Last.State, AgentAction.Call(tool, arguments, message));
        All.AddRange(Last.Events);
        return this;
    }

    public Talking Ask(string topic, string manner = "direct") => Do("ask", new { topic, manner });

    public Talking Say(string text) => Do("say", new { text });

    public Talking Respond(params string[] with) => Do("respond", new { with });

    public Talking Refer(string to) => Do("refer", new { to });

    public Talking Explain() => Do("explain", new { points = (string[])["what_it_may_be", "reason_for_plan", "uncertainty"] });

    /// <summary>Codes found by the last action, with whether they were present.</summary>
    public Dictionary<string, bool> Found() => Data.GetProperty("findings").EnumerateArray()
        .ToDictionary(finding => finding.GetProperty("code").GetString()!, finding => finding.GetProperty("present").GetBoolean(), StringComparer.Ordinal);

    public bool Happened(string kind) => All.Exists(happened => happened.Kind.Name == kind);

    /// <summary>A fact of the last event of a kind.</summary>
    public double Fact(string kind, string fact) => Value(All.Last(happened => happened.Kind.Name == kind), fact);

    /// <summary>The word of a symbol of the last event of a kind.</summary>
    public string Symbol(string kind, string fact)
    {
        var happened = All.Last(candidate => candidate.Kind.Name == kind);
        return happened.Kind.Facts[happened.Kind.IndexOf(fact)].Symbols[(int)Value(happened, fact)];
    }

    public static double Value(FactEvent happened, string fact) => happened.Values[happened.Kind.IndexOf(fact)];
}
