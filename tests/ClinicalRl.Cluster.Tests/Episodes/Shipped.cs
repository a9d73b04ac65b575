using ClinicalRl.Rewards;
using ClinicalRl.Simulation.Environments;
using ClinicalRl.Simulation.Policies;
using ClinicalRl.Simulation.TriageQueue;

namespace ClinicalRl.Cluster.Tests.Episodes;

/// <summary>What the service plays, here in the test's own process.</summary>
internal static class Shipped
{
    public static IEnvironment Environment { get; } = TriageQueueEnvironment.Load();

    public static EnvironmentCatalogue Catalogue { get; } = new(Environment);

    public static RewardLibrary Rewards { get; } = RewardLibrary.Shipped(Catalogue);

    public static RewardFunction RewardFunction { get; } = Rewards.Find(Environment.Spec.DefaultRewardFunction)!;

    public static PolicyDefinition Policy(string name) => Environment.Policies.Single(policy => policy.Name == name);
}
