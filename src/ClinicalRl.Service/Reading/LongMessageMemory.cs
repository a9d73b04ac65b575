using ClinicalRl.Service.Hosting;
using Microsoft.Extensions.Options;

namespace ClinicalRl.Service.Reading;

/// <summary>How much memory long bodies and WebSocket messages under way hold, over all connections.</summary>
internal sealed class LongMessageMemory(IOptions<RequestLimits> limits)
{
    /// <summary>A buffer up to this size is not counted, bytes.</summary>
    public const int Uncounted = 64 * 1024;

    private readonly long limit = limits.Value.LongMessagesMebibytes * 1024L * 1024L;
    private long held;

    /// <summary>Bytes counted now.</summary>
    public long Held => Volatile.Read(ref held);

    /// <summary>Counts bytes in; false when there would be too many.</summary>
    public bool TryTake(long bytes)
    {
        if (Interlocked.Add(ref held, bytes) <= limit)
            return true;
        Interlocked.Add(ref held, -bytes);
        return false;
    }

    /// <summary>Counts bytes out.</summary>
    public void Give(long bytes) => Interlocked.Add(ref held, -bytes);
}
