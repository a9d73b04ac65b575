using System.Threading.Channels;
using ClinicalRl.Grains.Episodes;
using ClinicalRl.Grains.Hosting;
using Microsoft.Extensions.Options;

namespace ClinicalRl.Grains.Sealing;

/// <summary>Episodes just sealed, on their way to the blob store. Bounded: what does not fit is found again in the journal.</summary>
internal sealed class SealedLogQueue(IOptions<GrainsOptions> options)
{
    private readonly Channel<EpisodeKey> queue = Channel.CreateBounded<EpisodeKey>(new BoundedChannelOptions(options.Value.StoreQueueCapacity) { SingleReader = true });

    public ChannelReader<EpisodeKey> Reader => queue.Reader;

    /// <summary>Never waits.</summary>
    public void Offer(EpisodeKey key) => queue.Writer.TryWrite(key);
}
