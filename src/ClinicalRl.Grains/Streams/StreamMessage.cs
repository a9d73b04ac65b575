using System.IO.Hashing;
using System.Text;

namespace ClinicalRl.Grains.Streams;

/// <summary>What is to be told on a stream.</summary>
/// <param name="Namespace">Kind of the stream.</param>
/// <param name="Key">Key of the stream, and of the grain that follows it; begins with the tenant.</param>
/// <param name="Payload">What is told.</param>
internal sealed record NewMessage(string Namespace, string Key, byte[] Payload);

/// <summary>A message on its way.</summary>
/// <param name="Number">Rises as messages come to be kept; a later one may be visible first.</param>
/// <param name="Namespace">Kind of the stream.</param>
/// <param name="Key">Key of the stream.</param>
/// <param name="Payload">What is told.</param>
internal sealed record StreamMessage(long Number, string Namespace, string Key, byte[] Payload);

/// <summary>The queues that messages are divided among. A stream's messages are all in one.</summary>
internal static class MessageQueues
{
    /// <summary>How many there are. Another number would leave messages of before it where nobody looks: a new version drains first.</summary>
    public const int Count = 4;

    /// <summary>The queue of a stream, the same in every process.</summary>
    public static int Of(ReadOnlySpan<char> streamNamespace, ReadOnlySpan<char> key)
    {
        var hash = new XxHash32();
        hash.Append(Encoding.UTF8.GetBytes(streamNamespace.ToArray()));
        hash.Append("/"u8);
        hash.Append(Encoding.UTF8.GetBytes(key.ToArray()));
        return (int)(hash.GetCurrentHashAsUInt32() % Count);
    }
}

/// <summary>Says in this process that there are new messages, so that a queue is read at once and not only now and then.</summary>
internal sealed class MessageSignal
{
    private long raised;

    /// <summary>How often it was raised; what differs from before is news.</summary>
    public long Raised => Interlocked.Read(ref raised);

    public void Raise() => Interlocked.Increment(ref raised);
}
