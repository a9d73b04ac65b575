using System.Net.WebSockets;
using System.Text;
using System.Text.Json;
using ClinicalRl.Service.Tests.Hosting;

namespace ClinicalRl.Service.Tests.OpenEnv;

/// <summary>A client on a WebSocket that sends one message and waits for one answer. No wait is longer than its limit.</summary>
public sealed class PlayingSocket : IDisposable
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);

    private readonly byte[] buffer = new byte[256 * 1024];

    private PlayingSocket(ClientWebSocket socket) => Socket = socket;

    public ClientWebSocket Socket { get; }

    public static async Task<PlayingSocket> ConnectAsync(RunningService service, string path, string? key, string? authorization = null, string? origin = null)
    {
        var socket = new ClientWebSocket();
        authorization ??= key is null ? null : "Bearer " + key;
        if (authorization is not null)
            socket.Options.SetRequestHeader("Authorization", authorization);
        if (origin is not null)
            socket.Options.SetRequestHeader("Origin", origin);
        socket.Options.DangerousDeflateOptions = new WebSocketDeflateOptions();
        socket.Options.CollectHttpResponseDetails = true;
        using var limit = new CancellationTokenSource(Limit);
        try
        {
            await socket.ConnectAsync(new Uri($"ws://{service.Address.Authority}{path}"), limit.Token);
        }
        catch (WebSocketException refusal)
        {
            throw new WebSocketException($"{(int)socket.HttpStatusCode}", refusal);
        }

        return new PlayingSocket(socket);
    }

    /// <summary>Sends a message and returns the answer.</summary>
    public async Task<JsonElement> AskAsync(string message)
    {
        await SendAsync(message);
        return await ReceiveAsync();
    }

    /// <summary>Begins an episode and returns the answer's data.</summary>
    public async Task<JsonElement> ResetAsync(string options = "{}") => Data(await AskAsync($$"""{"type":"reset","data":{{options}}}"""));

    /// <summary>Acts and returns the answer's data.</summary>
    public async Task<JsonElement> StepAsync(string action) => Data(await AskAsync($$"""{"type":"step","data":{{action}}}"""));

    /// <summary>Asks for the state.</summary>
    public async Task<JsonElement> StateAsync() => (await AskAsync("""{"type":"state"}""")).GetProperty("data");

    public async Task SendAsync(string message)
    {
        using var limit = new CancellationTokenSource(Limit);
        await Socket.SendAsync(Encoding.UTF8.GetBytes(message).AsMemory(), WebSocketMessageType.Text, endOfMessage: true, limit.Token);
    }

    public async Task<JsonElement> ReceiveAsync() => JsonElement.Parse(await ReceiveBytesAsync());

    /// <summary>The next text message.</summary>
    public async Task<byte[]> ReceiveBytesAsync()
    {
        using var limit = new CancellationTokenSource(Limit);
        var length = 0;
        while (true)
        {
            var received = await Socket.ReceiveAsync(buffer.AsMemory(length), limit.Token);
            Assert.Equal(WebSocketMessageType.Text, received.MessageType);
            length += received.Count;
            if (received.EndOfMessage)
                return buffer[..length];
        }
    }

    /// <summary>Waits until the server closes, without another message, and returns the status it gave.</summary>
    public async Task<WebSocketCloseStatus?> ReceiveCloseAsync()
    {
        using var limit = new CancellationTokenSource(Limit);
        var received = await Socket.ReceiveAsync(buffer.AsMemory(), limit.Token);
        Assert.Equal(WebSocketMessageType.Close, received.MessageType);
        return Socket.CloseStatus;
    }

    /// <summary>Breaks the connection without a word.</summary>
    public void Drop() => Socket.Abort();

    public void Dispose() => Socket.Dispose();

    private static JsonElement Data(JsonElement answer)
    {
        Assert.True(answer.GetProperty("type").GetString() == "observation", answer.GetRawText());
        return answer.GetProperty("data");
    }
}
