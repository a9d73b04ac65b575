using System.Net.WebSockets;
using System.Text;
using ClinicalRl.Grains.Tenancy;
using ClinicalRl.Service.OpenEnv.Sessions;
using ClinicalRl.Service.Tests.Hosting;
using Microsoft.Extensions.DependencyInjection;

namespace ClinicalRl.Service.Tests.OpenEnv;

/// <summary>Peers that break the rules lose their session, and nobody else's.</summary>
public sealed class HostilePeerTests : IAsyncLifetime
{
    private RunningService service = null!;
    private string key = "";

    public async ValueTask InitializeAsync()
    {
        service = await RunningService.StartAsync(settings:
        [
            "--ClinicalRl:OpenEnv:IdleTimeoutSeconds", "2", "--ClinicalRl:OpenEnv:MessageTimeoutSeconds", "2", "--ClinicalRl:OpenEnv:SendTimeoutSeconds", "2",
            "--ClinicalRl:Limits:LongMessagesMebibytes", "1",
        ]);
        key = await service.AddKeyAsync("acme", KeyScopes.Agent);
    }

    public ValueTask DisposeAsync() => service.DisposeAsync();

    [Fact]
    public async Task BinaryFrame_EndsTheSession()
    {
        using var socket = await ConnectAsync();
        await socket.Socket.SendAsync("{}"u8.ToArray(), WebSocketMessageType.Binary, true, CancellationToken.None);
        Assert.Equal("SESSION_ERROR", (await socket.ReceiveAsync()).GetProperty("data").GetProperty("code").GetString());
        Assert.Equal(WebSocketCloseStatus.NormalClosure, await socket.ReceiveCloseAsync());
        await AllGoneAsync();
    }

    [Fact]
    public async Task RevokedKey_EndsItsSockets_AndNobodyElses()
    {
        using var mine = await ConnectAsync();
        var other = await service.AddKeyAsync("acme", KeyScopes.Agent);
        using var stays = await PlayingSocket.ConnectAsync(service, "/openenv/corridor/ws", other);
        await mine.ResetAsync("""{"seed":1}""");
        await service.RevokeAsync("acme", key);
        Assert.Equal(WebSocketCloseStatus.PolicyViolation, await mine.ReceiveCloseAsync());
        await stays.ResetAsync("""{"seed":1}""");
    }

    [Fact]
    public async Task BadUtf8_EndsTheSession()
    {
        using var socket = await ConnectAsync();
        await socket.Socket.SendAsync(new byte[] { (byte)'"', 0xC3, 0x28, (byte)'"' }, WebSocketMessageType.Text, true, CancellationToken.None);
        try
        {
            Assert.Equal(WebSocketCloseStatus.InvalidPayloadData, await socket.ReceiveCloseAsync());
        }
        catch (WebSocketException exception)
        {
            Assert.Equal(WebSocketError.ConnectionClosedPrematurely, exception.WebSocketErrorCode);   // the reset may overtake the close frame
        }

        await AllGoneAsync();
    }

    [Fact]
    public async Task LongestMessage_IsAnswered_AndALongerOneEndsTheSession()
    {
        using var socket = await ConnectAsync();
        var longest = "\"" + new string('x', (1024 * 1024) - 2) + "\"";
        await socket.SendAsync(longest);
        Assert.Equal("SESSION_ERROR", (await socket.ReceiveAsync()).GetProperty("data").GetProperty("code").GetString());
        using var other = await ConnectAsync();
        await other.SendAsync(longest + " ");
        Assert.Equal(WebSocketCloseStatus.MessageTooBig, await other.ReceiveCloseAsync());
        await AllGoneAsync();
    }

    [Fact]
    public async Task FloodOfPieces_EndsTheSession()
    {
        using var socket = await ConnectAsync();
        var flood = Task.Run(async () =>
        {
            for (var piece = 0; piece < 40_000; piece++)
                await socket.Socket.SendAsync(ReadOnlyMemory<byte>.Empty, WebSocketMessageType.Text, false, CancellationToken.None);
        });
        Assert.Equal(WebSocketCloseStatus.MessageTooBig, await socket.ReceiveCloseAsync());
        await flood.ContinueWith(_ => { }, TaskScheduler.Default);
        socket.Drop();
        await AllGoneAsync();
    }

    [Fact]
    public async Task ManyLongMessagesAtOnce_ShareABoundedMemory()
    {
        var half = Encoding.UTF8.GetBytes("\"" + new string('x', 600 * 1024));
        using var first = await ConnectAsync();
        using var second = await ConnectAsync();
        await first.Socket.SendAsync(half.AsMemory(), WebSocketMessageType.Text, false, CancellationToken.None);
        await second.Socket.SendAsync(half.AsMemory(), WebSocketMessageType.Text, false, CancellationToken.None);
        var closed = await Task.WhenAny(first.ReceiveCloseAsync(), second.ReceiveCloseAsync());
        Assert.Equal((WebSocketCloseStatus)1013, await closed);
        first.Drop();
        second.Drop();
        await AllGoneAsync();
        using var later = await ConnectAsync();
        await later.SendAsync("\"" + new string('x', 900 * 1024) + "\"");
        Assert.Equal("SESSION_ERROR", (await later.ReceiveAsync()).GetProperty("data").GetProperty("code").GetString());
    }

    [Fact]
    public async Task UnfinishedMessage_IsNotWaitedForLong()
    {
        using var socket = await ConnectAsync();
        await socket.Socket.SendAsync("{\"type\":"u8.ToArray().AsMemory(), WebSocketMessageType.Text, false, CancellationToken.None);
        await AllGoneAsync();
    }

    [Fact]
    public async Task IdleSession_IsEnded_AndItsEpisodeStays()
    {
        using var socket = await ConnectAsync();
        await socket.ResetAsync("""{"seed":1,"episode_id":"idle"}""");
        Assert.Equal(WebSocketCloseStatus.NormalClosure, await socket.ReceiveCloseAsync());
        await AllGoneAsync();
        using var again = await ConnectAsync();
        Assert.False((await again.ResetAsync("""{"episode_id":"idle","resume":true}""")).GetProperty("done").GetBoolean());
    }

    [Fact]
    public async Task PeerThatNeverReads_IsEnded()
    {
        using var socket = await ConnectAsync();
        var list = Encoding.UTF8.GetBytes("""{"type":"step","data":{"type":"list_tools"}}""");
        var talk = Task.Run(async () =>
        {
            while (true)
                await socket.Socket.SendAsync(list.AsMemory(), WebSocketMessageType.Text, true, CancellationToken.None);
        });
        await Assert.ThrowsAnyAsync<Exception>(() => talk);
        await AllGoneAsync();
    }

    private Task<PlayingSocket> ConnectAsync() => PlayingSocket.ConnectAsync(service, "/openenv/corridor/ws", key);

    private Task AllGoneAsync()
    {
        var gate = service.Services.GetRequiredService<SessionGate>();
        return Eventually.HoldsAsync(() => gate.Open == 0);
    }
}
