using System.Buffers;
using System.Collections.Immutable;
using System.Text.Json;
using ClinicalRl.Simulation.Actions;
using ClinicalRl.Simulation.Environments;
using ClinicalRl.Simulation.Facts;

namespace ClinicalRl.Simulation.Tests.Environments;

/// <summary>What every environment promises; each has a subclass. See design, determinism and environments.</summary>
public abstract partial class EnvironmentConformanceTests
{
    private const string Kebab = "^[a-z][a-z0-9]*(-[a-z0-9]+)*$";
    private const string Snake = "^[a-z][a-z0-9]*(_[a-z0-9]+)*$";

    private static readonly ScenarioKey Usual = new(Split.Train, 1, Difficulty.Standard);

    /// <summary>The environment under test.</summary>
    protected abstract IEnvironment Environment { get; }

    /// <summary>Seeds per policy, where many rollouts are played.</summary>
    protected virtual int Rollouts => 6;

    /// <summary>Event kinds that the policies hardly ever cause; each has a test of its own.</summary>
    protected virtual IReadOnlyList<string> RareEvents => [];

    /// <summary>A valid action that lets one minute pass and does nothing else.</summary>
    protected abstract AgentAction WaitOneMinute { get; }

    /// <summary>Valid actions by number that never end an episode before its step limit.</summary>
    protected abstract AgentAction Stall(int step);

    /// <summary>Actions that cannot be carried out in the first state of any scenario, beside those that every environment refuses.</summary>
    protected abstract IEnumerable<AgentAction> ImpossibleAtFirst { get; }

    /// <summary>Clears whatever counts failures in a snapshot, which an invalid action may change.</summary>
    protected virtual byte[] WithoutCounters(byte[] snapshot) => snapshot;

    [Fact]
    public void Spec_IsWellFormed()
    {
        var spec = Environment.Spec;
        Assert.Matches(Kebab, spec.Id);
        Assert.Matches(Kebab, spec.DefaultRewardFunction);
        Assert.Matches("^[0-9a-f]{64}$", spec.ContentHash);
        Assert.True(spec.Version >= new SemanticVersion(1, 0, 0));
        Assert.True(spec.MaxSteps > 0);
        Assert.NotEmpty(spec.Title);
        Assert.NotEmpty(spec.Description);
        Assert.NotEmpty(spec.Tools);
        Assert.NotEmpty(spec.Hazards);
        Assert.NotEmpty(spec.Facts.Kinds);
        Assert.StartsWith(spec.Version.ToString(), spec.History[0], StringComparison.Ordinal);
        Assert.Equal(JsonValueKind.Object, JsonElement.Parse(spec.ObservationDataSchema).ValueKind);
    }

    [Fact]
    public void Tools_AreWellFormed()
    {
        var tools = Environment.Spec.Tools;
        Assert.Equal(tools.Length, tools.Select(tool => tool.Name).Distinct(StringComparer.Ordinal).Count());
        foreach (var tool in tools)
        {
            Assert.Matches(Snake, tool.Name);
            Assert.NotEmpty(tool.Description);
            Assert.Equal(tool.Parameters.Length, tool.Parameters.Select(parameter => parameter.Name).Distinct(StringComparer.Ordinal).Count());
            Assert.All(tool.Parameters, parameter => Assert.Matches(Snake, parameter.Name));
            Assert.All(tool.Parameters, parameter => Assert.True(parameter.Description.Length > 0 && parameter.Min <= parameter.Max && parameter.MaxItems > 0));
            Assert.Same(tool, Environment.Spec.FindTool(tool.Name));
        }
    }

    /// <summary>OpenEnv clients keep these names for the session itself.</summary>
    [Fact]
    public void Tools_AreNotCalledAsTheSessionIs() =>
        Assert.Empty(Environment.Spec.Tools.Select(tool => tool.Name).Intersect(["reset", "step", "state", "close"], StringComparer.Ordinal));

    [Fact]
    public void HazardsAndFacts_AreWellFormed()
    {
        var spec = Environment.Spec;
        Assert.Equal(spec.Hazards.Length, spec.Hazards.Select(hazard => hazard.Id).Distinct(StringComparer.Ordinal).Count());
        Assert.All(spec.Hazards, hazard => Assert.True(hazard.Statement.Length > 0 && Enum.IsDefined(hazard.Category) && Enum.IsDefined(hazard.Severity)));
        Assert.All(spec.Facts.Kinds, kind => Assert.Matches(Snake, kind.Name));
        Assert.All(spec.Facts.Kinds, kind => Assert.Same(kind, spec.Facts.Find(kind.Name)));
        foreach (var fact in spec.Facts.Kinds.SelectMany(kind => kind.Facts))
        {
            Assert.Matches(Snake, fact.Name);
            Assert.NotEmpty(fact.Description);
            Assert.Equal(fact.Type == FactType.Symbol, !fact.Symbols.IsEmpty);
        }
    }

    [Fact]
    public void Policies_HaveAGuidelineAndDegenerateOnes()
    {
        Assert.Equal(Environment.Policies.Length, Environment.Policies.Select(policy => policy.Name).Distinct(StringComparer.Ordinal).Count());
        Assert.All(Environment.Policies, policy => Assert.Matches(Kebab, policy.Name));
        Assert.All(Environment.Policies, policy => Assert.NotEmpty(policy.Description));
        Assert.False(Environment.Policies.Single(policy => policy.Name == "guideline").IsDegenerate);
        Assert.Contains(Environment.Policies, policy => policy.IsDegenerate);
    }

    [Fact]
    public void Policies_UseEveryTool()
    {
        var used = Environment.Policies
            .SelectMany(policy => Enumerable.Range(0, Rollouts).SelectMany(seed => Rollout.Play(Environment, Key(seed), policy.Name, (ulong)seed)))
            .Where(move => move.Action is not null)
            .Select(move => move.Action!.Tool)
            .ToHashSet(StringComparer.Ordinal);
        Assert.All(Environment.Spec.Tools, tool => Assert.Contains(tool.Name, used));
    }

    [Fact]
    public void Guideline_TakesOnlyValidActions_AndEnds()
    {
        for (var seed = 0; seed < Rollouts; seed++)
        {
            var moves = Rollout.Play(Environment, Key(seed), "guideline").ToArray();
            Assert.True(moves[^1].After.State.Terminated);
            Assert.All(moves, move => Assert.Null(move.After.InvalidAction));
        }
    }

    [Fact]
    public void Reset_Works_ForEverySplitDifficultyAndSeed()
    {
        foreach (var key in Keys([0, 1, long.MaxValue, ulong.MaxValue]))
        {
            var first = Environment.Reset(key);
            Assert.Equal((key, 0, false, false), (first.State.Scenario, first.State.StepCount, first.State.Terminated, first.State.Truncated));
            Assert.Null(first.InvalidAction);
            Assert.Equal(0, first.Observation.TimeMinutes);
            Assert.NotEmpty(first.Observation.Text);
        }
    }

    [Fact]
    public void Reset_GivesDifferentScenarios_ForDifferentSeedsAndSplits()
    {
        var first = Keys([.. Enumerable.Range(0, 40).Select(seed => (ulong)seed)]).Select(key => Convert.ToHexString(Rollout.Snapshot(Environment.Reset(key).State))).ToArray();
        Assert.Equal(first.Length, first.Distinct(StringComparer.Ordinal).Count());
    }

    [Fact]
    public void ExposedHazards_AreDeclared_AndInOrder()
    {
        var declared = Environment.Spec.Hazards.Select(hazard => hazard.Id).ToHashSet(StringComparer.Ordinal);
        foreach (var key in Keys([.. Enumerable.Range(0, 30).Select(seed => (ulong)seed)]))
        {
            var exposed = Environment.Reset(key).State.ExposedHazards;
            Assert.NotEmpty(exposed);
            Assert.All(exposed, id => Assert.Contains(id, declared));
            Assert.Equal(exposed.Order(StringComparer.Ordinal).Distinct(StringComparer.Ordinal), exposed);
        }
    }

    [Fact]
    public void Step_Throws_WhenTheEpisodeHasEnded()
    {
        var ended = Rollout.Play(Environment, Usual, "guideline").Last().After.State;
        Assert.Throws<InvalidOperationException>(() => Environment.Step(ended, WaitOneMinute));
    }

    [Fact]
    public void Step_Throws_WhenTheStateBelongsToAnotherEnvironment() => Assert.Throws<ArgumentException>(() => Environment.Step(new ForeignState(), WaitOneMinute));

    [Fact]
    public void Step_Truncates_AtTheStepLimit()
    {
        var transition = Environment.Reset(Usual);
        for (var i = 0; i < Environment.Spec.MaxSteps; i++)
        {
            Assert.False(transition.State.Terminated || transition.State.Truncated);
            transition = Environment.Step(transition.State, Stall(i));
            Assert.Null(transition.InvalidAction);
        }

        Assert.Equal((Environment.Spec.MaxSteps, false, true), (transition.State.StepCount, transition.State.Terminated, transition.State.Truncated));
        Assert.Throws<InvalidOperationException>(() => Environment.Step(transition.State, WaitOneMinute));
    }

    /// <summary>Keys of one seed per number, going round difficulties.</summary>
    private protected static ScenarioKey Key(int seed) => new(Split.Train, (ulong)seed, (Difficulty)(seed % 3));

    private static IEnumerable<ScenarioKey> Keys(ulong[] seeds) =>
        from split in Enum.GetValues<Split>() from difficulty in Enum.GetValues<Difficulty>() from seed in seeds select new ScenarioKey(split, seed, difficulty);

    private sealed class ForeignState : SimulationState
    {
        public override ScenarioKey Scenario => Usual;

        public override int StepCount => 0;

        public override bool Terminated => false;

        public override bool Truncated => false;

        public override ImmutableArray<string> ExposedHazards => [];

        public override void WriteTo(IBufferWriter<byte> output) => output.Write<byte>([1]);
    }
}
