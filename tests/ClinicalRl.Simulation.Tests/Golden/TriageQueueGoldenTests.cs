using ClinicalRl.Simulation.Environments;
using ClinicalRl.Simulation.Tests.TriageQueue;

namespace ClinicalRl.Simulation.Tests.Golden;

public sealed class TriageQueueGoldenTests : GoldenTraceTests
{
    protected override IEnvironment Played => Triage.Environment;
}
