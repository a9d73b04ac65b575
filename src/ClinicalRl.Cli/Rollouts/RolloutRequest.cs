using ClinicalRl.Simulation.Environments;
using ClinicalRl.Simulation.Policies;

namespace ClinicalRl.Cli.Rollouts;

/// <summary>Which episodes to play, by whom and how many at a time.</summary>
internal sealed record RolloutRequest
{
    /// <summary>Most episodes of one rollout.</summary>
    public const int MaxEpisodes = 1_000_000;

    /// <summary>Most episodes played at once.</summary>
    public const int MaxParallel = 1_024;

    public required IEnvironment Environment { get; init; }

    public required PolicyDefinition Policy { get; init; }

    public required string? RewardFunction { get; init; }

    public required int Episodes { get; init; }

    public required ulong Seed { get; init; }

    public required Split Split { get; init; }

    public required Difficulty Difficulty { get; init; }

    public required int Parallel { get; init; }

    /// <summary>Folder that each sealed log is written to, or null.</summary>
    public required string? Out { get; init; }

    /// <summary>Seed (held-out: index) of episode <paramref name="index"/>.</summary>
    public ulong SeedOf(int index) => unchecked(Seed + (ulong)index);
}
