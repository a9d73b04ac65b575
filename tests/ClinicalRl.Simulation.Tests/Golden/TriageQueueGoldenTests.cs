using ClinicalRl.Simulation.Environments;
using ClinicalRl.Simulation.Tests.TriageQueue;

namespace ClinicalRl.Simulation.Tests.Golden;

/// <summary>The recorded traces of the triage queue.</summary>
public sealed class TriageQueueGoldenTests : GoldenTraceTests
{
    protected override IEnvironment Played => Triage.Environment;
}
