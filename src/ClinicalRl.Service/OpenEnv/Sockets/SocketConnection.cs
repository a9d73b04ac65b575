using System.Net.WebSockets;
using ClinicalRl.Service.OpenEnv.Messages;
using ClinicalRl.Service.Quotas;
using ClinicalRl.Service.Reading;
using ClinicalRl.Service.Tenancy;

namespace ClinicalRl.Service.OpenEnv.Sockets;

/// <summary>
/// One WebSocket: reads a message, answers it, reads the next. Holds no buffer while it waits, and no message, piece, answer or farewell
/// may take longer than its limit.
/// </summary>
internal sealed class SocketConnection(WebSocket socket, Caller caller, ISocketProtocol protocol, TenantTurns turns, LongMessageMemory memory, OpenEnvOptions limits, TimeProvider time)
{
    private const int FarewellSeconds = 5;

    /// <summary>Longer than any grain call may take, so that it only ends what would never end.</summary>
    private const int AnswerSeconds = 300;

    private const long MaxDrainedBytes = 16L * OpenEnvOptions.MaxMessageBytes;

    private readonly PooledBytes message = new();
    private readonly PooledBytes answer = new();
    private int counted;
    private long deadline = long.MaxValue;
    private volatile bool waits;
    private int stopped;

    private enum Arrival
    {
        Message,
        Closed,
        Binary,
        TooLong,
        NoMemory,
    }

    /// <summary>Who opened it.</summary>
    public Caller Caller => caller;

    /// <summary>Runs until either side ends it. Never throws for what a peer does.</summary>
    public Task RunAsync() => GuardAsync(async () =>
    {
        while (await AnswerNextAsync())
        {
        }
    });

    /// <summary>Sends one answer unasked and ends; for a client there is no room for.</summary>
    public Task RefuseAsync(Action<PooledBytes> write) => GuardAsync(async () =>
    {
        write(answer);
        await SendAsync();
        await FarewellAsync(WebSocketCloseStatus.NormalClosure, null);
    });

    /// <summary>Ends the connection when its deadline has passed.</summary>
    public void Look(long now)
    {
        if (now < Volatile.Read(ref deadline))
            return;
        if (waits && Interlocked.Exchange(ref stopped, 1) == 0)
            _ = SayGoodbyeAsync(WebSocketCloseStatus.NormalClosure, "idle for too long");
        else
            socket.Abort();
    }

    /// <summary>Ends the connection because the service stops.</summary>
    public void Stop() => Stop(WebSocketCloseStatus.EndpointUnavailable, "the service stops");

    /// <summary>Ends the connection because its key is no longer good.</summary>
    public void Revoke() => Stop(WebSocketCloseStatus.PolicyViolation, "the API key is no longer good");

    private void Stop(WebSocketCloseStatus status, string reason)
    {
        if (Interlocked.Exchange(ref stopped, 1) == 0)
            _ = SayGoodbyeAsync(status, reason);
    }

    private static bool IsPeers(Exception exception) =>
        exception is WebSocketException or OperationCanceledException or IOException or ObjectDisposedException;

    /// <summary>Speaks until the peer has gone, or broke the protocol and was told so; its episode stays.</summary>
    private async Task GuardAsync(Func<Task> speak)
    {
        try
        {
            await speak();
        }
        catch (Exception exception) when (IsPeers(exception))
        {
            // nothing is left to say: the connection closes when its request ends
        }
        finally
        {
            ReleaseBuffers();
        }
    }

    private async Task SayGoodbyeAsync(WebSocketCloseStatus status, string reason)
    {
        SetDeadline(FarewellSeconds);
        try
        {
            await socket.CloseOutputAsync(status, reason, CancellationToken.None);
        }
        catch (Exception exception) when (IsPeers(exception) || exception is InvalidOperationException)
        {
            socket.Abort();
        }
    }

    private async ValueTask<bool> AnswerNextAsync()
    {
        var arrival = await ReceiveAsync();
        var goesOn = false;
        switch (arrival)
        {
            case Arrival.Message:
                SetDeadline(AnswerSeconds);
                using (await turns.TakeAsync(CancellationToken.None))   // where too many wait, this one does not
                    goesOn = await protocol.AnswerAsync(message.Written, answer);
                break;
            case Arrival.Binary:
                protocol.AnswerBinary(answer);
                break;
            case Arrival.TooLong:
                await FarewellAsync(WebSocketCloseStatus.MessageTooBig, FormattableString.Invariant($"a message may have {OpenEnvOptions.MaxMessageBytes} bytes"));
                return false;
            case Arrival.NoMemory:
                await FarewellAsync((WebSocketCloseStatus)1013, "too many long messages at once");
                return false;
            default:
                SetDeadline(FarewellSeconds);
                if (socket.State == WebSocketState.CloseReceived)
                    await socket.CloseOutputAsync(WebSocketCloseStatus.NormalClosure, null, CancellationToken.None);
                return false;
        }

        ReleaseMessage();
        if (answer.Length > 0)
            await SendAsync();
        if (!goesOn)
            await FarewellAsync(WebSocketCloseStatus.NormalClosure, null);
        return goesOn;
    }

    private async ValueTask<Arrival> ReceiveAsync()
    {
        SetDeadline(limits.IdleTimeoutSeconds);
        waits = true;
        var received = await socket.ReceiveAsync(Memory<byte>.Empty, CancellationToken.None);
        waits = false;
        SetDeadline(limits.MessageTimeoutSeconds);
        for (var pieces = 0; ; pieces++)
        {
            if (received.MessageType == WebSocketMessageType.Close)
                return Arrival.Closed;
            if (received.MessageType == WebSocketMessageType.Binary)
                return Arrival.Binary;
            message.Advance(received.Count);
            if (message.Length > OpenEnvOptions.MaxMessageBytes)
                return Arrival.TooLong;
            if (received.EndOfMessage)
                return Arrival.Message;
            if (message.Length == OpenEnvOptions.MaxMessageBytes || pieces == OpenEnvOptions.MaxMessagePieces)
                return Arrival.TooLong;
            if (!TryMakeRoom())
                return Arrival.NoMemory;
            received = await socket.ReceiveAsync(message.GetMemory(), CancellationToken.None);
        }
    }

    private bool TryMakeRoom()
    {
        if (message.Length < message.Capacity)
            return true;
        var grown = message.Capacity * 2;
        if (grown <= LongMessageMemory.Uncounted)
            return true;
        if (!memory.TryTake(grown - counted))
            return false;
        counted = grown;
        return true;
    }

    private async ValueTask SendAsync()
    {
        SetDeadline(limits.SendTimeoutSeconds);
        await socket.SendAsync(answer.Written, WebSocketMessageType.Text, endOfMessage: true, CancellationToken.None);
        answer.Release();
    }

    /// <summary>Closes, then reads on for a little while, since a socket closed with unread bytes would take the close frame back.</summary>
    private async ValueTask FarewellAsync(WebSocketCloseStatus status, string? reason)
    {
        SetDeadline(FarewellSeconds);
        if (Interlocked.Exchange(ref stopped, 1) == 0)
            await socket.CloseOutputAsync(status, reason, CancellationToken.None);
        message.CutTo(0);
        var drained = 0L;
        while (drained < MaxDrainedBytes)
        {
            var received = await socket.ReceiveAsync(message.GetMemory(), CancellationToken.None);
            drained += Math.Max(received.Count, 1);
            if (received.MessageType == WebSocketMessageType.Close)
                return;
        }

        socket.Abort();
    }

    private void SetDeadline(int seconds) => Volatile.Write(ref deadline, time.GetTimestamp() + (seconds * time.TimestampFrequency));

    private void ReleaseMessage()
    {
        message.Release();
        memory.Give(counted);
        counted = 0;
    }

    private void ReleaseBuffers()
    {
        ReleaseMessage();
        answer.Release();
    }
}
