using ClinicalRl.Evaluation.Records;
using ClinicalRl.Grains.Journal;
using ClinicalRl.Grains.Records;
using ClinicalRl.Grains.Streams;
using ClinicalRl.Grains.Tests.Journal;
using ClinicalRl.Testing.Database;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Logging.Abstractions;

namespace ClinicalRl.Grains.Tests.Records;

/// <summary>What every store of evaluation records must do.</summary>
public abstract class EvaluationRecordsConformance
{
    private static readonly DateTimeOffset Noon = new(2026, 11, 25, 12, 0, 0, TimeSpan.Zero);

    private static readonly RecordSubject First = RecordSubject.Assessment("as_first");

    private static readonly RecordSubject Second = RecordSubject.Assessment("as_second");

    private protected abstract IJournalTables Tables { get; }

    private IEvaluationRecords Store => new EvaluationRecords(Tables, new MessageSignal());

    [Fact]
    public async Task Append_NumbersEachTenantsRecords_FromNought()
    {
        await Store.AppendAsync("order", First, [Scored(1), Scored(2)]);
        await Store.AppendAsync("order", RecordSubject.Register, [Enrolled("ev_a")]);
        await Store.AppendAsync("other", First, [Scored(9)]);
        await Store.AppendAsync("order", Second, [Scored(3)]);
        var kept = await Store.ReadAsync(new RecordQuery("order"));
        Assert.Equal([0, 1, 2, 3], kept.Select(record => record.Sequence));
        Assert.Equal([First, First, RecordSubject.Register, Second], kept.Select(record => record.Subject));
        Assert.Equal([Scored(1), Scored(2), Enrolled("ev_a"), Scored(3)], kept.Select(record => record.Read()));
        Assert.Equal(0, Assert.Single(await Store.ReadAsync(new RecordQuery("other"))).Sequence);
    }

    [Fact]
    public async Task Append_KeepsARecordOnce_WhoeverRepeatsIt()
    {
        await Store.AppendAsync("once", First, [Scored(1), Scored(1), Scored(2)]);
        await Store.AppendAsync("once", First, [Scored(2), Scored(3), Scored(1)]);
        await Store.AppendAsync("once", Second, [Scored(1)]);
        await Store.AppendAsync("once", First, []);
        Assert.Equal([(0, 1), (1, 2), (2, 3), (3, 1)], (await Store.ReadAsync(new RecordQuery("once"))).Select(record => ((int)record.Sequence, ((StepScored)record.Read()).Step)));
        Assert.Equal(8, (await MessagesAsync("once/")).Count);
    }

    [Fact]
    public async Task Append_TellsOfEachRecord_OnTheStreamsOfItsAssessmentAndItsEvaluator()
    {
        await Store.AppendAsync("told", First, [Scored(1)]);
        await Store.AppendAsync("told", RecordSubject.Register, [Enrolled("ev_b")]);
        await Store.AppendAsync("told", First, [new AssessmentOpened(0, Noon, "as_first", "all", 3, 3, 3, "safe@1.0.0")]);
        Assert.Equal(
            [(RecordStreams.Assessments, "told/as_first"), (RecordStreams.Evaluators, "told/ev_a"), (RecordStreams.Evaluators, "told/ev_b"), (RecordStreams.Assessments, "told/as_first")],
            (await MessagesAsync("told/")).Select(message => (message.Namespace, message.Key)));
        var line = (await MessagesAsync("told/"))[0].Payload;
        Assert.True(RecordJson.TryRead(line, out var record, out _));
        Assert.Equal(Scored(1), record);
    }

    [Fact]
    public async Task Read_FindsBySubjectEvaluatorAndEpisode_PageByPage()
    {
        await Store.AppendAsync("find", First, [.. Enumerable.Range(1, 150).Select(step => Scored(step))]);
        await Store.AppendAsync("find", Second, [.. Enumerable.Range(1, 5).Select(step => Scored(step, "ev_z", "ep_z"))]);
        Assert.Equal(150, (await Store.ReadAsync(new RecordQuery("find") { Subject = First })).Length);
        Assert.Equal(5, (await Store.ReadAsync(new RecordQuery("find") { Evaluator = "ev_z" })).Length);
        Assert.Equal(2, (await Store.ReadAsync(new RecordQuery("find") { Episode = "ep_z", From = 152, Limit = 2 })).Length);
        Assert.Equal(3, await Store.CountAsync(new RecordQuery("find") { Episode = "ep_z", From = 152, Limit = 2 }));
        Assert.Empty(await Store.ReadAsync(new RecordQuery("other") { Evaluator = "ev_z" }));
        Assert.Equal([Second], await Store.AssessmentsAsync(new RecordQuery("find") { Episode = "ep_z" }));
        Assert.Equal([First, Second], await Store.AssessmentsAsync(new RecordQuery("find")));
        Assert.Equal([Second], await Store.AssessmentsAsync(new RecordQuery("find") { Limit = 1 }));
        var paged = new List<long>();
        await foreach (var record in Store.ReadAllAsync(new RecordQuery("find") { Limit = 7 }))
            paged.Add(record.Sequence);
        Assert.Equal(Enumerable.Range(0, 155).Select(number => (long)number), paged);
    }

    [Fact]
    public async Task Append_WritesNothing_WhenAnythingOfItFails()
    {
        var fails = Tables.WriteAsync(async connection =>
        {
            await MessageTable.EnqueueAsync(connection, [new NewMessage("test", "fails/a", [1])]);
            await TableRows.RunAsync(connection, "INSERT INTO stream_failures (number, stream_namespace, stream_key, payload, failed) VALUES (1, 'a', 'a', @payload, NULL)", ("payload", new byte[] { 1 }));
        });
        Assert.Equal(AppendOutcome.Conflict, await fails);
        Assert.Empty(await MessagesAsync("fails/"));
        await Store.AppendAsync("fails", First, [Scored(1)]);
        Assert.Single(await Store.ReadAsync(new RecordQuery("fails")));
    }

    [Fact]
    public async Task Messages_StayUntilRemoved_AndWhatNobodyTookIsKept()
    {
        var table = new MessageTable(Tables, TimeProvider.System);
        await Store.AppendAsync("stay", First, [.. Enumerable.Range(1, 3).Select(step => Scored(step))]);
        var numbers = (await MessagesAsync("stay/as_first")).Select(message => message.Number).ToArray();
        Assert.True(await table.RemoveAsync([numbers[0]]));
        Assert.True(await table.SetAsideAsync(numbers[1]));
        Assert.True(await table.SetAsideAsync(numbers[1]));
        Assert.Equal([numbers[2]], (await MessagesAsync("stay/as_first")).Select(message => message.Number));
        var failed = await Tables.ReadAsync(connection => TableRows.QueryAsync(
            connection, "SELECT payload FROM stream_failures WHERE number = @number", [("number", numbers[1])], static row => row.GetFieldValue<byte[]>(0)));
        Assert.Equal(RecordJson.Write(Scored(2)), Assert.Single(failed));
    }

    private protected static StepScored Scored(int step, string evaluator = "ev_a", string episode = "ep_a") =>
        new(step, Noon, evaluator, episode, step, 0.5, 0.9, StepScored.NoFailure, 12, "½ \"quoted\"");

    private protected async Task<List<StreamMessage>> MessagesAsync(string key)
    {
        var table = new MessageTable(Tables, TimeProvider.System);
        var found = new List<StreamMessage>();
        for (var queue = 0; queue < MessageQueues.Count; queue++)
            found.AddRange(await table.ReadAsync(queue, 0, 100_000));
        return [.. found.Where(message => message.Key.StartsWith(key, StringComparison.Ordinal)).OrderBy(message => message.Number)];
    }

    private static EvaluatorEnrolled Enrolled(string evaluator) => new(0, Noon, evaluator, "GMC", false);
}

public sealed class MemoryEvaluationRecordsTests : EvaluationRecordsConformance
{
    private protected override IJournalTables Tables { get; } = new MemoryJournal().Tables;
}

public sealed class SqliteEvaluationRecordsTests : EvaluationRecordsConformance, IDisposable
{
    private readonly TemporaryFolder folder = new();
    private readonly SqliteJournal journal;

    public SqliteEvaluationRecordsTests() => journal = Open();

    private protected override IJournalTables Tables => journal.Tables;

    public void Dispose()
    {
        journal.Dispose();
        folder.Dispose();
    }

    [Fact]
    public async Task Records_SurviveClosingAndOpening()
    {
        var subject = RecordSubject.Assessment("as_kept");
        await new EvaluationRecords(journal.Tables, new MessageSignal()).AppendAsync("kept", subject, [Scored(1)]);
        journal.Dispose();
        using var again = Open();
        var store = new EvaluationRecords(again.Tables, new MessageSignal());
        await store.AppendAsync("kept", subject, [Scored(1), Scored(2)]);
        Assert.Equal([0, 1], (await store.ReadAsync(new RecordQuery("kept"))).Select(record => record.Sequence));
    }

    [Fact]
    public async Task AnAppend_IsRefused_WhenTheStoreFails()
    {
        await using (var breaker = new SqliteConnection($"Data Source={Path.Combine(folder.Path, "journal.db")};Pooling=false"))
        {
            await breaker.OpenAsync();
            await using var command = breaker.CreateCommand();
            command.CommandText = "ALTER TABLE stream_messages RENAME TO hidden";
            await command.ExecuteNonQueryAsync();
        }

        var store = new EvaluationRecords(journal.Tables, new MessageSignal());
        await Assert.ThrowsAsync<JournalUnavailableException>(() => store.AppendAsync("broken", RecordSubject.Register, [Scored(1)]).AsTask());
        Assert.Empty(await store.ReadAsync(new RecordQuery("broken")));
    }

    private SqliteJournal Open() => new(Path.Combine(folder.Path, "journal.db"), new JournalOptions(), TimeProvider.System, NullLogger<SqliteJournal>.Instance);
}

public sealed class PostgresEvaluationRecordsTests(PostgresServer server) : EvaluationRecordsConformance, IAsyncLifetime
{
    private PostgresStore store = null!;

    private protected override IJournalTables Tables => store.Journal.Tables;

    public async ValueTask InitializeAsync() => store = await PostgresStore.CreateAsync(server);

    public ValueTask DisposeAsync() => store.DisposeAsync();

    [Fact]
    public async Task SilosThatAppendAtOnce_LeaveNoGap_AndNoReaderSeesOne()
    {
        const int Silos = 4;
        const int Appends = 25;
        await using var other = store.Open();
        var subject = RecordSubject.Assessment("as_race");
        var silos = Enumerable.Range(0, Silos).Select(silo => Task.Run(async () =>
        {
            var records = new EvaluationRecords(silo % 2 == 0 ? Tables : other.Tables, new MessageSignal());
            for (var i = 0; i < Appends; i++)
                await records.AppendAsync("race", subject, [Scored((silo * Appends) + i + 1), Scored(9_000 + i)]);   // of the second, all but one are repeats
        })).ToArray();
        var appending = Task.WhenAll(silos);
        var reader = new EvaluationRecords(Tables, new MessageSignal());
        while (!appending.IsCompleted)
        {
            var seen = await reader.ReadAsync(new RecordQuery("race"));
            Assert.Equal(Enumerable.Range(0, seen.Length).Select(number => (long)number), seen.Select(record => record.Sequence));
        }

        await appending.WaitAsync(GrainCluster.Limit);
        Assert.Equal((Silos * Appends) + Appends, (await reader.ReadAsync(new RecordQuery("race"))).Length);
    }
}
