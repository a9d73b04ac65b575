using System.Text;
using ClinicalRl.Audit.Ledger;
using ClinicalRl.Audit.RunLogs;
using ClinicalRl.Grains.Episodes;
using ClinicalRl.Grains.Journal;
using ClinicalRl.Grains.Ledger;

namespace ClinicalRl.Grains.Tests.Journal;

/// <summary>What every journal must do.</summary>
public abstract class JournalConformance
{
    private static readonly DateTimeOffset Noon = new(2026, 11, 22, 12, 0, 0, TimeSpan.Zero);

    protected abstract IJournal Journal { get; }

    [Fact]
    public async Task Append_KeepsLinesInOrder()
    {
        var key = new EpisodeKey("t1", "ep_order");
        Assert.Equal(AppendOutcome.Appended, await Journal.AppendAsync(Begin(key, "header", "one", "two")));
        Assert.Equal(AppendOutcome.Appended, await Journal.AppendAsync(Records(key, 3, "three")));
        Assert.Equal(["header", "one", "two", "three"], await Read(key));
        Assert.Equal(["one", "two"], await Read(key, 1, 2));
        Assert.Empty(await Read(key, 4));
        Assert.Empty(await Read(new EpisodeKey("t2", "ep_order")));
    }

    [Fact]
    public async Task Append_Conflicts_WhenThePlaceIsTakenOrNotTheNext()
    {
        var key = new EpisodeKey("t1", "ep_places");
        await Journal.AppendAsync(Begin(key, "header", "one"));
        Assert.Equal(AppendOutcome.Conflict, await Journal.AppendAsync(Begin(key, "another header")));
        Assert.Equal(AppendOutcome.Conflict, await Journal.AppendAsync(Records(key, 1, "another one")));
        Assert.Equal(AppendOutcome.Conflict, await Journal.AppendAsync(Records(key, 1, "another one", "two")));
        Assert.Equal(AppendOutcome.Conflict, await Journal.AppendAsync(Records(key, 3, "three")));
        Assert.Equal(AppendOutcome.Conflict, await Journal.AppendAsync(Records(new EpisodeKey("t1", "ep_none"), 1, "one")));
        Assert.Equal(AppendOutcome.Conflict, await Journal.AppendAsync(Records(new EpisodeKey("t1", "ep_none"), 0, "no opening")));
        Assert.Equal(["header", "one"], await Read(key));
        Assert.Empty(await Read(new EpisodeKey("t1", "ep_none")));
    }

    [Fact]
    public async Task Append_Conflicts_AfterTheClosing()
    {
        var key = new EpisodeKey("t1", "ep_closed");
        await Journal.AppendAsync(Begin(key, "header"));
        Assert.Equal(AppendOutcome.Appended, await Journal.AppendAsync(Records(key, 1, "one", "seal") with { Closing = new(EpisodeStatus.Terminated, 1) }));
        Assert.Equal(AppendOutcome.Conflict, await Journal.AppendAsync(Records(key, 3, "more")));
        var row = await Journal.FindAsync(key);
        Assert.Equal((EpisodeStatus.Terminated, 1, false), (row!.Status, row.Steps, row.Stored));
    }

    [Fact]
    public async Task Append_LetsOneWriterWin_AndFailsOnlyTheOthers()
    {
        var key = new EpisodeKey("t1", "ep_race");
        await Journal.AppendAsync(Begin(key, "header"));
        var bystanders = Enumerable.Range(0, 20).Select(i => new EpisodeKey("t1", $"ep_bystander_{i}")).ToArray();
        var racers = Enumerable.Range(0, 20).Select(i => Task.Run(() => Journal.AppendAsync(Records(key, 1, $"writer {i}")).AsTask())).ToArray();
        var others = bystanders.Select(other => Task.Run(() => Journal.AppendAsync(Begin(other, "header")).AsTask())).ToArray();
        var outcomes = await Task.WhenAll(racers).WaitAsync(GrainCluster.Limit);
        var winner = Array.IndexOf(outcomes, AppendOutcome.Appended);
        Assert.Equal(19, outcomes.Count(outcome => outcome == AppendOutcome.Conflict));
        Assert.Equal(["header", $"writer {winner}"], await Read(key));
        Assert.All(await Task.WhenAll(others).WaitAsync(GrainCluster.Limit), outcome => Assert.Equal(AppendOutcome.Appended, outcome));
    }

    [Fact]
    public async Task Find_TellsWhatWasOpened()
    {
        var key = new EpisodeKey("t1", "ep_find");
        await Journal.AppendAsync(Begin(key, "header", "one") with { Opening = Opening(("b", "½ \"x\""), ("a", "")) with { Parent = "ep_parent" } });
        var row = await Journal.FindAsync(key);
        Assert.Equal((key, EpisodeStatus.Running, 1, false), (row!.Key, row.Status, row.Steps, row.Stored));
        Assert.Equal((Noon, "corridor", "1.0.0", "train", "standard", "ep_parent"),
            (row.Opening.Created, row.Opening.Environment, row.Opening.Version, row.Opening.Split, row.Opening.Difficulty, row.Opening.Parent));
        Assert.Equal([("a", ""), ("b", "½ \"x\"")], row.Opening.Labels.OrderBy(label => label.Key, StringComparer.Ordinal).Select(label => (label.Key, label.Value)));
        Assert.Null(await Journal.FindAsync(new EpisodeKey("t2", "ep_find")));
    }

    [Fact]
    public async Task List_GivesATenantsEpisodes_NewestFirst_PageByPage()
    {
        for (var i = 0; i < 7; i++)
            await Journal.AppendAsync(Begin(new EpisodeKey("lister", $"ep_{i}"), "header"));
        await Journal.AppendAsync(Begin(new EpisodeKey("other", "ep_x"), "header"));
        var first = await Journal.ListAsync(new EpisodeQuery("lister") { Limit = 3 });
        Assert.Equal(["ep_6", "ep_5", "ep_4"], first.Select(row => row.Key.Episode));
        var second = await Journal.ListAsync(new EpisodeQuery("lister") { Limit = 3, After = "ep_4" });
        Assert.Equal(["ep_3", "ep_2", "ep_1"], second.Select(row => row.Key.Episode));
        Assert.Equal(["ep_0"], (await Journal.ListAsync(new EpisodeQuery("lister") { Limit = 3, After = "ep_1" })).Select(row => row.Key.Episode));
        Assert.Empty(await Journal.ListAsync(new EpisodeQuery("lister") { After = "ep_x" }));
        Assert.Equal(7, (await Journal.ListAsync(new EpisodeQuery("lister") { Limit = 1_000_000 })).Length);
    }

    [Fact]
    public async Task List_Filters()
    {
        await Journal.AppendAsync(Begin(new EpisodeKey("filter", "ep_a"), "header") with { Opening = Opening(("run", "1")) });
        await Journal.AppendAsync(Begin(new EpisodeKey("filter", "ep_b"), "header") with { Opening = Opening(("run", "2")) with { Environment = "maze", Split = "heldout" } });
        await Journal.AppendAsync(Begin(new EpisodeKey("filter", "ep_c"), "header", "seal") with { Opening = Opening(("run", "1")), Closing = new(EpisodeStatus.Aborted, 0) });
        var all = new EpisodeQuery("filter");
        Assert.Equal(["ep_c", "ep_a"], await Ids(all with { Label = new("run", "1") }));
        Assert.Equal(["ep_b"], await Ids(all with { Environment = "maze" }));
        Assert.Equal(["ep_b"], await Ids(all with { Split = "heldout" }));
        Assert.Equal(["ep_c"], await Ids(all with { Status = EpisodeStatus.Aborted }));
        Assert.Equal(["ep_a"], await Ids(all with { Status = EpisodeStatus.Running, Label = new("run", "1"), Environment = "corridor" }));
        Assert.Empty(await Ids(all with { Label = new("run' OR '1'='1", "1") }));
        Assert.Empty(await Ids(new EpisodeQuery("t1") { Label = new("run", "2") }));
    }

    [Fact]
    public async Task ListUnfiled_GivesSealedEpisodes_UntilTheyAreInTheLedger()
    {
        var key = new EpisodeKey("t1", "ep_store");
        await Journal.AppendAsync(Begin(key, "header"));
        Assert.Equal(AppendOutcome.Conflict, await Journal.MarkStoredAsync(key));
        Assert.DoesNotContain(key, await Journal.ListUnfiledAsync(1000));
        await Journal.AppendAsync(Records(key, 1, "seal") with { Closing = new(EpisodeStatus.Aborted, 0) });
        Assert.Contains(key, await Journal.ListUnfiledAsync(1000));
        Assert.DoesNotContain(key, await Journal.ListUnfiledAsync(1000, after: key));
        Assert.Equal(AppendOutcome.Appended, await Journal.MarkStoredAsync(key));
        Assert.Contains(key, await Journal.ListUnfiledAsync(1000));
        Assert.True((await Journal.FindAsync(key))!.Stored);
        var entry = new LedgerEntry(key.Tenant, key.Episode, Sha256Digest.Of("log"u8), Noon);
        Assert.Equal(AppendOutcome.Appended, await Journal.Ledger.AppendAsync(new LedgerAppend(key.Tenant, 0, [new LedgerLeaf(entry, [entry.LeafHash()])], "signed")));
        Assert.Equal(AppendOutcome.Appended, await Journal.MarkStoredAsync(key));
        Assert.DoesNotContain(key, await Journal.ListUnfiledAsync(1000));
        Assert.Equal(LogFiling.InLedger, (await Journal.FindAsync(key))!.Filing);
    }

    internal static JournalAppend Begin(EpisodeKey key, params string[] lines) => Records(key, 0, lines) with { Opening = Opening() };

    internal static JournalAppend Records(EpisodeKey key, int first, params string[] lines) =>
        new(key, first, [.. lines.Select(line => (ReadOnlyMemory<byte>)Encoding.UTF8.GetBytes(line))]);

    private static EpisodeOpening Opening(params (string Name, string Value)[] labels) => new()
    {
        Created = Noon,
        Environment = "corridor",
        Version = "1.0.0",
        Split = "train",
        Difficulty = "standard",
        Labels = [.. labels.Select(label => new KeyValuePair<string, string>(label.Name, label.Value))],
    };

    private async Task<string[]> Read(EpisodeKey key, int from = 0, int count = int.MaxValue) =>
        [.. (await Journal.ReadAsync(key, from, count)).Select(line => Encoding.UTF8.GetString(line.Span))];

    private async Task<string[]> Ids(EpisodeQuery query) => [.. (await Journal.ListAsync(query)).Select(row => row.Key.Episode)];
}
