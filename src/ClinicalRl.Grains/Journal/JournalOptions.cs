namespace ClinicalRl.Grains.Journal;

/// <summary>Limits of a journal in a database.</summary>
public sealed record JournalOptions
{
    /// <summary>Appends that may wait for the writer; more are refused at once, with nothing recorded.</summary>
    public int QueueCapacity { get; init; } = 8_192;

    /// <summary>Most appends in one transaction.</summary>
    public int MaxBatch { get; init; } = 512;

    /// <summary>Longest an append waits for its answer, and a read for its turn.</summary>
    public TimeSpan AppendTimeout { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>Reads of single episodes at the same time; more wait, within <see cref="AppendTimeout"/>.</summary>
    public int MaxReaders { get; init; } = 8;

    /// <summary>Lists at the same time; more wait likewise. They are counted apart, so that lists cannot hold up steps.</summary>
    public int MaxLists { get; init; } = 2;
}
