using ClinicalRl.Simulation.EdHandover;
using ClinicalRl.Simulation.Environments;
using ClinicalRl.Simulation.PatientConversation;
using ClinicalRl.Simulation.Prescribing;
using ClinicalRl.Simulation.TriageQueue;

namespace ClinicalRl.Simulation;

/// <summary>The environments of this product, in the order in which they are shown.</summary>
public static class ShippedEnvironments
{
    /// <summary>Reads the content of each and builds it.</summary>
    public static EnvironmentCatalogue Load() => new(
        TriageQueueEnvironment.Load(), PrescribingEnvironment.Load(), EdHandoverEnvironment.Load(), PatientConversationEnvironment.Load());
}
