using ClinicalRl.Audit.Ledger;
using ClinicalRl.Audit.RunLogs;
using ClinicalRl.Grains.Episodes;
using ClinicalRl.Grains.Journal;
using ClinicalRl.Grains.Ledger;
using ClinicalRl.Grains.Sealing;
using ClinicalRl.Grains.Streams;
using ClinicalRl.Grains.Tests.Journal;
using ClinicalRl.Testing.Database;
using Microsoft.Extensions.Logging.Abstractions;

namespace ClinicalRl.Grains.Tests.Sealing;

/// <summary>That logs came into a ledger is told in the transaction in which they did, or not at all.</summary>
public abstract class EpisodesSealedConformance
{
    protected abstract IJournal Journal { get; }

    [Fact]
    public async Task LogsThatEnterALedgerTogether_AreToldOfOnce_AndRefusedOnesAreNot()
    {
        var leaves = new List<LedgerLeaf>();
        for (var i = 0; i < 3; i++)
        {
            var key = new EpisodeKey("told", $"ep_{i}");
            await Journal.AppendAsync(JournalConformance.Begin(key, "header", "seal") with { Closing = new EpisodeClosing(EpisodeStatus.Terminated, 0) });
            var entry = new LedgerEntry("told", key.Episode, Sha256Digest.Of("log"u8), new DateTimeOffset(2026, 11, 25, 12, 0, 0, TimeSpan.Zero));
            leaves.Add(new LedgerLeaf(entry, [entry.LeafHash()]));
        }

        Assert.Equal(AppendOutcome.Appended, await Journal.Ledger.AppendAsync(new LedgerAppend("told", 0, [leaves[0], leaves[1]], "signed")));
        Assert.Equal(AppendOutcome.Conflict, await Journal.Ledger.AppendAsync(new LedgerAppend("told", 2, [leaves[2], leaves[0]], "wrong")));
        Assert.Equal(AppendOutcome.Conflict, await Journal.Ledger.AppendAsync(new LedgerAppend("told", 5, [leaves[2]], "gap")));
        Assert.Equal(["""{"firstLeaf":0,"size":2}"""], await ToldAsync());
        Assert.Equal(AppendOutcome.Appended, await Journal.Ledger.AppendAsync(new LedgerAppend("told", 2, [leaves[2]], "signed")));
        Assert.Equal(["""{"firstLeaf":0,"size":2}""", """{"firstLeaf":2,"size":3}"""], await ToldAsync());
    }

    private async Task<IEnumerable<string>> ToldAsync()
    {
        var messages = await new MessageTable(Journal.Tables, TimeProvider.System).ReadAsync(MessageQueues.Of(EpisodesSealed.Stream, "told"), 0, 100);
        return messages.Where(message => (message.Namespace, message.Key) == (EpisodesSealed.Stream, "told")).Select(message => System.Text.Encoding.UTF8.GetString(message.Payload));
    }
}

public sealed class SqliteEpisodesSealedTests : EpisodesSealedConformance, IDisposable
{
    private readonly TemporaryFolder folder = new();
    private readonly SqliteJournal journal;

    public SqliteEpisodesSealedTests() =>
        journal = new SqliteJournal(Path.Combine(folder.Path, "journal.db"), new JournalOptions(), TimeProvider.System, NullLogger<SqliteJournal>.Instance);

    protected override IJournal Journal => journal;

    public void Dispose()
    {
        journal.Dispose();
        folder.Dispose();
    }
}

public sealed class PostgresEpisodesSealedTests(PostgresServer server) : EpisodesSealedConformance, IAsyncLifetime
{
    private PostgresStore store = null!;

    protected override IJournal Journal => store.Journal;

    public async ValueTask InitializeAsync() => store = await PostgresStore.CreateAsync(server);

    public ValueTask DisposeAsync() => store.DisposeAsync();
}
