using System.Text.Json;
using ClinicalRl.Simulation.Actions;
using ClinicalRl.Simulation.Environments;
using ClinicalRl.Simulation.Facts;
using ClinicalRl.Simulation.TriageQueue;
using ClinicalRl.Simulation.TriageQueue.Content;
using ClinicalRl.Simulation.TriageQueue.Scenarios;

namespace ClinicalRl.Simulation.Tests.TriageQueue;

/// <summary>The triage queue, loaded once for all tests.</summary>
internal static class Triage
{
    public static TriageQueueEnvironment Environment { get; } = TriageQueueEnvironment.Load();

    public static TriageContent Content => Environment.Content;

    /// <summary>The first scenario, by seed, that has the trait; fails when none of 4,000 has.</summary>
    public static TriageScenario Find(Func<TriageScenario, bool> trait, Difficulty difficulty = Difficulty.Standard)
    {
        for (var seed = 0UL; seed < 4_000; seed++)
        {
            var scenario = Environment.Generator.Generate(new ScenarioKey(Split.Train, seed, difficulty));
            if (trait(scenario))
                return scenario;
        }

        throw new InvalidOperationException("No scenario has the trait.");
    }

    /// <summary>A shift whose first patient, present from the start, has the trait.</summary>
    public static Shift Begin(Func<ScenarioPatient, bool> first, Difficulty difficulty = Difficulty.Standard) =>
        new(Find(scenario => first(scenario.Patients[0]), difficulty));
}

/// <summary>A shift being played by a test, with shorthand for calls and for what came of them.</summary>
internal sealed class Shift
{
    public Shift(TriageScenario scenario)
    {
        Scenario = scenario;
        Last = Triage.Environment.Reset(scenario.Key);
        All.AddRange(Last.Events);
    }

    public TriageScenario Scenario { get; }

    public ScenarioPatient First => Scenario.Patients[0];

    public Transition Last { get; private set; }

    public List<FactEvent> All { get; } = [];

    public string Text => Last.Observation.Text;

    public JsonElement Data => JsonElement.Parse(Last.Observation.Data.Span);

    public bool Ended => Last.State.Terminated || Last.State.Truncated;

    public int Minute => Last.Observation.TimeMinutes;

    public TriageState State => (TriageState)Last.State;

    public Shift Do(string tool, object? arguments = null, string? message = null)
    {
        Last = Triage.Environment.Step(Last.State, AgentAction.Call(tool, arguments, message));
        All.AddRange(Last.Events);
        return this;
    }

    public Shift Ask(string topic, bool alone = false, string patient = "P1") => Do("ask", new { patient, topic, alone });

    /// <summary>Does every check that the first patient's chart speaks of, so that nothing is left unsought.</summary>
    public Shift SeekEverything()
    {
        if (First.Language is not null)
            Do("escalate", new { patient = "P1", to = "interpreter" });
        Do("measure", new { patient = "P1", what = "vitals" });
        foreach (var what in (string[])["capillary_refill", "glucose", "ketones", "peak_flow", "pain_score", "pregnancy_test"])
            Do("measure", new { patient = "P1", what });
        foreach (var topic in (string[])["medicines", "allergies", "past_history"])
            Ask(topic, alone: true);
        foreach (var check in First.Family.Findings.Select(finding => finding.Check).Distinct())
        {
            var (tool, what) = Triage.Content.Checks.Describe(check);
            for (var time = 0; time < (tool == "ask" ? 2 : 1); time++)
                Do(tool, new Dictionary<string, object> { ["patient"] = "P1", [tool == "ask" ? "topic" : tool == "examine" ? "region" : "what"] = what }.Concat(tool == "ask" ? [new("alone", true)] : []).ToDictionary());
        }

        return this;
    }

    public Shift Dispose(int rung, string patient = "P1", string[]? record = null) =>
        Do("dispose", new { patient, disposition = FormattableString.Invariant($"D{rung}"), record = record ?? [] });

    /// <summary>Lets time pass until something is so, the shift is over, or <paramref name="most"/> minutes have passed.</summary>
    public Shift WaitUntil(Func<Shift, bool> so, int most = 240)
    {
        var until = Minute + most;
        while (!Ended && Minute < until && !so(this))
            Do("wait", new { minutes = 1 });
        return this;
    }

    public string StatusOf(string patient) => Listed(patient).GetProperty("status").GetString()!;

    public JsonElement Listed(string patient) => Data.GetProperty("patients").EnumerateArray().Single(row => row.GetProperty("id").GetString() == patient);

    public double Measured(string name) => Data.GetProperty("result").GetProperty("measurements").GetProperty(name).GetDouble();

    /// <summary>Codes found by the last action, with whether they were present.</summary>
    public Dictionary<string, bool> Found() => Data.GetProperty("result").GetProperty("findings").EnumerateArray()
        .ToDictionary(finding => finding.GetProperty("code").GetString()!, finding => finding.GetProperty("present").GetBoolean(), StringComparer.Ordinal);

    public IEnumerable<FactEvent> Events(string kind, string? patient = null) => All.Where(happened => happened.Kind.Name == kind && (patient is null || happened.Subject == patient));

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
