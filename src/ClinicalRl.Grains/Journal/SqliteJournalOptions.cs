namespace ClinicalRl.Grains.Journal;

/// <summary>Limits of the SQLite journal.</summary>
public sealed record SqliteJournalOptions
{
    /// <summary>Appends that may wait for the writer; more wait for room, within <see cref="AppendTimeout"/>.</summary>
    public int QueueCapacity { get; init; } = 8_192;

    /// <summary>Most appends in one transaction.</summary>
    public int MaxBatch { get; init; } = 512;

    /// <summary>Longest an append waits for its answer.</summary>
    public TimeSpan AppendTimeout { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>Reads at the same time; more wait.</summary>
    public int MaxReaders { get; init; } = 8;
}
