using Microsoft.Extensions.Options;

namespace ClinicalRl.Service.OpenEnv.Sockets;

/// <summary>How much memory long messages under way hold, over all connections.</summary>
internal sealed class MessageMemory(IOptions<OpenEnvOptions> options)
{
    /// <summary>A buffer up to this size is not counted, bytes.</summary>
    public const int Uncounted = 64 * 1024;

    private readonly long limit = options.Value.LongMessagesMebibytes * 1024L * 1024L;
    private long held;

    /// <summary>Counts bytes in; false when there would be too many.</summary>
    public bool TryTake(int bytes)
    {
        if (Interlocked.Add(ref held, bytes) <= limit)
            return true;
        Interlocked.Add(ref held, -bytes);
        return false;
    }

    /// <summary>Counts bytes out.</summary>
    public void Give(int bytes) => Interlocked.Add(ref held, -bytes);
}
