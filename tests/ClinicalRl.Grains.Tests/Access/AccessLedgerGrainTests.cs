using ClinicalRl.Audit.Access;
using ClinicalRl.Audit.Ledger;
using ClinicalRl.Grains.Access;
using ClinicalRl.Grains.Journal;
using ClinicalRl.Grains.Ledger;
using ClinicalRl.Simulation.Randomness;
using ClinicalRl.Testing.Access;
using ClinicalRl.Testing.Journal;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;

namespace ClinicalRl.Grains.Tests.Access;

public sealed class AccessLedgerGrainTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    private string File => Path.Combine(folder.Path, "journal.db");

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task ManyAtOnce_AreEachEnteredOnce_InFewerSignedBatches()
    {
        await using (var cluster = await GrainCluster.StartAsync(folder.Path))
        {
            var ledger = cluster.Grains.GetGrain<IAccessLedgerGrain>("t1");
            await Task.WhenAll(Enumerable.Range(0, 500).Select(place => ledger.RecordAsync(RecordedAccess.Event(place).ToBytes()).AsTask())).WaitAsync(GrainCluster.Limit);
            await ledger.RecordAsync(RecordedAccess.Event(7).ToBytes());   // repeated: an answer was lost
            await MustBeWholeAsync(cluster, 500);
            Assert.InRange(Count("access_checkpoints"), 1, 250);
        }

        await using var again = await GrainCluster.StartAsync(folder.Path);
        await again.Grains.GetGrain<IAccessLedgerGrain>("t1").RecordAsync(RecordedAccess.Event(500).ToBytes());
        await MustBeWholeAsync(again, 501);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(20261125)]
    public async Task WhatWasAnswered_IsThere_WhateverTheStoreDoes(ulong seed)
    {
        var random = new RandomStream(seed);
        var failures = 0;
        using var sqlite = new SqliteJournal(File, new JournalOptions(), TimeProvider.System, NullLogger<SqliteJournal>.Instance);
        var journal = new FaultyLedgerJournal(sqlite, () => LedgerFault.None, () => random.Chance(500) && ++failures > 0 ? (LedgerFault)random.Between(1, 3) : LedgerFault.None);
        await using var cluster = await GrainCluster.StartAsync(folder.Path, services => services.AddSingleton<IJournal>(journal));
        var ledger = cluster.Grains.GetGrain<IAccessLedgerGrain>("t1");
        var recorded = 0;
        for (var place = 0; place < 60; place++)
        {
            try
            {
                await ledger.RecordAsync(RecordedAccess.Event(place).ToBytes());
                Assert.NotNull(await sqlite.Access.FindAsync("t1", RecordedAccess.Event(place).Id));
                recorded++;
            }
            catch (LedgerUnavailableException)
            {
                // nothing was promised
            }
        }

        Assert.True(failures > 10 && recorded > 10, $"seed {seed}: {failures} failures, {recorded} recorded");
        await MustBeWholeAsync(cluster, (int)await sqlite.Access.SizeAsync("t1"));
    }

    [Fact]
    public async Task ALedgerThatLostEvents_IsNotContinued_NorAnotherTenantsEventTaken()
    {
        await using (var cluster = await GrainCluster.StartAsync(folder.Path))
        {
            var ledger = cluster.Grains.GetGrain<IAccessLedgerGrain>("t1");
            for (var place = 0; place < 3; place++)
                await ledger.RecordAsync(RecordedAccess.Event(place).ToBytes());
            await Assert.ThrowsAsync<ArgumentException>(() => ledger.RecordAsync(RecordedAccess.Event(3, "t2").ToBytes()).AsTask());
        }

        Execute("DELETE FROM access_events WHERE leaf = 2");
        await using var again = await GrainCluster.StartAsync(folder.Path);
        var error = await Assert.ThrowsAsync<LedgerUnavailableException>(() => again.Grains.GetGrain<IAccessLedgerGrain>("t1").RecordAsync(RecordedAccess.Event(3).ToBytes()).AsTask());
        Assert.Contains("must be restored", error.Message, StringComparison.Ordinal);
    }

    private static async Task MustBeWholeAsync(GrainCluster cluster, int size)
    {
        var access = cluster.Journal.Access;
        Assert.True(SignedCheckpoint.TryRead(await cluster.Grains.GetGrain<IAccessLedgerGrain>("t1").CheckpointAsync(), out var signed, out var problem), problem);
        Assert.Equal((AccessEvent.LedgerOf("t1"), (long)size), (signed.Checkpoint.Ledger, signed.Checkpoint.TreeSize));
        var tree = new MerkleTree();
        var events = await access.ReadAsync("t1", 0, size + 1);
        foreach (var entry in events)
            tree.Append(entry.LeafHash());
        Assert.Equal(signed.Checkpoint.RootHash, tree.Root);
        Assert.Equal(size, events.Select(entry => entry.Id).Distinct(StringComparer.Ordinal).Count());
    }

    private long Count(string table)
    {
        using var connection = SqliteJournalSchema.Open(File, pooled: false);
        using var command = connection.CreateCommand();
        command.CommandText = $"SELECT count(*) FROM {table}";
        return (long)command.ExecuteScalar()!;
    }

    private void Execute(string sql)
    {
        using var connection = new SqliteConnection($"Data Source={File};Pooling=False");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }
}
