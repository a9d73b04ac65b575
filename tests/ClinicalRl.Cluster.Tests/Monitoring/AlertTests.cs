using ClinicalRl.Client.Episodes;
using ClinicalRl.Cluster.Tests.Processes;
using ClinicalRl.Testing.Blobs;
using ClinicalRl.Testing.Database;
using Npgsql;

namespace ClinicalRl.Cluster.Tests.Monitoring;

/// <summary>Each alert's fault is caused on two silos over a real PostgreSQL and blob store, and a real Prometheus is waited for to see it.</summary>
[Collection("Alone")]
public sealed class AlertTests
{
    [CollectionDefinition("Alone", DisableParallelization = true)]
    public sealed class Alone;

    [Fact]
    public async Task EachAlert_Fires_WhenItsFaultIsThere()
    {
        await using var server = new PostgresServer();
        var azurite = await Azurite.StartAsync();
        var container = (await azurite.CreateContainerAsync()).Name;
        await using var cluster = await SiloCluster.StartAsync(
            server, 2, "--ClinicalRl:Blobs:Connection=" + azurite.ConnectionString, "--ClinicalRl:Blobs:ContainerName=" + container, "--ClinicalRl:JournalQueueCapacity=16", "--ClinicalRl:AppendTimeoutSeconds=5");
        await using var prometheus = await Prometheus.StartAsync(cluster.Address(0), cluster.Address(1));
        await prometheus.UntilAsync("min(clinicalrl_silos)", 2);
        await prometheus.UntilAsync("nothing is wrong", firing => firing.Count == 0);

        await cluster.KillAsync(1);
        await prometheus.UntilAsync("a silo was killed", firing => firing.IsSupersetOf(["SiloLost", "NotReady"]));
        await cluster.StartAsync(1);
        await prometheus.UntilAsync("it was started again", firing => firing.Count == 0);

        await azurite.DisposeAsync();
        await cluster.Client.Episodes.AbortAsync((await cluster.Client.Episodes.CreateAsync(new CreateEpisode("triage-queue") { Seed = 1 })).Episode);
        await prometheus.UntilAsync("the blob store is away", firing => firing.SetEquals(["BlobStoreAway", "SealLag"]));

        await LockedAsync(cluster.Database, () => prometheus.UntilAsync("the database stands still", firing => firing.Contains("QueueFull")), async () =>
        {
            using var http = new HttpClient { BaseAddress = cluster.Address(0), Timeout = TimeSpan.FromSeconds(30) };
            await Task.WhenAll(Enumerable.Range(0, 200).Select(seed => http.PostAsync(
                new Uri("/v1/episodes", UriKind.Relative), new StringContent($$"""{"environment":"triage-queue","seed":{{seed}}}""", System.Text.Encoding.UTF8, "application/json"))));
        });

        await server.StopAsync();
        await prometheus.UntilAsync("the database is away", firing => firing.IsSupersetOf(["JournalStopped", "NotReady"]));
        await server.StartAsync();
        await prometheus.UntilAsync("it is back", firing => !firing.Contains("JournalStopped") && !firing.Contains("NotReady"));
    }

    [Fact]
    public async Task ASiloThatIsStoppedInGoodOrder_IsNotLost()
    {
        await using var server = new PostgresServer();
        await using var cluster = await SiloCluster.StartAsync(server, 2);
        await using var prometheus = await Prometheus.StartAsync(cluster.Address(0));
        await prometheus.UntilAsync("min(clinicalrl_silos)", 2);
        await prometheus.UntilAsync("nothing is wrong", firing => firing.Count == 0);
        await cluster.RemoveAsync(1);
        await prometheus.UntilAsync("min(clinicalrl_silos)", 1);
        Assert.Equal(0, await prometheus.ValueAsync("sum(clinicalrl_silos_lost_total)"));
    }

    /// <summary>Does <paramref name="work"/> while nobody can write to the journal's tables.</summary>
    private static async Task LockedAsync(string database, Func<Task> seen, Func<Task> work)
    {
        await using var connection = new NpgsqlConnection(database + ";Pooling=false");
        await connection.OpenAsync();
        await using var transaction = await connection.BeginTransactionAsync();
        await using (var locking = new NpgsqlCommand("LOCK TABLE records, episodes IN EXCLUSIVE MODE", connection, transaction))
            await locking.ExecuteNonQueryAsync();
        await Task.WhenAll(seen(), work());
        await transaction.RollbackAsync();
    }
}
