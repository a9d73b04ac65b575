using ClinicalRl.Grains.Coverage;

namespace ClinicalRl.Service.Coverage;

/// <summary>How many sealed episodes there are.</summary>
public sealed record SealedCountsAnswer
{
    /// <summary>Entries of the ledger that were counted.</summary>
    public required long Entries { get; init; }

    /// <summary>By environment and outcome.</summary>
    public required IReadOnlyList<SealedCountItem> Items { get; init; }

    internal static SealedCountsAnswer Of(SealedCounts counts) => new()
    {
        Entries = counts.Entries,
        Items = [.. counts.Items.Select(count => new SealedCountItem { Environment = count.Environment, Outcome = count.Outcome, Episodes = count.Episodes })],
    };
}

/// <summary>Episodes of an environment that ended in one way.</summary>
public sealed record SealedCountItem
{
    /// <summary>Id of the environment.</summary>
    public required string Environment { get; init; }

    /// <summary>terminated, truncated or aborted.</summary>
    public required string Outcome { get; init; }

    /// <summary>How many.</summary>
    public required long Episodes { get; init; }
}
