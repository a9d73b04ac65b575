using ClinicalRl.Simulation.Environments;
using ClinicalRl.Simulation.Tests.Prescribing;

namespace ClinicalRl.Simulation.Tests.Golden;

/// <summary>The recorded traces of prescribing.</summary>
public sealed class PrescribingGoldenTests : GoldenTraceTests
{
    protected override IEnvironment Played => Prescriber.Environment;
}
