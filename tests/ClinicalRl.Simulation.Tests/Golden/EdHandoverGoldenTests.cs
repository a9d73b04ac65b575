using ClinicalRl.Simulation.Environments;
using ClinicalRl.Simulation.Tests.EdHandover;

namespace ClinicalRl.Simulation.Tests.Golden;

public sealed class EdHandoverGoldenTests : GoldenTraceTests
{
    protected override IEnvironment Played => Handovers.Environment;
}
