using ClinicalRl.Simulation.Environments;
using ClinicalRl.Simulation.PatientConversation;
using ClinicalRl.Simulation.TriageQueue;

namespace ClinicalRl.Cli.Hosting;

/// <summary>The environments of this product.</summary>
internal static class ShippedEnvironments
{
    public static EnvironmentCatalogue Load() => new(TriageQueueEnvironment.Load(), PatientConversationEnvironment.Load());
}
