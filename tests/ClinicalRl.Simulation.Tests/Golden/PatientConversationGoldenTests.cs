using ClinicalRl.Simulation.Environments;
using ClinicalRl.Simulation.Tests.PatientConversation;

namespace ClinicalRl.Simulation.Tests.Golden;

public sealed class PatientConversationGoldenTests : GoldenTraceTests
{
    protected override IEnvironment Played => Talks.Environment;

    protected override IReadOnlyList<string> DigestPolicies => ["guideline", "capitulate", "decide-on-complaint", "random", "escalate-all", "reassure-all", "verbose"];
}
