using System.Collections.Immutable;
using ClinicalRl.Audit.Ledger;
using ClinicalRl.Audit.RunLogs;
using ClinicalRl.Grains.Episodes;
using ClinicalRl.Grains.Journal;
using ClinicalRl.Grains.Ledger;
using Microsoft.Extensions.Logging.Abstractions;

namespace ClinicalRl.Grains.Tests.Ledger;

/// <summary>What every store of ledgers must do.</summary>
public abstract class LedgerStoreConformance
{
    private static readonly DateTimeOffset Noon = new(2026, 11, 22, 12, 0, 0, TimeSpan.Zero);

    protected abstract IJournal Journal { get; }

    private ILedgerStore<LedgerEntry> Ledger => Journal.Ledger;

    [Fact]
    public async Task Entries_StayInTheirOrder_AndEveryHashIsFound()
    {
        var entries = await SealAsync("order", 21);
        var tree = new MerkleTree();
        foreach (var some in entries.Chunk(4))
            Assert.Equal(AppendOutcome.Appended, await AppendAsync(tree, some));
        Assert.Equal(21, await Ledger.SizeAsync("order"));
        Assert.Equal(entries[3..10], await Ledger.ReadAsync("order", 3, 7));
        Assert.Empty(await Ledger.ReadAsync("order", 21, 5));
        Assert.Equal(17, await Ledger.FindAsync("order", entries[17].Episode));
        Assert.Null(await Ledger.FindAsync("other", entries[17].Episode));
        Assert.Equal(0, await Ledger.SizeAsync("other"));
        for (long size = 1; size <= 21; size++)
        {
            var again = new MerkleTree(size, await Ledger.HashesAsync("order", MerkleTree.SubtreesOf(size)));
            for (long leaf = 0; leaf < size; leaf++)
                Assert.True((await Ledger.ProveInclusionAsync("order", leaf, size)).Holds(again.Root));
            Assert.True((await Ledger.ProveConsistencyAsync("order", size, 21)).Holds(again.Root, tree.Root));
        }

        await Assert.ThrowsAsync<JournalUnavailableException>(() => Ledger.HashesAsync("order", [new MerkleNode(0, 21)]).AsTask());
        await Assert.ThrowsAsync<JournalUnavailableException>(() => Ledger.HashesAsync("other", [new MerkleNode(0, 0)]).AsTask());
    }

    [Fact]
    public async Task Append_Conflicts_AndWritesNothing_WhenAnythingIsOutOfPlace()
    {
        var entries = await SealAsync("places", 4);
        await Journal.AppendAsync(Opened(new EpisodeKey("places", "ep_running"), null));
        var running = Entry("places", "ep_running");
        var unknown = Entry("places", "ep_unknown");
        var tree = new MerkleTree();
        Assert.Equal(AppendOutcome.Appended, await AppendAsync(tree, entries[..2]));
        Assert.Equal(AppendOutcome.Conflict, await Ledger.AppendAsync(new LedgerAppend("places", 1, [Leaf(entries[2])], "late")));
        Assert.Equal(AppendOutcome.Conflict, await Ledger.AppendAsync(new LedgerAppend("places", 3, [Leaf(entries[2])], "gap")));
        foreach (var wrong in (LedgerEntry[])[running, unknown, entries[0]])
            Assert.Equal(AppendOutcome.Conflict, await Ledger.AppendAsync(new LedgerAppend("places", 2, [Leaf(entries[2]), Leaf(wrong)], "wrong")));
        Assert.Equal(2, await Ledger.SizeAsync("places"));
        Assert.Equal(LogFiling.None, (await Journal.FindAsync(new EpisodeKey("places", entries[2].Episode)))!.Filing);
        Assert.Equal("signed 2", await Ledger.CheckpointAsync("places"));
        Assert.Equal(AppendOutcome.Appended, await AppendAsync(tree, entries[2..]));
        Assert.Equal(entries, await Ledger.ReadAsync("places", 0, 10));
    }

    [Fact]
    public async Task Checkpoints_AreAllKept_AsTheyWereFirstSigned()
    {
        Assert.Null(await Ledger.CheckpointAsync("checks"));
        Assert.Equal(AppendOutcome.Appended, await Ledger.AppendAsync(new LedgerAppend("checks", 0, [], "empty")));
        Assert.Equal(AppendOutcome.Appended, await Ledger.AppendAsync(new LedgerAppend("checks", 0, [], "empty again")));
        var entries = await SealAsync("checks", 12);
        var tree = new MerkleTree();
        foreach (var some in entries.Chunk(5))
            await AppendAsync(tree, some);
        Assert.Equal("signed 12", await Ledger.CheckpointAsync("checks"));
        Assert.Equal(["empty", "signed 5", "signed 10", null], (string?[])
            [await Ledger.CheckpointAsync("checks", 0), await Ledger.CheckpointAsync("checks", 5), await Ledger.CheckpointAsync("checks", 10), await Ledger.CheckpointAsync("checks", 11)]);
        Assert.Null(await Ledger.CheckpointAsync("other"));
    }

    [Fact]
    public async Task OneOfManyWriters_Wins()
    {
        var entries = await SealAsync("race", 8);
        var outcomes = await Task.WhenAll(entries.Select(entry => Task.Run(() => Ledger.AppendAsync(new LedgerAppend("race", 0, [Leaf(entry)], "signed")).AsTask())))
            .WaitAsync(GrainCluster.Limit);
        Assert.Single(outcomes, outcome => outcome == AppendOutcome.Appended);
        Assert.Equal(1, await Ledger.SizeAsync("race"));
        Assert.Equal(entries[Array.IndexOf(outcomes, AppendOutcome.Appended)], Assert.Single(await Ledger.ReadAsync("race", 0, 10)));
    }

    private static LedgerEntry Entry(string tenant, string episode) => new(tenant, episode, Sha256Digest.Of(System.Text.Encoding.ASCII.GetBytes(episode)), Noon);

    private static LedgerLeaf Leaf(LedgerEntry entry) => new(entry, [entry.LeafHash()]);

    private static JournalAppend Opened(EpisodeKey key, EpisodeClosing? closing) => new(key, 0, closing is null ? ["header"u8.ToArray()] : ["header"u8.ToArray(), "seal"u8.ToArray()])
    {
        Opening = new EpisodeOpening { Created = Noon, Environment = "corridor", Version = "1.0.0", Split = "train", Difficulty = "standard" },
        Closing = closing,
    };

    private async Task<ImmutableArray<LedgerEntry>> SealAsync(string tenant, int count)
    {
        var entries = ImmutableArray.CreateBuilder<LedgerEntry>();
        for (var i = 0; i < count; i++)
        {
            Assert.Equal(AppendOutcome.Appended, await Journal.AppendAsync(Opened(new EpisodeKey(tenant, $"ep_{i}"), new EpisodeClosing(EpisodeStatus.Aborted, 0))));
            entries.Add(Entry(tenant, $"ep_{i}"));
        }

        return entries.ToImmutable();
    }

    private ValueTask<AppendOutcome> AppendAsync(MerkleTree tree, IEnumerable<LedgerEntry> entries)
    {
        var first = tree.Size;
        ImmutableArray<LedgerLeaf> leaves = [.. entries.Select(entry => new LedgerLeaf(entry, tree.Append(entry.LeafHash())))];
        return Ledger.AppendAsync(new LedgerAppend(leaves[0].Entry.Tenant, first, leaves, $"signed {tree.Size}"));
    }
}

public sealed class MemoryLedgerStoreTests : LedgerStoreConformance
{
    protected override IJournal Journal { get; } = new MemoryJournal();
}

public sealed class SqliteLedgerStoreTests : LedgerStoreConformance, IDisposable
{
    private readonly TemporaryFolder folder = new();
    private readonly SqliteJournal journal;

    public SqliteLedgerStoreTests() =>
        journal = new SqliteJournal(Path.Combine(folder.Path, "journal.db"), new JournalOptions(), TimeProvider.System, NullLogger<SqliteJournal>.Instance);

    protected override IJournal Journal => journal;

    public void Dispose()
    {
        journal.Dispose();
        folder.Dispose();
    }
}

public sealed class PostgresLedgerStoreTests(ClinicalRl.Testing.Database.PostgresServer server) : LedgerStoreConformance, IAsyncLifetime
{
    private Tests.Journal.PostgresStore store = null!;

    protected override IJournal Journal => store.Journal;

    public async ValueTask InitializeAsync() => store = await Tests.Journal.PostgresStore.CreateAsync(server);

    public ValueTask DisposeAsync() => store.DisposeAsync();
}
