using System.Buffers;
using System.Collections.Immutable;
using ClinicalRl.Simulation.Actions;
using ClinicalRl.Simulation.Facts;
using ClinicalRl.Simulation.Policies;

namespace ClinicalRl.Simulation.Environments;

/// <summary>
/// A simulated clinical workflow. Both functions are pure: the same input gives the same bytes on every machine, and the
/// state passed in is never changed, so any state may be stepped again (a fork) or kept.
/// </summary>
public interface IEnvironment
{
    /// <summary>What it is, offers and declares.</summary>
    EnvironmentSpec Spec { get; }

    /// <summary>The agents written by hand that its card publishes scores of.</summary>
    ImmutableArray<PolicyDefinition> Policies { get; }

    /// <summary>Generates the scenario and its first observation.</summary>
    Transition Reset(ScenarioKey scenario);

    /// <summary>
    /// Takes one action. A malformed or impossible action is a step too: it is explained in the observation, costs a little
    /// simulated time and changes nothing else. Throws only when the state has ended or belongs to another environment.
    /// </summary>
    Transition Step(SimulationState state, AgentAction action);

    /// <summary>Reads a state that <see cref="SimulationState.WriteTo"/> wrote; it continues exactly as the original would.</summary>
    SimulationState Restore(ReadOnlySpan<byte> snapshot);
}

/// <summary>Everything the simulator knows between two steps. Immutable.</summary>
public abstract class SimulationState
{
    /// <summary>The scenario played.</summary>
    public abstract ScenarioKey Scenario { get; }

    /// <summary>Steps taken.</summary>
    public abstract int StepCount { get; }

    /// <summary>The task itself ended; no further step.</summary>
    public abstract bool Terminated { get; }

    /// <summary>A limit ended it; no further step.</summary>
    public abstract bool Truncated { get; }

    /// <summary>Ids of the hazards this scenario exposes, in ordinal order.</summary>
    public abstract ImmutableArray<string> ExposedHazards { get; }

    /// <summary>Writes a snapshot: canonical bytes, equal for equal states, also what a state digest is taken of.</summary>
    public abstract void WriteTo(IBufferWriter<byte> output);
}

/// <summary>What a reset or step led to.</summary>
/// <param name="State">The state after it.</param>
/// <param name="Observation">What the agent sees.</param>
/// <param name="Events">What happened, with facts, for the reward function; hidden from the agent.</param>
/// <param name="InvalidAction">Why the action could not be carried out, or null.</param>
public sealed record Transition(SimulationState State, Observation Observation, IReadOnlyList<FactEvent> Events, string? InvalidAction = null);
