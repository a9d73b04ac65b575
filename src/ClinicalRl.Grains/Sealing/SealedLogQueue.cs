using System.Threading.Channels;
using ClinicalRl.Grains.Episodes;
using ClinicalRl.Grains.Hosting;
using ClinicalRl.Grains.Telemetry;
using Microsoft.Extensions.Options;

namespace ClinicalRl.Grains.Sealing;

/// <summary>A log to store.</summary>
/// <param name="Key">Whose.</param>
/// <param name="Lines">Its lines when they were kept, or null.</param>
internal readonly record struct SealedLog(EpisodeKey Key, KeptLines? Lines);

/// <summary>Episodes just sealed, on their way to the blob store. Bounded: what does not fit is found again in the journal.</summary>
internal sealed class SealedLogQueue : IDisposable
{
    private readonly Channel<SealedLog> queue;
    private readonly KeptLinesRoom room;
    private readonly IDisposable depth;

    public SealedLogQueue(IOptions<GrainsOptions> options, KeptLinesRoom room)
    {
        this.room = room;
        queue = Channel.CreateBounded<SealedLog>(new BoundedChannelOptions(options.Value.StoreQueueCapacity) { SingleReader = true });
        depth = QueueInstruments.WatchDepth("sealing", () => queue.Reader.Count);
    }

    public ChannelReader<SealedLog> Reader => queue.Reader;

    /// <summary>Never waits. Takes over the lines and their place in the silo's memory.</summary>
    public void Offer(SealedLog log)
    {
        if (!queue.Writer.TryWrite(log))
            Release(log);
    }

    /// <summary>The log was dealt with.</summary>
    public void Release(SealedLog log) => room.Give(log.Lines);

    /// <inheritdoc/>
    public void Dispose() => depth.Dispose();
}
