using ClinicalRl.Grains.Episodes;

namespace ClinicalRl.Grains.Journal;

/// <summary>An episode as the index has it.</summary>
/// <param name="Key">Owner and id.</param>
/// <param name="Opening">What was known at its start.</param>
/// <param name="Status">Where it stands.</param>
/// <param name="Steps">Steps taken so far.</param>
/// <param name="Filing">How far its sealed log was put away.</param>
public sealed record EpisodeRow(EpisodeKey Key, EpisodeOpening Opening, EpisodeStatus Status, int Steps, LogFiling Filing)
{
    /// <summary>Whether its sealed log is in the blob store.</summary>
    public bool Stored => Filing >= LogFiling.Stored;
}

/// <summary>How far a sealed log was put away. The numbers are stored.</summary>
public enum LogFiling
{
    /// <summary>It is in the journal alone.</summary>
    None = 0,

    /// <summary>It is in the blob store.</summary>
    Stored = 1,

    /// <summary>It is in the blob store and in the ledger.</summary>
    InLedger = 2,
}

/// <summary>Which of a tenant's episodes to list.</summary>
/// <param name="Tenant">The owner; no other tenant's episode is ever listed.</param>
public sealed record EpisodeQuery(string Tenant)
{
    /// <summary>Most rows of a page.</summary>
    public const int MaxLimit = 200;

    /// <summary>Rows wanted, 1 to <see cref="MaxLimit"/>; more is cut.</summary>
    public int Limit { get; init; } = 50;

    /// <summary>Go on after this episode id (the last one of the page before); null for the first page. An unknown id gives an empty page.</summary>
    public string? After { get; init; }

    /// <summary>Only this environment id.</summary>
    public string? Environment { get; init; }

    /// <summary>Only this split, by its wire name.</summary>
    public string? Split { get; init; }

    /// <summary>Only episodes with this label.</summary>
    public KeyValuePair<string, string>? Label { get; init; }

    /// <summary>Only episodes that stand so.</summary>
    public EpisodeStatus? Status { get; init; }
}
