using System.Collections.Immutable;
using ClinicalRl.Rewards;
using ClinicalRl.Simulation.Environments;

namespace ClinicalRl.Audit.RunLogs;

/// <summary>Which reward function judged an episode, by hash.</summary>
/// <param name="Id">Kebab-case id.</param>
/// <param name="Version">Semantic version.</param>
/// <param name="Hash">SHA-256 of the document's exact bytes, lower-case hex.</param>
/// <param name="Status">Wire name of the sign-off status when the episode began.</param>
public sealed record RewardIdentity(string Id, string Version, string Hash, string Status)
{
    /// <summary>The identity of a compiled function.</summary>
    public static RewardIdentity Of(RewardFunction function) =>
        new(function.Id, function.Version.ToString(), function.Hash, function.Status.Word());
}

/// <summary>Where a fork was taken from.</summary>
/// <param name="Episode">The parent's id, of the same tenant.</param>
/// <param name="Step">Steps shared with it.</param>
public sealed record ForkOrigin(string Episode, int Step);

/// <summary>Line 1 of a run log: everything that fixes the episode, and who began it and when.</summary>
public sealed record RunLogHeader
{
    /// <summary>Owner.</summary>
    public required string Tenant { get; init; }

    /// <summary>Id, unique within the tenant.</summary>
    public required string Episode { get; init; }

    /// <summary>Environment id.</summary>
    public required string Environment { get; init; }

    /// <summary>Environment version.</summary>
    public required string Version { get; init; }

    /// <summary>Hash of the environment's engine version and clinical content.</summary>
    public required string ContentHash { get; init; }

    /// <summary>Scenario space.</summary>
    public required Split Split { get; init; }

    /// <summary>For train and validation the seed, for held-out the index into the tenant's secret sequence.</summary>
    public required ulong SeedOrIndex { get; init; }

    /// <summary>For held-out the commitment to the secret seed (see <see cref="HeldoutOpening"/>); otherwise null.</summary>
    public string? Commitment { get; init; }

    /// <summary>How hard.</summary>
    public required Difficulty Difficulty { get; init; }

    /// <summary>What judges it.</summary>
    public required RewardIdentity RewardFunction { get; init; }

    /// <summary>The customer's key=value pairs, in ordinal order of key.</summary>
    public ImmutableArray<KeyValuePair<string, string>> Labels { get; init; } = [];

    /// <summary>Version of the service that recorded it.</summary>
    public required string Service { get; init; }

    /// <summary>Digest of the container image, or empty outside one.</summary>
    public required string Image { get; init; }

    /// <summary>For a fork where it was taken from; otherwise null.</summary>
    public ForkOrigin? Parent { get; init; }

    /// <summary>Public id of the key that began it.</summary>
    public required string Actor { get; init; }

    /// <summary>When, UTC, to the millisecond.</summary>
    public required DateTimeOffset Time { get; init; }
}
