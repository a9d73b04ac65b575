using System.Buffers.Text;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace ClinicalRl.Cli.Benchmarks;

/// <summary>HTTP/1.1 on one kept-open socket, with as little work as possible: a load generator must not be what is measured.</summary>
internal sealed class HttpConnection : IDisposable
{
    private static readonly byte[] EndOfHead = "\r\n\r\n"u8.ToArray();

    private readonly Socket socket = new(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
    private byte[] buffer = new byte[64 * 1024];

    public Task ConnectAsync(IPEndPoint address, CancellationToken cancel) => socket.ConnectAsync(address, cancel).AsTask();

    /// <summary>The header line that a key travels in; empty for no key.</summary>
    public static string Authorization(string key) => key.Length == 0 ? "" : $"Authorization: Bearer {key}\r\n";

    /// <summary>The bytes of a POST of JSON.</summary>
    public static byte[] Post(string path, string key, ReadOnlySpan<byte> json)
    {
        var head = Encoding.ASCII.GetBytes(string.Create(
            CultureInfo.InvariantCulture,
            $"POST {path} HTTP/1.1\r\nHost: localhost\r\n{Authorization(key)}Content-Type: application/json\r\nContent-Length: {json.Length}\r\n\r\n"));
        return [.. head, .. json];
    }

    /// <summary>Sends a request and reads its answer's body; fails when the answer is not a success.</summary>
    public async ValueTask<ReadOnlyMemory<byte>> ExchangeAsync(ReadOnlyMemory<byte> request, CancellationToken cancel)
    {
        await socket.SendAsync(request, SocketFlags.None, cancel);
        var filled = 0;
        int bodyStart;
        do
        {
            filled += await ReceiveAsync(filled, cancel);
            bodyStart = buffer.AsSpan(0, filled).IndexOf(EndOfHead) + EndOfHead.Length;
        }
        while (bodyStart < EndOfHead.Length);
        var head = buffer.AsMemory(0, bodyStart);
        if (LengthOf(head.Span) is not { } length)
            return await ReadChunksAsync(bodyStart, filled, IsSuccess(head.Span), cancel);
        while (filled < bodyStart + length)
            filled += await ReceiveAsync(filled, cancel);
        return Check(IsSuccess(buffer), buffer.AsMemory(bodyStart, length));
    }

    public void Dispose() => socket.Dispose();

    private static bool IsSuccess(ReadOnlySpan<byte> head) => head[9] == '2';

    private static ReadOnlyMemory<byte> Check(bool success, ReadOnlyMemory<byte> body) =>
        success ? body : throw new IOException("The service refused a request of the benchmark: " + Encoding.UTF8.GetString(body.Span));

    private static int? LengthOf(ReadOnlySpan<byte> head)
    {
        var name = "Content-Length: "u8;
        var at = head.IndexOf(name);
        return at >= 0 && Utf8Parser.TryParse(head[(at + name.Length)..], out int length, out _) ? length : null;
    }

    private async ValueTask<ReadOnlyMemory<byte>> ReadChunksAsync(int start, int filled, bool success, CancellationToken cancel)
    {
        using var body = new MemoryStream();
        var at = start;
        while (true)
        {
            int lineEnd;
            while ((lineEnd = buffer.AsSpan(at, filled - at).IndexOf("\r\n"u8)) < 0)
                filled += await ReceiveAsync(filled, cancel);
            Utf8Parser.TryParse(buffer.AsSpan(at, lineEnd), out int size, out _, 'x');
            at += lineEnd + 2;
            while (filled < at + size + 2)
                filled += await ReceiveAsync(filled, cancel);
            if (size == 0)
                return Check(success, body.ToArray());
            body.Write(buffer, at, size);
            at += size + 2;
        }
    }

    private async ValueTask<int> ReceiveAsync(int filled, CancellationToken cancel)
    {
        if (filled == buffer.Length)
            Array.Resize(ref buffer, buffer.Length * 2);
        var read = await socket.ReceiveAsync(buffer.AsMemory(filled), SocketFlags.None, cancel);
        return read > 0 ? read : throw new IOException("The server closed the connection.");
    }
}
