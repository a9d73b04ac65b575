using System.Collections.Concurrent;
using ClinicalRl.Grains.Database;
using ClinicalRl.Grains.Episodes;
using ClinicalRl.Grains.Journal;
using ClinicalRl.Grains.Tests.Journal;
using ClinicalRl.Testing.Database;
using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;

[assembly: AssemblyFixture(typeof(PostgresServer))]

namespace ClinicalRl.Grains.Tests.Journal;

/// <summary>A journal in a PostgreSQL database of its own.</summary>
internal sealed class PostgresStore : IAsyncDisposable
{
    private PostgresStore(string connectionString)
    {
        ConnectionString = connectionString;
        Database = new PostgresDatabase(connectionString, TimeSpan.FromSeconds(10));
        Journal = Open();
    }

    public string ConnectionString { get; }

    public PostgresDatabase Database { get; }

    public PostgresJournal Journal { get; }

    public static async Task<PostgresStore> CreateAsync(PostgresServer server) => new(await server.CreateDatabaseAsync());

    /// <summary>Another silo's journal over the same database.</summary>
    public PostgresJournal Open(JournalOptions? options = null) => new(Database, options ?? new JournalOptions(), TimeProvider.System, NullLogger<PostgresJournal>.Instance);

    public async Task<object?> ExecuteAsync(string sql)
    {
        await using var connection = new NpgsqlConnection(ConnectionString + ";Pooling=false");
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        return await command.ExecuteScalarAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await Journal.DisposeAsync();
        Database.Dispose();
    }
}

public sealed class PostgresJournalTests(PostgresServer server) : JournalConformance, IAsyncLifetime
{
    private PostgresStore store = null!;

    protected override IJournal Journal => store.Journal;

    public async ValueTask InitializeAsync() => store = await PostgresStore.CreateAsync(server);

    public ValueTask DisposeAsync() => store.DisposeAsync();

    [Fact]
    public async Task Tables_AreMadeOnce_WhenManySilosStartAtOnce()
    {
        var fresh = await server.CreateDatabaseAsync();
        var databases = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(() => new PostgresDatabase(fresh, TimeSpan.FromSeconds(10))))).WaitAsync(GrainCluster.Limit);
        foreach (var database in databases)
            database.Dispose();
        Assert.Equal((long)PostgresSchema.Scripts.Count, await store.ExecuteAsync("SELECT count(*) FROM schema_versions"));
        Assert.Equal(Enumerable.Range(1, PostgresSchema.Scripts.Count), PostgresSchema.Scripts.Select(script => script.Version));
    }

    [Fact]
    public async Task ADatabaseOfALaterVersion_IsRefused()
    {
        await store.ExecuteAsync("INSERT INTO schema_versions (version) VALUES (999)");
        var refusal = Assert.Throws<DatabaseUnsuitableException>(() => new PostgresDatabase(store.ConnectionString, TimeSpan.FromSeconds(10)));
        Assert.Contains("later version", refusal.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Host=127.0.0.1;Port=1;Database=none;Username=x;Password=secret;Timeout=2")]
    [InlineData("nonsense")]
    public void ADatabaseThatCannotBeReached_IsRefused_WithoutSayingThePassword(string connectionString)
    {
        var refusal = Assert.Throws<DatabaseUnsuitableException>(() => new PostgresDatabase(connectionString, TimeSpan.FromSeconds(2)));
        Assert.DoesNotContain("secret", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task TwoSilos_CannotBothWriteAPlace_NorARestOfIt()
    {
        await using var other = store.Open();
        var key = new EpisodeKey("t1", "ep_two");
        await Journal.AppendAsync(Begin(key, "header"));
        for (var place = 1; place <= 40; place += 2)
        {
            var both = await Task.WhenAll(
                Task.Run(() => Journal.AppendAsync(Records(key, place, "a", "a")).AsTask()),
                Task.Run(() => other.AppendAsync(Records(key, place, "b", "b")).AsTask())).WaitAsync(GrainCluster.Limit);
            Assert.Equal([AppendOutcome.Appended, AppendOutcome.Conflict], both.Order());
            var (first, second) = ((await Journal.ReadAsync(key, place, 1))[0].Span[0], (await Journal.ReadAsync(key, place + 1, 1))[0].Span[0]);
            Assert.Equal(first, second);
        }
    }

    [Fact]
    public async Task AStepOfTheLoser_IsRefused_AfterAnotherSiloSealed()
    {
        await using var other = store.Open();
        var key = new EpisodeKey("t1", "ep_sealed_elsewhere");
        await Journal.AppendAsync(Begin(key, "header"));
        Assert.Equal(AppendOutcome.Appended, await Journal.AppendAsync(Records(key, 1, "one")));
        Assert.Equal(AppendOutcome.Appended, await other.AppendAsync(Records(key, 2, "two", "seal") with { Closing = new(EpisodeStatus.Terminated, 2) }));
        Assert.Equal(AppendOutcome.Conflict, await Journal.AppendAsync(Records(key, 2, "another two")));
        Assert.Equal(AppendOutcome.Conflict, await Journal.AppendAsync(Records(key, 4, "after the seal")));
        Assert.Equal(4, (await Journal.ReadAsync(key)).Length);
    }

    [Fact]
    public async Task ManySilos_WriteManyEpisodes_EachPlaceOnce()
    {
        const int Episodes = 20;
        const int Places = 25;
        var silos = new[] { store.Open(), store.Open(), store.Open() };
        var won = new ConcurrentBag<(int Episode, int Place)>();
        for (var episode = 0; episode < Episodes; episode++)
            await Journal.AppendAsync(Begin(new EpisodeKey("t1", $"ep_{episode}"), "header"));
        await Task.WhenAll(silos.SelectMany(silo => Enumerable.Range(0, Episodes).Select(episode => Task.Run(async () =>
        {
            for (var place = 1; place <= Places; place++)
            {
                if (await silo.AppendAsync(Records(new EpisodeKey("t1", $"ep_{episode}"), place, "x")) == AppendOutcome.Appended)
                    won.Add((episode, place));
            }
        })))).WaitAsync(GrainCluster.Limit);
        Assert.Equal(Episodes * Places, won.Count);
        Assert.Equal(Episodes * Places, won.Distinct().Count());
        Assert.Equal((long)Episodes * (Places + 1), await store.ExecuteAsync("SELECT count(*) FROM records"));
        foreach (var silo in silos)
            await silo.DisposeAsync();
    }

    [Fact]
    public async Task OneAppendThatCanNeverBeWritten_FailsAlone()
    {
        // PostgreSQL's text cannot hold NUL, which a customer's label may.
        var poison = Begin(new EpisodeKey("t1", "ep_poison"), "header");
        poison = poison with { Opening = poison.Opening! with { Labels = [new("run", "a\0b")] } };
        var good = Enumerable.Range(0, 50).Select(i => Begin(new EpisodeKey("t1", $"ep_good_{i}"), "header"));
        var outcomes = await Task.WhenAll(good.Prepend(poison).Select(append => Task.Run(() => Journal.AppendAsync(append).AsTask()))).WaitAsync(GrainCluster.Limit);
        Assert.Equal(AppendOutcome.Unavailable, outcomes[0]);
        Assert.All(outcomes.Skip(1), outcome => Assert.Equal(AppendOutcome.Appended, outcome));
    }

    [Fact]
    public async Task AfterTheTableWasGone_TheWriterGoesOn()
    {
        var key = new EpisodeKey("t1", "ep_fail");
        await Journal.AppendAsync(Begin(key, "header"));
        await store.ExecuteAsync("ALTER TABLE records RENAME TO hidden");
        Assert.Equal(AppendOutcome.Unavailable, await Journal.AppendAsync(Records(key, 1, "one")));
        await Assert.ThrowsAsync<JournalUnavailableException>(() => Journal.ReadAsync(key).AsTask());
        await store.ExecuteAsync("ALTER TABLE hidden RENAME TO records");
        Assert.Equal(AppendOutcome.Appended, await Journal.AppendAsync(Records(key, 1, "one")));
    }

    [Fact]
    public async Task AnAppend_IsAnsweredInTime_WhenTheDatabaseHangs_AndWhatWaitedIsNeverWritten()
    {
        await using var impatient = store.Open(new JournalOptions { AppendTimeout = TimeSpan.FromMilliseconds(300), MaxBatch = 1 });
        var (taken, waiting) = (new EpisodeKey("t1", "ep_taken"), new EpisodeKey("t1", "ep_waiting"));
        await impatient.AppendAsync(Begin(new EpisodeKey("t1", "ep_warm"), "header"));
        await using (var locker = new NpgsqlConnection(store.ConnectionString + ";Pooling=false"))
        {
            await locker.OpenAsync();
            await using var transaction = await locker.BeginTransactionAsync();
            await using var hold = new NpgsqlCommand("LOCK TABLE episodes", locker);
            await hold.ExecuteNonQueryAsync();
            var first = impatient.AppendAsync(Begin(taken, "header")).AsTask();
            Assert.Equal(AppendOutcome.Unavailable, await first.WaitAsync(GrainCluster.Limit));
            Assert.Equal(AppendOutcome.Abandoned, await impatient.AppendAsync(Begin(waiting, "header")).AsTask().WaitAsync(GrainCluster.Limit));
        }

        Assert.Equal(AppendOutcome.Appended, await Journal.AppendAsync(Begin(new EpisodeKey("t1", "ep_after"), "header")));
        Assert.Empty(await Journal.ReadAsync(waiting));
    }

    [Fact]
    public async Task TheWritersCommits_AreFlushed_WhateverTheServersDefaultIs()
    {
        await store.ExecuteAsync("DO $$ BEGIN EXECUTE format('ALTER DATABASE %I SET synchronous_commit = off', current_database()); END $$");
        await using var connection = new NpgsqlConnection(store.ConnectionString + ";Pooling=false");
        await connection.OpenAsync();
        await using var ask = new NpgsqlCommand("SHOW synchronous_commit", connection);
        Assert.Equal("off", await ask.ExecuteScalarAsync());
        await PostgresAppends.MakeDurableAsync(connection);
        Assert.Equal("on", await ask.ExecuteScalarAsync());
    }
}
