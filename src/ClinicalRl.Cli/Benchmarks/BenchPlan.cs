using ClinicalRl.Rewards;
using ClinicalRl.Simulation.Environments;

namespace ClinicalRl.Cli.Benchmarks;

/// <summary>What is measured.</summary>
/// <param name="Environment">What is played.</param>
/// <param name="RewardFunction">What judges it.</param>
/// <param name="Time">Measured time of each load.</param>
/// <param name="EngineOnly">Leave the service out.</param>
/// <param name="Only">Part of the names of the service's loads wanted; null for all.</param>
/// <param name="StatisticsOnly">Leave out all but the estimators.</param>
/// <param name="LedgerOnly">Leave out all but the ledger.</param>
internal sealed record BenchPlan(
    IEnvironment Environment, RewardFunction RewardFunction, TimeSpan Time, bool EngineOnly, string? Only = null, bool StatisticsOnly = false, bool LedgerOnly = false)
{
    /// <summary>Whether the load called <paramref name="name"/> is wanted.</summary>
    public bool Wants(string name) => Only is null || name.Contains(Only, StringComparison.OrdinalIgnoreCase);
}

/// <summary>One load's figures.</summary>
/// <param name="Name">What was measured.</param>
/// <param name="Connections">Connections used.</param>
/// <param name="Baseline">Connections of the bare endpoint's load it is compared with.</param>
/// <param name="StepsPerSecond">Steps (of the bare endpoint: requests) per second.</param>
/// <param name="P50Milliseconds">Median time of one exchange.</param>
/// <param name="P99Milliseconds">99th percentile of it.</param>
/// <param name="CpuMicrosecondsPerStep">Server processor time per step.</param>
internal sealed record LoadResult(
    string Name, int Connections, int Baseline, double StepsPerSecond, double P50Milliseconds, double P99Milliseconds, double CpuMicrosecondsPerStep);
