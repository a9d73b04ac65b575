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
        Assert.Equal(AppendOutcome.Appended, await again.AppendAsync(Records(key, 1, "one")));
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
                Task.Run(() => journal.AppendAsync(Records(key, place, "a")).AsTask()),
                Task.Run(() => other.AppendAsync(Records(key, place, "b")).AsTask())).WaitAsync(GrainCluster.Limit);
            Assert.Equal([AppendOutcome.Appended, AppendOutcome.Conflict], both.Order());
        }
    }

    [Fact]
    public async Task AFailedBatch_FailsItsCallers_AndTheWriterGoesOn()
    {
        var key = new EpisodeKey("t1", "ep_fail");
        await journal.AppendAsync(Begin(key, "header"));
        Execute("ALTER TABLE records RENAME TO hidden");
        Assert.Equal(AppendOutcome.Unavailable, await journal.AppendAsync(Records(key, 1, "one")));
        await Assert.ThrowsAsync<JournalUnavailableException>(() => journal.ReadAsync(key).AsTask());
        Execute("ALTER TABLE hidden RENAME TO records");
        Assert.Equal(AppendOutcome.Appended, await journal.AppendAsync(Records(key, 1, "one")));
        Assert.Equal(2, (await journal.ReadAsync(key)).Length);
    }

    [Fact]
    public async Task AnAppend_IsUnavailable_WhenTheStoreHangs()
    {
        using var impatient = new SqliteJournal(
            File, new JournalOptions { AppendTimeout = TimeSpan.FromMilliseconds(200), QueueCapacity = 1 }, TimeProvider.System, NullLogger<SqliteJournal>.Instance);
        await using var locker = new SqliteConnection($"Data Source={File};Pooling=false");
        await locker.OpenAsync();
        await using (var transaction = locker.BeginTransaction(deferred: false))
        {
            var appends = Enumerable.Range(0, 5).Select(i => impatient.AppendAsync(Begin(new EpisodeKey("t1", $"ep_hang_{i}"), "header")).AsTask());
            Assert.All(await Task.WhenAll(appends).WaitAsync(GrainCluster.Limit), outcome => Assert.True(outcome is AppendOutcome.Unavailable or AppendOutcome.Abandoned));
        }
    }

    [Fact]
    public async Task AnAppendThatWaitedTooLong_IsNeverWritten()
    {
        using var impatient = Open(new JournalOptions { AppendTimeout = TimeSpan.FromMilliseconds(300), QueueCapacity = 4 });
        var (taken, waiting) = (new EpisodeKey("t1", "ep_taken"), new EpisodeKey("t1", "ep_waiting"));
        await using var locker = new SqliteConnection($"Data Source={File};Pooling=false");
        await locker.OpenAsync();
        await using (locker.BeginTransaction(deferred: false))
        {
            // The writer takes the first and waits for the lock; the second waits behind it.
            Assert.Equal(AppendOutcome.Unavailable, await impatient.AppendAsync(Begin(taken, "header")));
            Assert.Equal(AppendOutcome.Abandoned, await impatient.AppendAsync(Begin(waiting, "header")));
        }

        var after = AppendOutcome.Unavailable;
        for (var attempt = 0; attempt < 100 && after is (AppendOutcome.Unavailable or AppendOutcome.Abandoned); attempt++)
            after = await impatient.AppendAsync(Begin(new EpisodeKey("t1", "ep_after"), "header"));
        Assert.True(after is AppendOutcome.Appended or AppendOutcome.Conflict);
        Assert.Empty(await journal.ReadAsync(waiting));
        Assert.Single(await journal.ReadAsync(taken));
    }

    [Fact]
    public async Task AnAppendThatFindsTheQueueFull_IsRefusedAtOnce_AndNeverWritten()
    {
        const int Room = 4;
        using var full = Open(new JournalOptions { QueueCapacity = Room, MaxBatch = 1 });
        var locker = new SqliteConnection($"Data Source={File};Pooling=false");
        await locker.OpenAsync();
        var appends = new List<Task<AppendOutcome>>();
        await using (locker)
        await using (locker.BeginTransaction(deferred: false))
        {
            // One is with the writer, which waits for the lock, and so many wait behind it; the rest has its answer while all those wait.
            for (var i = 0; i < Room + 10; i++)
                appends.Add(full.AppendAsync(Begin(new EpisodeKey("t1", $"ep_full_{i}"), "header")).AsTask());
            Assert.Equal(AppendOutcome.Abandoned, await appends[^1].WaitAsync(GrainCluster.Limit));
            Assert.Contains(appends, append => !append.IsCompleted);
        }

        var outcomes = await Task.WhenAll(appends).WaitAsync(GrainCluster.Limit);
        Assert.InRange(outcomes.Count(outcome => outcome == AppendOutcome.Appended), Room, Room + 2);
        for (var i = 0; i < outcomes.Length; i++)
            Assert.Equal(outcomes[i] == AppendOutcome.Appended ? 1 : 0, (await journal.ReadAsync(new EpisodeKey("t1", $"ep_full_{i}"))).Length);
    }

    [Fact]
    public async Task AReadWithoutRoom_IsUnavailableInTime()
    {
        using var full = Open(new JournalOptions { AppendTimeout = TimeSpan.FromMilliseconds(100), MaxReaders = 0, MaxLists = 0 });
        var key = new EpisodeKey("t1", "ep_full");
        foreach (var read in (Task[])[full.ReadAsync(key).AsTask(), full.FindAsync(key).AsTask(), full.ListAsync(new EpisodeQuery("t1")).AsTask(), full.ListUnfiledAsync(1).AsTask()])
            await Assert.ThrowsAsync<JournalUnavailableException>(() => read.WaitAsync(GrainCluster.Limit));
    }

    [Fact]
    public async Task Lists_CannotHoldUpSteps()
    {
        using var listing = Open(new JournalOptions { AppendTimeout = TimeSpan.FromMilliseconds(100), MaxLists = 0 });
        var key = new EpisodeKey("t1", "ep_listing");
        await listing.AppendAsync(Begin(key, "header"));
        await Assert.ThrowsAsync<JournalUnavailableException>(() => listing.ListAsync(new EpisodeQuery("t1")).AsTask().WaitAsync(GrainCluster.Limit));
        Assert.Single(await listing.ReadAsync(key));
        Assert.NotNull(await listing.FindAsync(key));
    }

    [Theory]
    [InlineData("environment = 'corridor'", "episodes_by_environment")]
    [InlineData("status = 1", "episodes_by_status")]
    public void AFilteredList_ReadsOnlyWhatItGives(string filter, string index)
    {
        using var connection = new SqliteConnection($"Data Source={File};Pooling=false");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = $"EXPLAIN QUERY PLAN SELECT episode FROM episodes WHERE tenant = 't1' AND {filter} ORDER BY number DESC LIMIT 50";
        using var plan = command.ExecuteReader();
        Assert.True(plan.Read());
        Assert.Contains(index, plan.GetString(3), StringComparison.Ordinal);
        Assert.False(plan.Read());   // a second row would be a sort
    }

    private SqliteJournal Open(JournalOptions options) => new(File, options, TimeProvider.System, NullLogger<SqliteJournal>.Instance);

    private SqliteJournal Open() => Open(new JournalOptions());

    private void Execute(string sql)
    {
        using var connection = new SqliteConnection($"Data Source={File};Pooling=false");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }
}
