using ClinicalRl.Simulation.Actions;
using ClinicalRl.Simulation.Environments;
using ClinicalRl.Testing.Corridor;

namespace ClinicalRl.Simulation.Tests.Environments;

/// <summary>The suite over the smallest environment: it shows that the suite itself asks nothing peculiar to triage.</summary>
public sealed class CorridorConformanceTests : EnvironmentConformanceTests
{
    protected override IEnvironment Environment { get; } = new CorridorEnvironment();

    protected override int Rollouts => 12;

    protected override AgentAction WaitOneMinute => AgentAction.Call("wait", new { minutes = 1 });

    protected override IEnumerable<AgentAction> ImpossibleAtFirst => [AgentAction.Call("wait", new { minutes = 31 })];

    protected override AgentAction Stall(int step) => AgentAction.Call("wait", new { minutes = 1 });
}
