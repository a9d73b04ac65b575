using ClinicalRl.Audit.Blobs;
using ClinicalRl.Audit.Ledger;
using ClinicalRl.Audit.RunLogs;
using ClinicalRl.Grains.Journal;
using ClinicalRl.Grains.Ledger;
using ClinicalRl.Simulation.Randomness;
using ClinicalRl.Testing.Episodes;
using ClinicalRl.Testing.Journal;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;

namespace ClinicalRl.Grains.Tests.Ledger;

public sealed class LedgerGrainTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    private string File => Path.Combine(folder.Path, "journal.db");

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task EverySealedLog_IsInItsTenantsLedgerOnce_AndProven()
    {
        await using var cluster = await GrainCluster.StartAsync(folder.Path);
        await PlayAsync(cluster, 25);
        await PlayAsync(cluster, 3, tenant: "t2");
        await UntilAsync(cluster, 25);
        await UntilAsync(cluster, 3, tenant: "t2");
        await MustBeWholeAsync(cluster, 25);
        await MustBeWholeAsync(cluster, 3, tenant: "t2");
    }

    [Fact]
    public async Task ALogWhoseProcessDiedAfterTheBlobWasWritten_IsEnteredAtRestart_Once()
    {
        await using (var cluster = await GrainCluster.StartAsync(folder.Path, services => services.AddSingleton<IBlobStore>(new DyingBlobStore(new FileBlobStore(Path.Combine(folder.Path, "blobs"))))))
        {
            await PlayAsync(cluster, 5);
            await ((DyingBlobStore)cluster.Blobs).Died.WaitAsync(GrainCluster.Limit);
            Assert.Equal(0, await cluster.Journal.Ledger.SizeAsync("t1"));
        }

        for (var restart = 0; restart < 2; restart++)
        {
            await using var again = await GrainCluster.StartAsync(folder.Path);
            await UntilAsync(again, 5);
            await MustBeWholeAsync(again, 5);
        }
    }

    [Fact]
    public async Task ALogWhoseProcessDiedBeforeTheLedgerWasWritten_IsEnteredAtRestart_Once()
    {
        using (var journal = Open())
        {
            var tried = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            await using var cluster = await GrainCluster.StartAsync(folder.Path, services => services.AddSingleton<IJournal>(new FaultyLedgerJournal(journal, () =>
            {
                tried.TrySetResult();
                return LedgerFault.Throws;
            })));
            await PlayAsync(cluster, 5);
            await tried.Task.WaitAsync(GrainCluster.Limit);
            Assert.True((await cluster.Journal.FindAsync(new("t1", "ep_0")))!.Stored);
            Assert.Equal(0, await cluster.Journal.Ledger.SizeAsync("t1"));
        }

        await using var again = await GrainCluster.StartAsync(folder.Path);
        await UntilAsync(again, 5);
        await MustBeWholeAsync(again, 5);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(20261125)]
    public async Task EveryLog_IsEnteredOnce_WhateverTheStoreDoes(ulong seed)
    {
        var random = new RandomStream(seed);
        var failures = 0;
        using var sqlite = Open();
        var journal = new FaultyLedgerJournal(sqlite, () => random.Chance(400) && ++failures > 0 ? (LedgerFault)random.Between(1, 3) : LedgerFault.None);
        await using var cluster = await GrainCluster.StartAsync(folder.Path, services => services.AddSingleton<IJournal>(journal));
        for (var i = 0; i < 40; i++)
        {
            await PlayAsync(cluster, 1, from: i);
            if (i % 4 == 0)
                await UntilAsync(cluster, i + 1);
        }

        await UntilAsync(cluster, 40);
        Assert.True(failures > 3, $"seed {seed}: only {failures} failures");
        await MustBeWholeAsync(cluster, 40);
    }

    [Fact]
    public async Task LogsThatAnOlderVersionStored_AreEnteredAtStart()
    {
        await using (var cluster = await GrainCluster.StartAsync(folder.Path))
        {
            await PlayAsync(cluster, 4);
            await UntilAsync(cluster, 4);
        }

        Execute("DELETE FROM ledger_entries; DELETE FROM ledger_checkpoints; UPDATE episodes SET stored = 1");
        await using var again = await GrainCluster.StartAsync(folder.Path);
        await UntilAsync(again, 4);
        await MustBeWholeAsync(again, 4);
    }

    [Fact]
    public async Task AStoredLogThatWasChanged_IsNotEntered()
    {
        await using (var cluster = await GrainCluster.StartAsync(folder.Path))
        {
            await PlayAsync(cluster, 2);
            await UntilAsync(cluster, 2);
        }

        Execute("DELETE FROM ledger_entries; DELETE FROM ledger_checkpoints; UPDATE episodes SET stored = 1");
        var path = Path.Combine(folder.Path, "blobs", "runlogs", "t1", "ep_0.jsonl");
        var other = System.IO.File.ReadAllText(Path.Combine(folder.Path, "blobs", "runlogs", "t1", "ep_1.jsonl")).Replace("ep_1", "ep_0", StringComparison.Ordinal);
        System.IO.File.Delete(path);
        System.IO.File.WriteAllText(path, other);
        await using var again = await GrainCluster.StartAsync(folder.Path);
        await UntilAsync(again, 1);
        Assert.Equal("ep_1", Assert.Single(await again.Journal.Ledger.ReadAsync("t1", 0, 10)).Episode);
    }

    [Fact]
    public async Task ALedgerThatLostEntries_IsNotContinued()
    {
        await using (var cluster = await GrainCluster.StartAsync(folder.Path))
        {
            await PlayAsync(cluster, 3);
            await UntilAsync(cluster, 3);
        }

        Execute("DELETE FROM ledger_entries WHERE leaf = 2; UPDATE episodes SET stored = 1 WHERE episode = 'ep_2'");
        await using var again = await GrainCluster.StartAsync(folder.Path);
        var entry = LedgerEntry.Of(await again.Blobs.GetAsync("runlogs/t1/ep_2.jsonl"));
        var error = await Assert.ThrowsAsync<LedgerUnavailableException>(() => again.Grains.GetGrain<ILedgerGrain>("t1").AppendAsync([entry!.ToBytes()]).AsTask());
        Assert.Contains("must be restored", error.Message, StringComparison.Ordinal);
        Assert.Equal(2, await again.Journal.Ledger.SizeAsync("t1"));
    }

    [Fact]
    public async Task AnEpisodesVerification_AsksTheLedger()
    {
        await using var cluster = await GrainCluster.StartAsync(folder.Path);
        await PlayAsync(cluster, 2);
        await UntilAsync(cluster, 2);
        Execute("UPDATE ledger_entries SET entry = (SELECT entry FROM ledger_entries WHERE episode = 'ep_1') WHERE episode = 'ep_0'");
        var verdicts = new List<string?>();
        foreach (var id in (string[])["ep_0", "ep_1"])
            verdicts.Add((await cluster.Episode(id).VerifyAsync()).Json().GetProperty("findings").EnumerateArray().Select(finding => finding.GetProperty("code").GetString()).FirstOrDefault());
        Assert.Equal(["ledger", null], verdicts);
    }

    [Fact]
    public async Task AnotherLogOfAnEnteredEpisode_IsRefused_AndAnotherTenantsEntry()
    {
        await using var cluster = await GrainCluster.StartAsync(folder.Path);
        await PlayAsync(cluster, 2);
        await UntilAsync(cluster, 2);
        var ledger = cluster.Grains.GetGrain<ILedgerGrain>("t1");
        var there = (await cluster.Journal.Ledger.ReadAsync("t1", 0, 1))[0];
        Assert.Empty(await ledger.AppendAsync([there.ToBytes()]));
        Assert.Equal([there.Episode], await ledger.AppendAsync([(there with { Log = Sha256Digest.Of("other"u8) }).ToBytes()]));
        await Assert.ThrowsAsync<ArgumentException>(() => ledger.AppendAsync([(there with { Tenant = "t2" }).ToBytes()]).AsTask());
        Assert.Equal(2, await cluster.Journal.Ledger.SizeAsync("t1"));
    }

    [Fact]
    public async Task AnEmptyLedger_IsSignedOnce()
    {
        await using var cluster = await GrainCluster.StartAsync(folder.Path);
        var text = await cluster.Grains.GetGrain<ILedgerGrain>("t9").CheckpointAsync();
        Assert.Equal(text, await cluster.Grains.GetGrain<ILedgerGrain>("t9").CheckpointAsync());
        Assert.True(SignedCheckpoint.TryRead(text, out var signed, out _));
        Assert.Equal((0L, MerkleHash.Empty), (signed.Checkpoint.TreeSize, signed.Checkpoint.RootHash));
    }

    internal static async Task PlayAsync(GrainCluster cluster, int count, string tenant = "t1", int from = 0)
    {
        for (var i = from; i < from + count; i++)
        {
            await cluster.Episode($"ep_{i}", tenant).CreateAsync(EpisodeRequests.Create((ulong)i));
            await cluster.Episode($"ep_{i}", tenant).StepAsync(EpisodeRequests.Finish(1));
        }
    }

    internal static async Task UntilAsync(GrainCluster cluster, long size, string tenant = "t1")
    {
        var deadline = DateTime.UtcNow + GrainCluster.Limit;
        while (await cluster.Journal.Ledger.SizeAsync(tenant) < size)
        {
            Assert.True(DateTime.UtcNow < deadline, $"the ledger has {await cluster.Journal.Ledger.SizeAsync(tenant)} entries in place of {size}");
            await Task.Yield();
        }
    }

    /// <summary>Each log once, as it is stored; every checkpoint ever signed is consistent with the last; every entry is proven.</summary>
    internal static async Task MustBeWholeAsync(GrainCluster cluster, int count, string tenant = "t1")
    {
        var ledger = cluster.Journal.Ledger;
        var entries = await ledger.ReadAsync(tenant, 0, 1_000);
        Assert.Equal(Enumerable.Range(0, count).Select(i => $"ep_{i}").Order(StringComparer.Ordinal), entries.Select(entry => entry.Episode).Order(StringComparer.Ordinal));
        var last = await CheckpointAsync(cluster, tenant, count);
        for (var i = 0; i < count; i++)
        {
            Assert.Equal(LedgerEntry.Of(await cluster.Blobs.GetAsync($"runlogs/{tenant}/{entries[i].Episode}.jsonl")), entries[i]);
            Assert.True((await ledger.ProveInclusionAsync(tenant, i, count)).Holds(last!.RootHash));
            if (await CheckpointAsync(cluster, tenant, i + 1) is { } earlier)
                Assert.True((await ledger.ProveConsistencyAsync(tenant, i + 1, count)).Holds(earlier.RootHash, last.RootHash));
        }
    }

    private static async Task<LedgerCheckpoint?> CheckpointAsync(GrainCluster cluster, string tenant, long size)
    {
        if (await cluster.Journal.Ledger.CheckpointAsync(tenant, size) is not { } text)
            return null;
        Assert.True(SignedCheckpoint.TryRead(text, out var signed, out var problem), problem);
        Assert.True(signed.IsSignedBy(cluster.Services.GetRequiredService<ILogSigner>().PublicKey));
        Assert.Equal((tenant, size), (signed.Checkpoint.Ledger, signed.Checkpoint.TreeSize));
        return signed.Checkpoint;
    }

    private SqliteJournal Open() => new(File, new JournalOptions(), TimeProvider.System, NullLogger<SqliteJournal>.Instance);

    private void Execute(string sql)
    {
        using var connection = new SqliteConnection($"Data Source={File};Pooling=false");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }

    /// <summary>Writes each blob and then fails, as a process does that dies right after; nothing later gets through.</summary>
    internal sealed class DyingBlobStore(IBlobStore inner) : IBlobStore
    {
        private readonly TaskCompletionSource died = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public Task Died => died.Task;

        public async Task<bool> PutOnceAsync(string name, ReadOnlyMemory<byte> bytes, CancellationToken cancellation = default)
        {
            await inner.PutOnceAsync(name, bytes, cancellation);
            died.TrySetResult();
            throw new IOException("The process died here.");
        }

        public Task<bool> PutOnceAsync(string name, Stream content, CancellationToken cancellation = default) => inner.PutOnceAsync(name, content, cancellation);

        public Task<Stream?> OpenAsync(string name, CancellationToken cancellation = default) => inner.OpenAsync(name, cancellation);

        public Task<byte[]?> GetAsync(string name, CancellationToken cancellation = default) => inner.GetAsync(name, cancellation);

        public IAsyncEnumerable<string> ListAsync(string prefix, CancellationToken cancellation = default) => inner.ListAsync(prefix, cancellation);
    }
}
