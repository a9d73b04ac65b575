using System.Collections.Concurrent;
using ClinicalRl.Service.OpenEnv.Mcp;

namespace ClinicalRl.Service.OpenEnv.Sockets;

/// <summary>
/// One timer for all connections: ends those whose deadline has passed, so that no connection needs a timer of its own, and all of them
/// when the service stops.
/// </summary>
internal sealed class SocketWatch(McpSessions sessions, TimeProvider time, IHostApplicationLifetime lifetime) : IHostedService, IDisposable
{
    /// <summary>How late a deadline may be noticed.</summary>
    public static readonly TimeSpan Period = TimeSpan.FromSeconds(1);

    private readonly ConcurrentDictionary<SocketConnection, byte> connections = new();
    private ITimer? timer;
    private CancellationTokenRegistration stopping;

    /// <summary>Connections watched now.</summary>
    public int Count => connections.Count;

    /// <summary>The connections watched now.</summary>
    public IEnumerable<SocketConnection> Connections => connections.Keys;

    /// <summary>Begins to watch a connection.</summary>
    public void Add(SocketConnection connection)
    {
        connections[connection] = 0;
        if (lifetime.ApplicationStopping.IsCancellationRequested)
            connection.Stop();
    }

    /// <summary>Ceases to watch it.</summary>
    public void Remove(SocketConnection connection) => connections.TryRemove(connection, out _);

    /// <inheritdoc/>
    public Task StartAsync(CancellationToken cancellationToken)
    {
        timer = time.CreateTimer(_ => Look(), null, Period, Period);
        stopping = lifetime.ApplicationStopping.Register(StopAll);
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <inheritdoc/>
    public void Dispose()
    {
        timer?.Dispose();
        stopping.Dispose();
    }

    private void Look()
    {
        var now = time.GetTimestamp();
        foreach (var (connection, _) in connections)
            connection.Look(now);
        sessions.EndIdle();
    }

    private void StopAll()
    {
        foreach (var (connection, _) in connections)
            connection.Stop();
    }
}
