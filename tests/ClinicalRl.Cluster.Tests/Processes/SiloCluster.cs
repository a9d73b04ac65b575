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

    /// <summary>Connects to their database.</summary>
    public string Database => database;

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
