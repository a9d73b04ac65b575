using System.Globalization;
using System.Text;

namespace ClinicalRl.Cli.Benchmarks;

/// <summary>
/// OpenEnv sessions: a WebSocket each, episodes one after another. Resets are between exchanges: they take time, but are neither counted as steps
/// nor part of a step's latency.
/// </summary>
internal sealed class SessionLoad(ServerProcess server, string environment, IReadOnlyList<RecordedEpisode> recorded, int connections)
    : Load(server, connections)
{
    private readonly Session[] sessions = new Session[connections];

    public override async Task ConnectAsync(int connection, CancellationToken cancel)
    {
        var session = sessions[connection] = new Session { Next = connection % recorded.Count };
        await session.Socket.ConnectAsync(Server.Address, $"/openenv/{environment}/ws", Server.Key, cancel);
        await ResetAsync(session, cancel);
    }

    public override async ValueTask<int> ExchangeAsync(int connection, CancellationToken cancel)
    {
        var session = sessions[connection];
        var action = session.Episode!.ActionJson[session.Taken++];
        await SendAsync(session, [.. "{\"type\":\"step\",\"data\":"u8, .. action, (byte)'}'], cancel);
        return 1;
    }

    public override ValueTask BetweenAsync(int connection, CancellationToken cancel)
    {
        var session = sessions[connection];
        return session.Taken < session.Episode!.ActionJson.Count ? ValueTask.CompletedTask : ResetAsync(session, cancel);
    }

    public override ValueTask DisposeAsync()
    {
        foreach (var session in sessions)
            session?.Socket.Dispose();
        return ValueTask.CompletedTask;
    }

    private static async ValueTask SendAsync(Session session, byte[] message, CancellationToken cancel)
    {
        var answer = await session.Socket.ExchangeAsync(WebSocketConnection.Frame(message), cancel);
        if (answer.Span.StartsWith("{\"type\":\"error\""u8))
            throw new IOException("The service refused a message of the benchmark: " + Encoding.UTF8.GetString(answer.Span));
    }

    private async ValueTask ResetAsync(Session session, CancellationToken cancel)
    {
        session.Episode = recorded[session.Next];
        session.Next = (session.Next + 1) % recorded.Count;
        session.Taken = 0;
        var message = string.Create(CultureInfo.InvariantCulture, $"{{\"type\":\"reset\",\"data\":{{\"seed\":{session.Episode.Seed}}}}}");
        await SendAsync(session, Encoding.UTF8.GetBytes(message), cancel);
    }

    private sealed class Session
    {
        public WebSocketConnection Socket { get; } = new();

        public RecordedEpisode? Episode { get; set; }

        public int Taken { get; set; }

        public int Next { get; set; }
    }
}
