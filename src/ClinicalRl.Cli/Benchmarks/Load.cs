namespace ClinicalRl.Cli.Benchmarks;

/// <summary>A number of connections, each of which asks again as soon as it is answered.</summary>
internal abstract class Load(ServerProcess server, int connections) : IAsyncDisposable
{
    public ServerProcess Server { get; } = server;

    public int Connections { get; } = connections;

    /// <summary>Makes ready, outside the measured time, for about <paramref name="steps"/> steps.</summary>
    public virtual Task PrepareAsync(int steps, CancellationToken cancel) => Task.CompletedTask;

    /// <summary>Connects number <paramref name="connection"/>.</summary>
    public abstract Task ConnectAsync(int connection, CancellationToken cancel);

    /// <summary>One exchange on a connection: the steps it took; 0 when nothing is left to do until the next preparation.</summary>
    public abstract ValueTask<int> ExchangeAsync(int connection, CancellationToken cancel);

    /// <summary>Work between exchanges that is not part of their latency but of the time.</summary>
    public virtual ValueTask BetweenAsync(int connection, CancellationToken cancel) => ValueTask.CompletedTask;

    public abstract ValueTask DisposeAsync();
}
