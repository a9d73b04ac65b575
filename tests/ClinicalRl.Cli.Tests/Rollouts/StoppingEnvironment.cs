using System.Collections.Immutable;
using ClinicalRl.Simulation.Actions;
using ClinicalRl.Simulation.Environments;
using ClinicalRl.Simulation.Policies;
using ClinicalRl.Testing.Corridor;

namespace ClinicalRl.Cli.Tests.Rollouts;

/// <summary>The corridor, with a person who presses Ctrl-C when a given number of episodes have begun.</summary>
internal sealed class StoppingEnvironment(CancellationTokenSource stop, int afterResets) : IEnvironment
{
    private readonly IEnvironment corridor = CorridorReward.Catalogue.Environments[0];
    private int resets;

    public EnvironmentSpec Spec => corridor.Spec;

    public ImmutableArray<PolicyDefinition> Policies => corridor.Policies;

    public Transition Reset(ScenarioKey scenario)
    {
        if (Interlocked.Increment(ref resets) == afterResets)
            stop.Cancel();
        return corridor.Reset(scenario);
    }

    public Transition Step(SimulationState state, AgentAction action) => corridor.Step(state, action);

    public SimulationState Restore(ReadOnlySpan<byte> snapshot) => corridor.Restore(snapshot);
}
