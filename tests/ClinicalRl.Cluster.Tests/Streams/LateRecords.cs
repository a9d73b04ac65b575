using System.Diagnostics;
using System.Globalization;
using Npgsql;

namespace ClinicalRl.Cluster.Tests.Streams;

/// <summary>
/// Records that come into the store a batch at a time, in the order in which they were made, while the messages that tell of them come twice, each some batches late and
/// shuffled. All of it by SQL on the service's own tables, for the service itself neither repeats nor shuffles.
/// </summary>
internal sealed class LateRecords : IAsyncDisposable
{
    private const int BatchSize = 100;

    /// <summary>Most batches by which a message is late.</summary>
    private const int Lateness = 6;

    /// <summary>Messages that may wait before the next batch is added, so that it goes on for a while.</summary>
    private const int MostWaiting = 600;

    private readonly Stopwatch clock = Stopwatch.StartNew();
    private readonly NpgsqlDataSource database;
    private long told;
    private long delivered;
    private TimeSpan last;

    private LateRecords(NpgsqlDataSource database) => this.database = database;

    public long Count { get; private set; }

    public int Batches => (int)((Count + BatchSize - 1) / BatchSize);

    /// <summary>Messages added.</summary>
    public long Told => told;

    public TimeSpan Elapsed => clock.Elapsed;

    /// <summary>Longest time in which messages waited and none was delivered.</summary>
    public TimeSpan LongestGap { get; private set; }

    /// <summary>Takes what <paramref name="make"/> has the service keep out of its tables again.</summary>
    public static async Task<LateRecords> PrepareAsync(string connectionString, Func<Task> make)
    {
        var records = new LateRecords(NpgsqlDataSource.Create(connectionString));
        await records.RunAsync(
            """
            CREATE TABLE held (LIKE stream_messages);
            CREATE FUNCTION hold() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN INSERT INTO held VALUES (NEW.*); RETURN NULL; END';
            CREATE TRIGGER hold BEFORE INSERT ON stream_messages FOR EACH ROW EXECUTE FUNCTION hold();
            """);
        await make();
        records.Count = await records.AskAsync("SELECT count(*) FROM evaluation_records");
        await records.RunAsync(string.Create(
            CultureInfo.InvariantCulture,
            $"""
            DROP TRIGGER hold ON stream_messages;
            CREATE TABLE later AS SELECT * FROM evaluation_records;
            DELETE FROM evaluation_records;
            SELECT setseed(0.5);
            CREATE TABLE plan AS
            SELECT h.queue, h.stream_namespace, h.stream_key, h.payload, least({records.Batches - 1}, l.sequence / {BatchSize} + floor(random() * {Lateness}))::integer AS batch
            FROM (SELECT * FROM held UNION ALL SELECT * FROM held) h JOIN later l ON l.record = h.payload;
            """));
        return records;
    }

    /// <summary>Adds a batch when there is room, and the messages that come with it.</summary>
    public async Task AddAsync(int batch)
    {
        await DeliveredAsync(MostWaiting, TimeSpan.FromMinutes(3));
        told += await RunAsync(string.Create(
            CultureInfo.InvariantCulture,
            $"""
            INSERT INTO stream_messages (queue, stream_namespace, stream_key, payload)
            SELECT queue, stream_namespace, stream_key, payload FROM plan WHERE batch = {batch} ORDER BY random();
            """),
            string.Create(CultureInfo.InvariantCulture, $"INSERT INTO evaluation_records SELECT * FROM later WHERE sequence / {BatchSize} = {batch}"));
    }

    /// <summary>Waits until so many messages are left.</summary>
    public async Task DeliveredAsync(long left, TimeSpan limit)
    {
        for (var begun = clock.Elapsed; ; await Task.Delay(20))
        {
            var waiting = await AskAsync("SELECT count(*) FROM stream_messages");
            if (told - waiting > delivered || waiting == 0)
            {
                LongestGap = delivered == 0 ? TimeSpan.Zero : TimeSpan.FromTicks(Math.Max(LongestGap.Ticks, (clock.Elapsed - last).Ticks));
                (delivered, last) = (told - waiting, clock.Elapsed);
            }

            if (waiting <= left)
                return;
            if (clock.Elapsed - begun > limit)
                throw new TimeoutException($"{waiting} messages are still there.");
        }
    }

    public async Task<long> AskAsync(string sql)
    {
        await using var command = database.CreateCommand(sql);
        return (long)(await command.ExecuteScalarAsync())!;
    }

    public ValueTask DisposeAsync() => database.DisposeAsync();

    /// <summary>One transaction; the rows that <paramref name="sql"/> changed.</summary>
    private async Task<int> RunAsync(string sql, string? before = null)
    {
        await using var connection = await database.OpenConnectionAsync();
        await using var transaction = await connection.BeginTransactionAsync();
        if (before is not null)
        {
            await using var first = new NpgsqlCommand(before, connection);
            await first.ExecuteNonQueryAsync();
        }

        await using var command = new NpgsqlCommand(sql, connection);
        var changed = await command.ExecuteNonQueryAsync();
        await transaction.CommitAsync();
        return changed;
    }
}
