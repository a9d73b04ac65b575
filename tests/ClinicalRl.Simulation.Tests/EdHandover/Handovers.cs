using System.Text.Json;
using ClinicalRl.Simulation.Actions;
using ClinicalRl.Simulation.EdHandover;
using ClinicalRl.Simulation.EdHandover.Content;
using ClinicalRl.Simulation.EdHandover.Scenarios;
using ClinicalRl.Simulation.Environments;
using ClinicalRl.Simulation.Facts;

namespace ClinicalRl.Simulation.Tests.EdHandover;

/// <summary>The handover environment, loaded once for all tests.</summary>
internal static class Handovers
{
    public static EdHandoverEnvironment Environment { get; } = EdHandoverEnvironment.Load();

    public static HandoverContent Content => Environment.Content;

    public static IEnumerable<Stay> Stays(int count, Difficulty difficulty = Difficulty.Standard) =>
        Enumerable.Range(0, count).Select(seed => Environment.Generator.Generate(new ScenarioKey(Split.Train, (ulong)seed, difficulty)));

    /// <summary>The first stay, by seed, that has the trait; fails when none of 4,000 has.</summary>
    public static Stay Find(Func<Stay, bool> trait, Difficulty difficulty = Difficulty.Standard) => Stays(4_000, difficulty).First(trait);

    public static int Code(string code) => Content.Concepts.Find(code)!.Index;

    public static Playing Begin(Func<Stay, bool> trait, Difficulty difficulty = Difficulty.Standard) => new(Find(trait, difficulty));
}

/// <summary>A handover being played by a test, with shorthand for calls and for what came of them.</summary>
internal sealed class Playing
{
    public Playing(Stay stay)
    {
        Stay = stay;
        Last = Handovers.Environment.Begin(stay);
    }

    public Stay Stay { get; }

    public Transition Last { get; private set; }

    public List<FactEvent> All { get; } = [];

    public string Text => Last.Observation.Text;

    public JsonElement Data => JsonElement.Parse(Last.Observation.Data.Span);

    public bool Ended => Last.State.Terminated || Last.State.Truncated;

    public HandoverState State => (HandoverState)Last.State;

    public Playing Do(string tool, object? arguments = null, string? message = null) => Do(AgentAction.Call(tool, arguments, message));

    public Playing Do(AgentAction action)
    {
        Last = Handovers.Environment.Step(Last.State, action);
        All.AddRange(Last.Events);
        return this;
    }

    /// <summary>Plays on as a policy does, until the condition holds or the end.</summary>
    public Playing Until(string policy, Func<Playing, bool> condition)
    {
        var agent = Handovers.Environment.Policies.Single(known => known.Name == policy).Create(1);
        while (!Ended && !condition(this))
            Do(agent.Act(Environments.Rollout.AsSeen(Last.Observation)));
        return this;
    }

    /// <summary>The value of a fact of the last event of a kind.</summary>
    public double Fact(string kind, string fact) => Value(All.Last(happened => happened.Kind.Name == kind), fact);

    /// <summary>The word of a symbol of the last event of a kind.</summary>
    public string Symbol(string kind, string fact)
    {
        var happened = All.Last(candidate => candidate.Kind.Name == kind);
        return happened.Kind.Facts[happened.Kind.IndexOf(fact)].Symbols[(int)Value(happened, fact)];
    }

    public bool Happened(string kind) => All.Exists(happened => happened.Kind.Name == kind);

    public static double Value(FactEvent happened, string fact) => happened.Values[happened.Kind.IndexOf(fact)];
}
