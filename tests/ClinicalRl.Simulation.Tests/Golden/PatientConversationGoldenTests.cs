using ClinicalRl.Simulation.Environments;
using ClinicalRl.Simulation.Tests.PatientConversation;

namespace ClinicalRl.Simulation.Tests.Golden;

public sealed class PatientConversationGoldenTests : GoldenTraceTests
{
    protected override IEnvironment Played => Talks.Environment;

    protected override IReadOnlyList<string> DigestPolicies => ["guideline", "guideline-in-words", "capitulate", "decide-on-complaint", "checklist", "random", "escalate-all", "reassure-all", "verbose"];
}
