namespace ClinicalRl.Service.Usage;

/// <summary>What a tenant used.</summary>
public sealed record UsageAnswer
{
    /// <summary>The tenant.</summary>
    public required string Tenant { get; init; }

    /// <summary>First day, UTC, YYYY-MM-DD.</summary>
    public required string From { get; init; }

    /// <summary>Last day, inclusive.</summary>
    public required string To { get; init; }

    /// <summary>The days on which something was recorded, in order.</summary>
    public required IReadOnlyList<UsageDayAnswer> Days { get; init; }

    /// <summary>The sums of those days.</summary>
    public required UsageCountAnswer Total { get; init; }

    /// <summary>Episodes not sealed now.</summary>
    public required long LiveEpisodes { get; init; }

    /// <summary>Bytes of all records in the journal now.</summary>
    public required long StoredBytes { get; init; }
}

/// <summary>Counts of records that the journal took.</summary>
public record UsageCountAnswer
{
    /// <summary>Episodes begun.</summary>
    public required long EpisodesBegun { get; init; }

    /// <summary>Steps recorded; those that a fork shares with its parent are recorded in both.</summary>
    public required long StepsRecorded { get; init; }

    /// <summary>Episodes sealed.</summary>
    public required long EpisodesSealed { get; init; }

    /// <summary>Bytes of their records as the journal keeps them.</summary>
    public required long Bytes { get; init; }
}

/// <summary>A day's counts.</summary>
public sealed record UsageDayAnswer : UsageCountAnswer
{
    /// <summary>The UTC day on which it was committed, YYYY-MM-DD.</summary>
    public required string Day { get; init; }
}
