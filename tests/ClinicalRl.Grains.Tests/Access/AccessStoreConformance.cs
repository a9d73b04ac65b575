using System.Collections.Immutable;
using ClinicalRl.Audit.Access;
using ClinicalRl.Audit.Ledger;
using ClinicalRl.Grains.Access;
using ClinicalRl.Grains.Journal;
using ClinicalRl.Grains.Ledger;
using ClinicalRl.Testing.Access;
using Microsoft.Extensions.Logging.Abstractions;

namespace ClinicalRl.Grains.Tests.Access;

/// <summary>What every store of access events must do.</summary>
public abstract class AccessStoreConformance
{
    protected abstract IJournal Journal { get; }

    private IAccessStore Access => Journal.Access;

    [Fact]
    public async Task Events_AreFoundByKeySubjectKindAndPeriod_NewestFirst()
    {
        await AppendAsync("find", 40);
        await AppendAsync("other", 5);
        var all = Enumerable.Range(0, 40).Select(place => RecordedAccess.Event(place, "find")).ToList();
        await MustFindAsync(all, new AccessQuery("find", 100), _ => true);
        await MustFindAsync(all, new AccessQuery("find", 100, Actor: "key_1"), entry => entry.Actor == "key_1");
        await MustFindAsync(all, new AccessQuery("find", 100, Subject: "ep_002"), entry => entry.Subject == "ep_002");
        await MustFindAsync(all, new AccessQuery("find", 100, Kind: "coverage", Actor: "key_0"), entry => entry is { Kind: "coverage", Actor: "key_0" });
        await MustFindAsync(all, new AccessQuery("find", 100, From: all[10].Time, To: all[20].Time), entry => entry.Time >= all[10].Time && entry.Time < all[20].Time);
        await MustFindAsync(all, new AccessQuery("find", 100, Subject: "ep_\0"), _ => false);
        Assert.Equal([9, 8, 7], (await Access.ListAsync(new AccessQuery("find", 3, Before: 10))).Select(row => row.Leaf));
    }

    [Fact]
    public async Task Events_AreInAWholeLedger_EachOnce()
    {
        var root = await AppendAsync("whole", 21);
        Assert.Equal((21, 17L), (await Access.SizeAsync("whole"), await Access.FindAsync("whole", RecordedAccess.Event(17).Id)));
        Assert.True((await Access.ProveInclusionAsync("whole", 17, 21)).Holds(root));
        Assert.Equal("signed 14", await Access.CheckpointAsync("whole", 14));
        var again = RecordedAccess.Event(3, "whole");
        Assert.Equal(AppendOutcome.Conflict, await Access.AppendAsync(new LedgerAppend("whole", 21, [new LedgerLeaf(again, [again.LeafHash()])], "twice")));
        var late = RecordedAccess.Event(30, "whole");
        Assert.Equal(AppendOutcome.Conflict, await Access.AppendAsync(new LedgerAppend("whole", 22, [new LedgerLeaf(late, [late.LeafHash()])], "gap")));
        Assert.Equal("signed 21", await Access.CheckpointAsync("whole"));
        Assert.Equal(0, await Journal.Ledger.SizeAsync("whole"));
    }

    private async Task MustFindAsync(List<AccessEvent> all, AccessQuery query, Func<AccessEvent, bool> matches) =>
        Assert.Equal(all.Where(matches).Reverse(), (await Access.ListAsync(query)).Select(row => row.Event));

    private async Task<Audit.RunLogs.Sha256Digest> AppendAsync(string tenant, int count)
    {
        var tree = new MerkleTree();
        foreach (var some in Enumerable.Range(0, count).Select(place => RecordedAccess.Event(place, tenant)).Chunk(7))
        {
            var first = tree.Size;
            ImmutableArray<LedgerLeaf> leaves = [.. some.Select(entry => new LedgerLeaf(entry, tree.Append(entry.LeafHash())))];
            Assert.Equal(AppendOutcome.Appended, await Access.AppendAsync(new LedgerAppend(tenant, first, leaves, $"signed {tree.Size}")));
        }

        return tree.Root;
    }
}

public sealed class MemoryAccessStoreTests : AccessStoreConformance
{
    protected override IJournal Journal { get; } = new MemoryJournal();
}

public sealed class SqliteAccessStoreTests : AccessStoreConformance, IDisposable
{
    private readonly TemporaryFolder folder = new();
    private readonly SqliteJournal journal;

    public SqliteAccessStoreTests() =>
        journal = new SqliteJournal(Path.Combine(folder.Path, "journal.db"), new JournalOptions(), TimeProvider.System, NullLogger<SqliteJournal>.Instance);

    protected override IJournal Journal => journal;

    public void Dispose()
    {
        journal.Dispose();
        folder.Dispose();
    }
}

public sealed class PostgresAccessStoreTests(ClinicalRl.Testing.Database.PostgresServer server) : AccessStoreConformance, IAsyncLifetime
{
    private Tests.Journal.PostgresStore store = null!;

    protected override IJournal Journal => store.Journal;

    public async ValueTask InitializeAsync() => store = await Tests.Journal.PostgresStore.CreateAsync(server);

    public ValueTask DisposeAsync() => store.DisposeAsync();
}
