using System.Collections.Immutable;
using ClinicalRl.Grains.Episodes;
using ClinicalRl.Grains.Hosting;
using Microsoft.Extensions.Options;

namespace ClinicalRl.Grains.Sealing;

/// <summary>
/// The run-log lines of an episode that was played here from its beginning, newest first: with them its log need not be made again when it
/// is sealed, which costs as much as its steps did. A value: a failed append changes nothing.
/// </summary>
internal sealed class KeptLines
{
    private readonly ReadOnlyMemory<byte> line;
    private readonly KeptLines? before;
    private readonly int count;

    private KeptLines(ReadOnlyMemory<byte> line, KeptLines? before)
    {
        (this.line, this.before) = (line, before);
        count = (before?.count ?? 0) + 1;
        Bytes = (before?.Bytes ?? 0) + line.Length;
    }

    /// <summary>Bytes of all lines.</summary>
    public long Bytes { get; }

    /// <summary>Begins with a header's line.</summary>
    public static KeptLines Begin(ReadOnlyMemory<byte> header) => new(header, null);

    /// <summary>These and one more.</summary>
    public KeptLines Then(ReadOnlyMemory<byte> next) => new(next, this);

    /// <summary>The lines in their order.</summary>
    public ImmutableArray<ReadOnlyMemory<byte>> InOrder()
    {
        var lines = new ReadOnlyMemory<byte>[count];
        for (var at = this; at is not null; at = at.before)
            lines[at.count - 1] = at.line;
        return [.. lines];
    }
}

/// <summary>How many bytes of lines the silo keeps. An episode that finds no room keeps none, and its log is made again from the journal.</summary>
internal sealed class KeptLinesRoom(IOptions<GrainsOptions> options)
{
    private readonly long limit = options.Value.KeptLinesMebibytes * 1024L * 1024L;
    private long held;

    /// <summary>Bytes kept now.</summary>
    public long Held => Volatile.Read(ref held);

    /// <summary>What may be kept in place of <paramref name="now"/>: <paramref name="next"/>, without its lines when there is no room for them.</summary>
    public EpisodeMemory? Exchange(EpisodeMemory? now, EpisodeMemory? next)
    {
        var (before, after) = (now?.Kept?.Bytes ?? 0, next?.Kept?.Bytes ?? 0);
        if (Interlocked.Add(ref held, after - before) <= limit || after == 0)
            return next;
        Give(after);
        return next! with { Kept = null };
    }

    /// <summary>Lines are no longer kept.</summary>
    public void Give(long bytes) => Interlocked.Add(ref held, -bytes);
}
