using System.Buffers;
using ClinicalRl.Grains.Episodes;
using ClinicalRl.Grains.Hosting;
using Microsoft.Extensions.Options;

namespace ClinicalRl.Grains.Sealing;

/// <summary>
/// The run log so far of an episode that was played here from its beginning, as its file will hold it: with it the log need not be made again
/// when it is sealed, which costs as much as its steps did. A value: a line that comes to nothing is overwritten by the next one.
/// It stands in pooled memory, for lines live too long to be cheap for the garbage collector and not long enough to be free.
/// </summary>
internal sealed class KeptLines
{
    private const int FirstBytes = 8 * 1024;

    private readonly Room room;
    private readonly int length;

    private KeptLines(Room room, int length) => (this.room, this.length, Bytes) = (room, length, room.Size);

    /// <summary>Bytes of memory that it takes.</summary>
    public long Bytes { get; }

    /// <summary>The lines, each followed by a line feed. Not to be used after <see cref="Return"/>.</summary>
    public ReadOnlyMemory<byte> Log => room.Memory(length);

    /// <summary>Begins with a header's line.</summary>
    public static KeptLines Begin(ReadOnlySpan<byte> header) => new KeptLines(new Room(), 0).Then(header);

    /// <summary>These and one more, in place of whatever was put after these before.</summary>
    public KeptLines Then(ReadOnlySpan<byte> next) => new(room, room.Put(length, next));

    /// <summary>Gives the memory back. What is read from it after that fails; a log that is only forgotten is left to the garbage collector.</summary>
    public void Return() => room.Return();

    /// <summary>Growing memory of one log.</summary>
    private sealed class Room
    {
        private byte[]? bytes = ArrayPool<byte>.Shared.Rent(FirstBytes);

        private byte[] Bytes => bytes ?? throw new InvalidOperationException("The memory of these lines was given back.");

        public int Size => Bytes.Length;

        public ReadOnlyMemory<byte> Memory(int length) => Bytes.AsMemory(0, length);

        /// <summary>Writes a line and its line feed at <paramref name="at"/>, and returns where it ends.</summary>
        public int Put(int at, ReadOnlySpan<byte> line)
        {
            var end = at + line.Length + 1;
            if (end > Size)
                Grow(at, end);
            line.CopyTo(Bytes.AsSpan(at));
            Bytes[end - 1] = (byte)'\n';
            return end;
        }

        public void Return()
        {
            if (Interlocked.Exchange(ref bytes, null) is { } rented)
                ArrayPool<byte>.Shared.Return(rented);
        }

        private void Grow(int used, int needed)
        {
            var more = ArrayPool<byte>.Shared.Rent(Math.Max(needed, Size * 2));
            Bytes.AsSpan(0, used).CopyTo(more);
            Return();
            bytes = more;
        }
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
        if (Interlocked.Add(ref held, after - before) <= limit && after > 0)
            return next;
        now?.Kept?.Return();
        if (after == 0)
            return next;
        next!.Kept!.Return();
        Interlocked.Add(ref held, -after);
        return next with { Kept = null };
    }

    /// <summary>Lines that were taken over are no longer needed.</summary>
    public void Give(KeptLines? lines)
    {
        if (lines is null)
            return;
        Interlocked.Add(ref held, -lines.Bytes);
        lines.Return();
    }
}
