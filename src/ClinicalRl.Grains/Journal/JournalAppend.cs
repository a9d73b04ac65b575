using System.Collections.Immutable;
using ClinicalRl.Grains.Episodes;

namespace ClinicalRl.Grains.Journal;

/// <summary>Records of one episode that become durable together.</summary>
/// <param name="Key">Whose.</param>
/// <param name="FirstSequence">Place of the first record; 0 for a header, and then <paramref name="Opening"/> is given.</param>
/// <param name="Records">At least one: a header's or seal's line without line feed, or a step's entry.</param>
public sealed record JournalAppend(EpisodeKey Key, int FirstSequence, ImmutableArray<ReadOnlyMemory<byte>> Records)
{
    /// <summary>The index row to begin, when the first record is a header.</summary>
    public EpisodeOpening? Opening { get; init; }

    /// <summary>How the index row ends, when the last record is a seal.</summary>
    public EpisodeClosing? Closing { get; init; }
}

/// <summary>What the index says of an episode from its first moment.</summary>
public sealed record EpisodeOpening
{
    /// <summary>When, UTC.</summary>
    public required DateTimeOffset Created { get; init; }

    /// <summary>Environment id.</summary>
    public required string Environment { get; init; }

    /// <summary>Environment version.</summary>
    public required string Version { get; init; }

    /// <summary>Wire name of the split.</summary>
    public required string Split { get; init; }

    /// <summary>Wire name of the difficulty.</summary>
    public required string Difficulty { get; init; }

    /// <summary>The customer's key=value pairs.</summary>
    public ImmutableArray<KeyValuePair<string, string>> Labels { get; init; } = [];

    /// <summary>Parent's episode id for a fork, or null.</summary>
    public string? Parent { get; init; }
}

/// <summary>How an episode ended.</summary>
/// <param name="Status">Terminated, truncated or aborted.</param>
/// <param name="Steps">Steps taken.</param>
public sealed record EpisodeClosing(EpisodeStatus Status, int Steps);

/// <summary>Where an episode stands. The numbers are stored.</summary>
public enum EpisodeStatus
{
    /// <summary>Steps can be taken.</summary>
    Running = 0,

    /// <summary>The task ended.</summary>
    Terminated = 1,

    /// <summary>A limit ended it.</summary>
    Truncated = 2,

    /// <summary>The caller ended it.</summary>
    Aborted = 3,
}

/// <summary>Wire names of <see cref="EpisodeStatus"/>.</summary>
public static class EpisodeStatuses
{
    private static readonly string[] Words = ["running", "terminated", "truncated", "aborted"];

    /// <summary>All wire names.</summary>
    public static IReadOnlyList<string> All => Words;

    /// <summary>Its wire name.</summary>
    public static string Word(this EpisodeStatus status) => Words[(int)status];

    /// <summary>Reads a wire name; false when it is none.</summary>
    public static bool TryParse(string? word, out EpisodeStatus status)
    {
        var index = Array.IndexOf(Words, word);
        status = (EpisodeStatus)Math.Max(index, 0);
        return index >= 0;
    }
}
