using ClinicalRl.Audit.RunLogs;
using ClinicalRl.Grains.Episodes;
using ClinicalRl.Grains.Hosting;
using ClinicalRl.Grains.Tenancy;
using ClinicalRl.Testing.Database;
using ClinicalRl.Testing.Episodes;
using ClinicalRl.Testing.RunLogs;
using Microsoft.Extensions.DependencyInjection;

namespace ClinicalRl.Grains.Tests.Database;

/// <summary>Several silos over one PostgreSQL database and one data folder.</summary>
public sealed class PostgresClusterTests(PostgresServer server) : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task EpisodesKeysAndLedger_AreTheSame_OnEverySilo_AndAfterARestart()
    {
        var database = await server.CreateDatabaseAsync();
        var key = ApiKey.Create(TenantId.Development);
        await using (var cluster = await StartAsync(database, silos: 3))
        {
            await Task.WhenAll(Enumerable.Range(0, 30).Select(i => PlayAsync(cluster, $"ep_{i}", i % 2 == 0 ? "train" : "heldout")));
            var tenant = cluster.Grains.GetGrain<ITenantGrain>(TenantId.Development.Text);
            Assert.True(await tenant.CreateAsync(NewTenantKey.Of(key, KeyScopes.All), AdminActor.FirstStart));
            Assert.False(await tenant.CreateAsync(NewTenantKey.Of(ApiKey.Create(TenantId.Development), KeyScopes.All), AdminActor.FirstStart));
            await cluster.Episode("ep_open").CreateAsync(EpisodeRequests.Create());
            await cluster.Episode("ep_open").StepAsync(EpisodeRequests.Move(1));
        }

        await using var again = await StartAsync(database, silos: 2);
        Assert.Equal(EpisodeOutcome.Done, (await again.Episode("ep_open").StepAsync(EpisodeRequests.Move(2))).Outcome);
        Assert.NotNull(await again.Grains.GetGrain<ITenantGrain>(TenantId.Development.Text).FindKeyAsync(key.Hash()));
        await UntilAsync(async () => await again.Journal.Ledger.SizeAsync("t1") == 30);
        foreach (var i in Enumerable.Range(0, 30))
        {
            var report = (await again.Episode($"ep_{i}").VerifyAsync()).Json();
            Assert.Equal("verified", report.GetProperty("verdict").GetString());
            Assert.Equal("trusted", report.GetProperty("signature").GetProperty("trust").GetString());
        }
    }

    [Fact]
    public async Task ASiloWithAnotherDataFolder_DoesNotStart_ButOneWithARotatedKeyDoes()
    {
        var database = await server.CreateDatabaseAsync();
        await using (await StartAsync(database))
        {
            using var elsewhere = new TemporaryFolder();
            var refused = await Assert.ThrowsAnyAsync<Exception>(() => GrainCluster.StartAsync(elsewhere.Path, services => Use(services, database)));
            Assert.Contains("must share one data folder", refused.ToString(), StringComparison.Ordinal);
        }

        using (var next = RecordedEpisode.NewKey())
            await File.WriteAllTextAsync(Path.Combine(folder.Path, "keys", "run-logs.pem"), next.ToPem());
        await using var rotated = await StartAsync(database);
        Assert.Equal(2, rotated.Services.GetRequiredService<LogKeySet>().Keys.Length);
    }

    [Fact]
    public async Task TwoActivations_OfOneEpisode_AnswerAsOne()
    {
        // Two clusters that do not know of each other, as when one silo stood still and the others took it for dead.
        var database = await server.CreateDatabaseAsync();
        await using var here = await StartAsync(database);
        await using var there = await StartAsync(database);
        var (mine, other) = (here.Episode("ep_two"), there.Episode("ep_two"));
        await mine.CreateAsync(EpisodeRequests.Create());
        var first = await mine.StepAsync(EpisodeRequests.Move(1));
        Assert.Equal(first.Text(), (await other.StepAsync(EpisodeRequests.Move(1))).Text());
        Assert.Equal(EpisodeOutcome.Done, (await other.StepAsync(EpisodeRequests.Move(2))).Outcome);
        var third = await other.StepAsync(EpisodeRequests.Move(3, "right"));

        Assert.Equal(3, (await mine.DescribeAsync()).Step);
        Assert.Equal(EpisodeOutcome.Done, (await other.StepAsync(EpisodeRequests.Move(4))).Outcome);
        Assert.Equal(EpisodeOutcome.Conflict, (await mine.StepAsync(EpisodeRequests.Move(4, "right"))).Outcome);
        Assert.Equal(EpisodeOutcome.Done, (await other.StepAsync(EpisodeRequests.Move(5))).Outcome);
        Assert.Equal(EpisodeOutcome.Done, (await mine.StepAsync(EpisodeRequests.Move(6))).Outcome);
        Assert.Equal(third.Text(), (await mine.StepAsync(EpisodeRequests.Move(3, "right"))).Text());

        Assert.Equal(EpisodeOutcome.Conflict, (await other.StepAsync(EpisodeRequests.Move(8))).Outcome);
        Assert.Equal(EpisodeOutcome.Done, (await other.StepAsync(EpisodeRequests.Move(7))).Outcome);
        Assert.True((await other.StepAsync(EpisodeRequests.Finish(8))).Ended);
        Assert.Equal(EpisodeOutcome.Finished, (await mine.StepAsync(EpisodeRequests.Move(9))).Outcome);
        Assert.Equal("verified", (await mine.VerifyAsync()).Json().GetProperty("verdict").GetString());
    }

    private static void Use(IServiceCollection services, string database) => services.Configure<GrainsOptions>(options => options.Database = database);

    private static async Task PlayAsync(GrainCluster cluster, string id, string split)
    {
        var episode = cluster.Episode(id);
        var created = await episode.CreateAsync(EpisodeRequests.Create(split: split));
        Assert.True(created.Outcome == EpisodeOutcome.Created, $"{id}: {created.Outcome}: {created.Text()}");
        for (var step = 1; step <= 3; step++)
            Assert.Equal(EpisodeOutcome.Done, (await episode.StepAsync(EpisodeRequests.Move(step))).Outcome);
        Assert.True((await episode.StepAsync(EpisodeRequests.Finish(4))).Ended);
    }

    private static async Task UntilAsync(Func<Task<bool>> done)
    {
        using var limit = new CancellationTokenSource(GrainCluster.Limit);
        while (!await done())
            await Task.Delay(50, limit.Token);
    }

    private Task<GrainCluster> StartAsync(string database, short silos = 1) => GrainCluster.StartAsync(folder.Path, services => Use(services, database), silos);
}
