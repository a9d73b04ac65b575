namespace ClinicalRl.Cli.Benchmarks;

/// <summary>Requests to the bare endpoint.</summary>
internal sealed class BareLoad(ServerProcess server, int connections) : Load(server, connections)
{
    private static readonly byte[] Request = HttpConnection.Post(
        BareEndpoint.Path, key: "", """{"step":1,"action":{"tool":"measure","arguments":{"patient":"P1","what":"observations"}}}"""u8);

    private readonly HttpConnection[] open = new HttpConnection[connections];

    public override Task ConnectAsync(int connection, CancellationToken cancel) => (open[connection] = new HttpConnection()).ConnectAsync(Server.Address, cancel);

    public override async ValueTask<int> ExchangeAsync(int connection, CancellationToken cancel)
    {
        await open[connection].ExchangeAsync(Request, cancel);
        return 1;
    }

    public override ValueTask DisposeAsync()
    {
        foreach (var connection in open)
            connection?.Dispose();
        return ValueTask.CompletedTask;
    }
}

/// <summary>One step in one request.</summary>
internal sealed class StepLoad(ServerProcess server, EpisodePool pool, int connections) : Load(server, connections)
{
    private readonly HttpConnection[] open = new HttpConnection[connections];
    private readonly PooledEpisode?[] playing = new PooledEpisode?[connections];

    public override Task PrepareAsync(int steps, CancellationToken cancel) => pool.FillAsync(steps, Connections, cancel);

    public override Task ConnectAsync(int connection, CancellationToken cancel) => (open[connection] = new HttpConnection()).ConnectAsync(Server.Address, cancel);

    public override async ValueTask<int> ExchangeAsync(int connection, CancellationToken cancel)
    {
        if (playing[connection] is not { Finished: false } episode)
            playing[connection] = episode = pool.Take();
        if (episode is null)
            return 0;
        await open[connection].ExchangeAsync(HttpConnection.Post(episode.Path, Server.Key, episode.NextBody()), cancel);
        return 1;
    }

    public override ValueTask DisposeAsync()
    {
        foreach (var connection in open)
            connection?.Dispose();
        return ValueTask.CompletedTask;
    }
}

/// <summary>Steps of several episodes in one request.</summary>
internal sealed class BatchLoad(ServerProcess server, EpisodePool pool, int connections, int items) : Load(server, connections)
{
    private readonly HttpConnection[] open = new HttpConnection[connections];
    private readonly PooledEpisode?[][] playing = [.. Enumerable.Range(0, connections).Select(_ => new PooledEpisode?[items])];

    public override Task PrepareAsync(int steps, CancellationToken cancel) => pool.FillAsync(steps, Connections * items, cancel);

    public override Task ConnectAsync(int connection, CancellationToken cancel) => (open[connection] = new HttpConnection()).ConnectAsync(Server.Address, cancel);

    public override async ValueTask<int> ExchangeAsync(int connection, CancellationToken cancel)
    {
        var (body, steps) = Body(playing[connection]);
        if (steps < items)
            return 0;
        var answer = await open[connection].ExchangeAsync(HttpConnection.Post("/v1/batch/steps", Server.Key, body), cancel);
        return answer.Span.IndexOf("\"problem\":"u8) < 0 ? steps : throw new IOException("The service refused a step of a batch.");
    }

    public override ValueTask DisposeAsync()
    {
        foreach (var connection in open)
            connection?.Dispose();
        return ValueTask.CompletedTask;
    }

    private (byte[] Body, int Steps) Body(PooledEpisode?[] episodes)
    {
        for (var i = 0; i < episodes.Length; i++)
        {
            if (episodes[i] is not { Finished: false })
                episodes[i] = pool.Take();
            if (episodes[i] is null)
                return ([], 0);
        }

        using var body = new MemoryStream();
        body.Write("{\"items\":["u8);
        for (var i = 0; i < episodes.Length; i++)
        {
            if (i > 0)
                body.WriteByte((byte)',');
            body.Write(episodes[i]!.NextItem());
        }

        body.Write("]}"u8);
        return (body.ToArray(), episodes.Length);
    }
}
