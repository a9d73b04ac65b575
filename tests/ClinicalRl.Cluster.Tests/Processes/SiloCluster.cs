using System.Collections.Concurrent;
using System.Globalization;
using ClinicalRl.Client;
using ClinicalRl.Client.Hosting;
using ClinicalRl.Testing.Database;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace ClinicalRl.Cluster.Tests.Processes;

/// <summary>Several processes of the service over one database and one data folder, and a client that spreads its calls over them.</summary>
internal sealed class SiloCluster : IAsyncDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("clinicalrl-silos-").FullName;
    private readonly PostgresServer server;
    private readonly string database;
    private readonly ConcurrentDictionary<int, Silo> silos = new();
    private readonly ServiceProvider client;

    private readonly string[] further;

    private SiloCluster(PostgresServer server, string database, string[] further)
    {
        (this.server, this.database, this.further) = (server, database, further);
        var services = new ServiceCollection();
        services.AddClinicalRlClient(options =>
        {
            options.BaseAddress = new Uri("http://silos.test");
            options.MaxAttempts = 50;
            options.FirstDelay = TimeSpan.FromMilliseconds(50);
            options.MaxDelay = TimeSpan.FromSeconds(1);
            options.AttemptTimeout = TimeSpan.FromSeconds(4);
            options.TotalTimeout = TimeSpan.FromMinutes(4);
        }).ConfigurePrimaryHttpMessageHandler(() => new SpreadingHandler(() => [.. silos.Values.Select(silo => silo.Port)]));
        client = services.BuildServiceProvider();
        Client = client.GetRequiredService<ClinicalRlClient>();
    }

    /// <summary>Calls any silo, and another one when that does not answer.</summary>
    public ClinicalRlClient Client { get; }

    /// <summary>Connection string of the database that they share.</summary>
    public string Database => database;

    /// <summary>Where each answers.</summary>
    public IEnumerable<int> Ports => silos.Values.Select(silo => silo.Port);

    /// <summary>Where one answers.</summary>
    public Uri Address(int number) => ServiceProcess.Address(silos[number].Port);

    /// <summary>Starts so many, each with <paramref name="further"/> settings.</summary>
    public static async Task<SiloCluster> StartAsync(PostgresServer server, int count, params string[] further)
    {
        var cluster = new SiloCluster(server, await server.CreateDatabaseAsync(), further);
        try
        {
            await Task.WhenAll(Enumerable.Range(0, count).Select(cluster.AddAsync));
            return cluster;
        }
        catch
        {
            await cluster.DisposeAsync();
            throw;
        }
    }

    /// <summary>Starts one more, under this number.</summary>
    public async Task AddAsync(int number)
    {
        var silo = new Silo(ServiceProcess.FreePort(), ServiceProcess.FreePort());
        silos[number] = silo;
        await StartAsync(number);
    }

    /// <summary>Starts one again that ended, on the same ports.</summary>
    public async Task StartAsync(int number)
    {
        var silo = silos[number];
        silo.Process = await ServiceProcess.StartAsync(
            folder, silo.Port,
            [$"--ClinicalRl:Database={database}", "--ClinicalRl:AdvertisedAddress=127.0.0.1", "--ClinicalRl:DrainSeconds=1",
            string.Create(CultureInfo.InvariantCulture, $"--ClinicalRl:SiloPort={silo.SiloPort}"), .. further]);
    }

    /// <summary>The process of one.</summary>
    public ServiceProcess this[int number] => silos[number].Process!;

    /// <summary>Where one listens.</summary>
    public Uri AddressOf(int number) => ServiceProcess.Address(silos[number].Port);

    /// <summary>The number of the first that says something.</summary>
    public async Task<int> WhoSaysAsync(string words, TimeSpan limit)
    {
        for (var until = DateTime.UtcNow + limit; DateTime.UtcNow < until; await Task.Delay(20))
        {
            if (silos.FirstOrDefault(silo => silo.Value.Process!.Said.Contains(words, StringComparison.Ordinal)) is { Value: not null } found)
                return found.Key;
        }

        throw new TimeoutException($"No silo said '{words}'.");
    }

    /// <summary>kill -9.</summary>
    public async Task KillAsync(int number) => await this[number].DisposeAsync();

    /// <summary>Stops one in good order, and takes it out of what the client knows.</summary>
    public async Task RemoveAsync(int number)
    {
        await this[number].StopAsync();
        silos.TryRemove(number, out _);
    }

    /// <summary>Cuts every connection to the database and keeps it away for so long.</summary>
    public async Task CutDatabaseAsync(TimeSpan length, Func<Task> meanwhile)
    {
        await server.StopAsync();
        await Task.WhenAll(Task.Delay(length), meanwhile());
        await server.StartAsync();
    }

    /// <summary>What one silo says of its readiness: status and text.</summary>
    public async Task<(int Status, string Text)> ReadyAsync(int number)
    {
        using var http = new HttpClient { BaseAddress = ServiceProcess.Address(silos[number].Port), Timeout = TimeSpan.FromSeconds(10) };
        using var answer = await http.GetAsync(new Uri("/readyz", UriKind.Relative));
        return ((int)answer.StatusCode, await answer.Content.ReadAsStringAsync());
    }

    /// <summary>Records that the journal has of an episode, straight from the database.</summary>
    public async Task<Dictionary<string, long>> RecordsAsync()
    {
        await using var connection = new NpgsqlConnection(database + ";Pooling=false");
        await connection.OpenAsync();
        await using var count = new NpgsqlCommand("SELECT e.episode, count(*), count(DISTINCT r.sequence) FROM episodes e JOIN records r ON r.number = e.number GROUP BY 1", connection);
        await using var rows = await count.ExecuteReaderAsync();
        var records = new Dictionary<string, long>(StringComparer.Ordinal);
        while (await rows.ReadAsync())
        {
            Assert.Equal(rows.GetInt64(1), rows.GetInt64(2));
            records.Add(rows.GetString(0), rows.GetInt64(1));
        }

        return records;
    }

    /// <summary>The difference between what the writers counted and what the journal holds, straight from the database: begun, steps, sealed, bytes.</summary>
    public async Task<(long Begun, long Steps, long Sealed, long Bytes)> UncountedAsync()
    {
        await using var connection = new NpgsqlConnection(database + ";Pooling=false");
        await connection.OpenAsync();
        await using var count = new NpgsqlCommand(
            """
            SELECT CAST(j.begun - u.begun AS bigint), CAST(j.steps - u.steps AS bigint), CAST(j.sealed - u.sealed AS bigint), CAST(j.bytes - u.bytes AS bigint) FROM
            (SELECT sum(begun) AS begun, sum(steps) AS steps, sum(sealed) AS sealed, sum(bytes) AS bytes FROM journal_usage) u,
            (SELECT count(*) AS begun, sum(r.records - 1 - (CASE WHEN e.status <> 0 THEN 1 ELSE 0 END)) AS steps, sum(CASE WHEN e.status <> 0 THEN 1 ELSE 0 END) AS sealed, sum(r.bytes) AS bytes
             FROM episodes e JOIN (SELECT number, count(*) AS records, sum(octet_length(record)) AS bytes FROM records GROUP BY number) r ON r.number = e.number) j
            """, connection);
        await using var rows = await count.ExecuteReaderAsync();
        Assert.True(await rows.ReadAsync());
        return (rows.GetInt64(0), rows.GetInt64(1), rows.GetInt64(2), rows.GetInt64(3));
    }

    public async ValueTask DisposeAsync()
    {
        await client.DisposeAsync();
        foreach (var silo in silos.Values)
        {
            if (silo.Process is not null)
                await silo.Process.DisposeAsync();
        }

        NpgsqlConnection.ClearAllPools();
        Directory.Delete(folder, recursive: true);
    }

    private sealed class Silo(int port, int siloPort)
    {
        public int Port => port;

        public int SiloPort => siloPort;

        public ServiceProcess? Process { get; set; }
    }
}
