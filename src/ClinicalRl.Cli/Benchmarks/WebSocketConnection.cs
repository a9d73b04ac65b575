using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace ClinicalRl.Cli.Benchmarks;

/// <summary>A WebSocket client (RFC 6455) that does just enough: text frames, one message for one answer.</summary>
internal sealed class WebSocketConnection : IDisposable
{
    private const byte FinalText = 0x81;
    private const byte Ping = 0x89;
    private const byte Masked = 0x80;

    private readonly Socket socket = new(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
    private byte[] buffer = new byte[64 * 1024];
    private int start;
    private int filled;

    /// <summary>Connects and upgrades.</summary>
    public async Task ConnectAsync(IPEndPoint address, string path, string key, CancellationToken cancel)
    {
        await socket.ConnectAsync(address, cancel);
        var request = $"GET {path} HTTP/1.1\r\nHost: localhost\r\n{HttpConnection.Authorization(key)}Upgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\n\r\n";
        await socket.SendAsync(Encoding.ASCII.GetBytes(request), SocketFlags.None, cancel);
        int end;
        do
            await FillAsync(cancel);
        while ((end = buffer.AsSpan(0, filled).IndexOf("\r\n\r\n"u8)) < 0);
        var head = Encoding.ASCII.GetString(buffer, 0, end);
        if (!head.StartsWith("HTTP/1.1 101", StringComparison.Ordinal))
            throw new IOException("The service refused a WebSocket: " + head.Split('\r')[0]);
        start = end + 4;
    }

    /// <summary>A text frame; the mask is all zeros, so the payload stays readable.</summary>
    public static byte[] Frame(ReadOnlySpan<byte> text)
    {
        Span<byte> head = stackalloc byte[8];
        head[0] = FinalText;
        var length = 2;
        if (text.Length < 126)
        {
            head[1] = (byte)(Masked | text.Length);
        }
        else
        {
            head[1] = Masked | 126;
            BinaryPrimitives.WriteUInt16BigEndian(head[2..], checked((ushort)text.Length));
            length = 4;
        }

        return [.. head[..length], 0, 0, 0, 0, .. text];
    }

    /// <summary>Sends a frame and reads the one answer. The memory is good until the next call.</summary>
    public async ValueTask<ReadOnlyMemory<byte>> ExchangeAsync(ReadOnlyMemory<byte> frame, CancellationToken cancel)
    {
        await socket.SendAsync(frame, SocketFlags.None, cancel);
        if (start > 0)
        {
            buffer.AsSpan(start, filled - start).CopyTo(buffer);
            (filled, start) = (filled - start, 0);
        }

        while (true)
        {
            while (filled - start < 2)
                await FillAsync(cancel);
            var kind = buffer[start];
            var (offset, length) = await HeadAsync(cancel);
            while (filled - start < offset + length)
                await FillAsync(cancel);
            var payload = buffer.AsMemory(start + offset, length);
            start += offset + length;
            if (kind == FinalText)
                return payload;
            if (kind != Ping)
                throw new IOException($"The service sent a frame that was not expected: {kind:x2}.");
        }
    }

    public void Dispose() => socket.Dispose();

    private async ValueTask<(int Offset, int Length)> HeadAsync(CancellationToken cancel)
    {
        int length = buffer[start + 1];
        if (length < 126)
            return (2, length);
        var size = length == 126 ? 4 : 10;
        while (filled - start < size)
            await FillAsync(cancel);
        return length == 126
            ? (size, BinaryPrimitives.ReadUInt16BigEndian(buffer.AsSpan(start + 2)))
            : (size, checked((int)BinaryPrimitives.ReadUInt64BigEndian(buffer.AsSpan(start + 2))));
    }

    private async ValueTask FillAsync(CancellationToken cancel)
    {
        if (filled == buffer.Length)
            Array.Resize(ref buffer, buffer.Length * 2);
        var read = await socket.ReceiveAsync(buffer.AsMemory(filled), SocketFlags.None, cancel);
        filled += read > 0 ? read : throw new IOException("The server closed the WebSocket.");
    }
}
