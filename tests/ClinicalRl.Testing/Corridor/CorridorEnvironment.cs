using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using ClinicalRl.Simulation.Actions;
using ClinicalRl.Simulation.Environments;
using ClinicalRl.Simulation.Facts;
using ClinicalRl.Simulation.Policies;
using ClinicalRl.Simulation.Randomness;
using ClinicalRl.Simulation.Safety;

namespace ClinicalRl.Testing.Corridor;

/// <summary>
/// A small real environment for tests: a dark corridor of 21 places with a hidden door. Moving reveals whether the draught grows,
/// a move takes one to three minutes by chance, and the walker leaves when it believes it stands at the door.
/// </summary>
public sealed class CorridorEnvironment : IEnvironment
{
    /// <summary>Steps after which an episode is truncated.</summary>
    public const int MaxSteps = 40;

    /// <summary>Rightmost place; the leftmost is 0.</summary>
    public const int LastPlace = 20;

    internal const string LeavesTooEarly = "CO-CS01-1";
    internal const string Overstays = "CO-CS02-1";

    private const int InvalidMinutes = 1;
    private const int MaxMinutes = 600;

    private static readonly ToolDefinition Move = new(
        "move", "Walks one place.", new ToolParameter("direction", ParameterType.Text, "Which way.") { Required = true, Allowed = ["left", "right"] });

    private static readonly ToolDefinition Wait = new(
        "wait", "Stands still.", new ToolParameter("minutes", ParameterType.Integer, "How long, minutes.") { Required = true, Min = 1, Max = 30 });

    private static readonly ToolDefinition Finish = new("finish", "Leaves through the door believed to be here.");

    private static readonly EventKind Moved = new(
        "moved", "The walker moved one place.",
        [FactField.Boolean("toward_door", "The move led closer to the door."), FactField.Integer("distance", "Places left to the door.", 0, LastPlace)]);

    private static readonly EventKind EpisodeEnded = new(
        "episode_ended", "The episode is over.",
        [FactField.Boolean("found", "The walker left at the door."), FactField.Integer("minutes", "Minutes taken.", 0, MaxMinutes, "minutes")]);

    /// <inheritdoc/>
    public EnvironmentSpec Spec { get; } = new()
    {
        Id = "corridor",
        Version = new SemanticVersion(1, 0, 0),
        ContentHash = "5d1c2a2c6e0f6b0b7f7a8b7b1e1f4c3d9a0b8c7d6e5f4a3b2c1d0e9f8a7b6c5d",
        Title = "Corridor",
        Description = "Find the hidden door by the draught, then leave.",
        Tools = [Move, Wait, Finish],
        Facts = new FactSchema(Moved, EpisodeEnded),
        Hazards =
        [
            new Hazard(LeavesTooEarly, SafetyCategory.CS01, Severity.S4, "Leaves where there is no door.", [], false),
            new Hazard(Overstays, SafetyCategory.CS02, Severity.S2, "Stays in the corridor long after it could have left.", [], false),
        ],
        MaxSteps = MaxSteps,
        DefaultRewardFunction = "corridor-reward",
        ObservationDataSchema = """{"type":"object","properties":{"position":{"type":"integer"},"draught":{"type":"string"}}}""",
        Unverified = [],
        History = ["1.0.0: first version"],
    };

    /// <inheritdoc/>
    public ImmutableArray<PolicyDefinition> Policies { get; } =
    [
        new("guideline", "Follows the draught and leaves at the door.", false, _ => new DraughtPolicy()),
        new("random", "Does anything.", true, seed => new AimlessPolicy(seed)),
    ];

    /// <inheritdoc/>
    public Transition Reset(ScenarioKey scenario)
    {
        var random = RandomStream.Named(scenario.Seed, "corridor." + scenario.Split.Word() + "." + scenario.Difficulty.Word());
        var position = random.Between(5, 15);
        var door = random.Next(LastPlace + 1);
        var state = new CorridorState { Key = scenario, Random = random, Position = position, Door = door, Minute = 0, Steps = 0 };
        return new Transition(state, Observe(state, "You stand in a dark corridor.", Draught(state, null)), []);
    }

    /// <inheritdoc/>
    public Transition Step(SimulationState state, AgentAction action)
    {
        if (state is not CorridorState before)
            throw new ArgumentException("The state belongs to another environment.", nameof(state));
        if (before.Terminated || before.Truncated)
            throw new InvalidOperationException("The episode has ended.");
        var tool = Spec.FindTool(action.Tool);
        if (tool is null)
            return Invalid(before, $"There is no tool '{action.Tool}'; use move, wait or finish.");
        if (!tool.TryBind(action.Arguments, out var values, out var problem))
            return Invalid(before, problem);
        if (tool == Finish)
            return After(before, before.Position, before.Minute, before.Random, finished: true, "You leave.", null, []);
        if (tool == Wait)
            return After(before, before.Position, before.Minute + (int)values[0].Number, before.Random, finished: false, "You wait.", null, []);
        return Walk(before, values[0].Text == "left" ? -1 : 1);
    }

    /// <inheritdoc/>
    public SimulationState Restore(ReadOnlySpan<byte> snapshot) => CorridorState.Read(snapshot);

    private static Transition Walk(CorridorState before, int by)
    {
        var position = before.Position + by;
        if (position is < 0 or > LastPlace)
            return Invalid(before, "There is a wall that way.");
        var random = before.Random;
        var minute = before.Minute + random.Between(1, 3);
        var distance = Math.Abs(position - before.Door);
        var moved = new FactEvent(Moved, null, [distance < before.Distance ? 1 : 0, distance]);
        return After(before, position, minute, random, finished: false, "You walk.", null, [moved]);
    }

    private static Transition Invalid(CorridorState before, string problem) =>
        After(before, before.Position, before.Minute + InvalidMinutes, before.Random, finished: false, problem, problem, []);

    private static Transition After(
        CorridorState before, int position, int minute, RandomStream random, bool finished, string text, string? problem, List<FactEvent> events)
    {
        var outOfTime = !finished && (before.Steps + 1 >= MaxSteps || minute >= MaxMinutes);
        var state = before.With(position, Math.Min(minute, MaxMinutes), random, finished, outOfTime);
        if (finished || outOfTime)
            events.Add(new FactEvent(EpisodeEnded, null, [finished && state.Distance == 0 ? 1 : 0, state.Minute]));
        return new Transition(state, Observe(state, text, Draught(state, before)), events, problem);
    }

    private static string Draught(CorridorState state, CorridorState? before) =>
        state.Distance == 0 ? "here" : before is null || before.Distance == state.Distance ? "faint" : state.Distance < before.Distance ? "stronger" : "weaker";

    private static Observation Observe(CorridorState state, string text, string draught)
    {
        var words = string.Create(CultureInfo.InvariantCulture, $"{text} Place {state.Position}; the draught is {draught} – minute {state.Minute}.");
        var data = string.Create(CultureInfo.InvariantCulture, $$"""{"position":{{state.Position}},"draught":"{{draught}}"}""");
        return new Observation(words, Encoding.UTF8.GetBytes(data), state.Minute);
    }
}
