using ClinicalRl.Grains.Episodes;
using ClinicalRl.Grains.Journal;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Logging.Abstractions;

namespace ClinicalRl.Grains.Tests.Journal;

public sealed class MemoryJournalTests : JournalConformance
{
    protected override IJournal Journal { get; } = new MemoryJournal();
}

public sealed class SqliteJournalTests : JournalConformance, IDisposable
{
    private readonly TemporaryFolder folder = new();
    private readonly SqliteJournal journal;

    public SqliteJournalTests() => journal = Open();

    protected override IJournal Journal => journal;

    private string File => Path.Combine(folder.Path, "journal.db");

    public void Dispose()
    {
        journal.Dispose();
        folder.Dispose();
    }

    [Fact]
    public async Task Lines_SurviveClosingAndOpening()
    {
        var key = new EpisodeKey("t1", "ep_reopen");
        await journal.AppendAsync(Begin(key, "header"));
        journal.Dispose();
        using var again = Open();
        Assert.Single(await again.ReadAsync(key));
        Assert.Equal(AppendOutcome.Appended, await again.AppendAsync(Lines(key, 1, "one")));
    }

    [Fact]
    public async Task TwoProcesses_CannotBothWriteAPlace()
    {
        using var other = Open();
        var key = new EpisodeKey("t1", "ep_two");
        await journal.AppendAsync(Begin(key, "header"));
        for (var place = 1; place <= 20; place++)
        {
            var both = await Task.WhenAll(
                Task.Run(() => journal.AppendAsync(Lines(key, place, "a")).AsTask()),
                Task.Run(() => other.AppendAsync(Lines(key, place, "b")).AsTask())).WaitAsync(GrainCluster.Limit);
            Assert.Equal([AppendOutcome.Appended, AppendOutcome.Conflict], both.Order());
        }
    }

    [Fact]
    public async Task AFailedBatch_FailsItsCallers_AndTheWriterGoesOn()
    {
        var key = new EpisodeKey("t1", "ep_fail");
        await journal.AppendAsync(Begin(key, "header"));
        Execute("ALTER TABLE lines RENAME TO hidden");
        Assert.Equal(AppendOutcome.Unavailable, await journal.AppendAsync(Lines(key, 1, "one")));
        await Assert.ThrowsAsync<JournalUnavailableException>(() => journal.ReadAsync(key).AsTask());
        Execute("ALTER TABLE hidden RENAME TO lines");
        Assert.Equal(AppendOutcome.Appended, await journal.AppendAsync(Lines(key, 1, "one")));
        Assert.Equal(2, (await journal.ReadAsync(key)).Length);
    }

    [Fact]
    public async Task AnAppend_IsUnavailable_WhenTheStoreHangs()
    {
        using var impatient = new SqliteJournal(
            File, new SqliteJournalOptions { AppendTimeout = TimeSpan.FromMilliseconds(200), QueueCapacity = 1 }, TimeProvider.System, NullLogger<SqliteJournal>.Instance);
        await using var locker = new SqliteConnection($"Data Source={File};Pooling=false");
        await locker.OpenAsync();
        await using (var transaction = locker.BeginTransaction(deferred: false))
        {
            var appends = Enumerable.Range(0, 5).Select(i => impatient.AppendAsync(Begin(new EpisodeKey("t1", $"ep_hang_{i}"), "header")).AsTask());
            Assert.All(await Task.WhenAll(appends).WaitAsync(GrainCluster.Limit), outcome => Assert.Equal(AppendOutcome.Unavailable, outcome));
        }
    }

    private SqliteJournal Open() => new(File, new SqliteJournalOptions(), TimeProvider.System, NullLogger<SqliteJournal>.Instance);

    private void Execute(string sql)
    {
        using var connection = new SqliteConnection($"Data Source={File};Pooling=false");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }
}
