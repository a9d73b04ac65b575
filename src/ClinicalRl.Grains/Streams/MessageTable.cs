using System.Collections.Immutable;
using System.Data.Common;
using ClinicalRl.Grains.Journal;

namespace ClinicalRl.Grains.Streams;

/// <summary>The messages that streams are still to deliver. One is written in the transaction of what it tells of and removed only when it was delivered.</summary>
internal sealed class MessageTable(IJournalTables tables, TimeProvider time)
{
    /// <summary>Adds messages within a transaction of the journal's database.</summary>
    public static Task EnqueueAsync(DbConnection connection, IEnumerable<NewMessage> messages) => TableRows.InsertAsync(
        connection, "stream_messages", ["queue", "stream_namespace", "stream_key", "payload"],
        messages.Select(message => (object?[])[MessageQueues.Of(message.Namespace, message.Key), message.Namespace, message.Key, message.Payload]));

    /// <summary>The oldest messages of a queue with numbers above <paramref name="after"/>.</summary>
    /// <exception cref="JournalUnavailableException">The store failed.</exception>
    public ValueTask<ImmutableArray<StreamMessage>> ReadAsync(int queue, long after, int count) => tables.ReadAsync(connection => TableRows.QueryAsync(
        connection, "SELECT number, stream_namespace, stream_key, payload FROM stream_messages WHERE queue = @queue AND number > @after ORDER BY number LIMIT @count",
        [("queue", queue), ("after", after), ("count", count)],
        static row => new StreamMessage(row.GetInt64(0), row.GetString(1), row.GetString(2), row.GetFieldValue<byte[]>(3))));

    /// <summary>Messages that wait, of all queues.</summary>
    /// <exception cref="JournalUnavailableException">The store failed.</exception>
    public ValueTask<long> CountAsync() => tables.ReadAsync(async connection =>
        (await TableRows.QueryAsync(connection, "SELECT count(*) FROM stream_messages", [], static row => row.GetInt64(0)))[0]);

    /// <summary>Removes messages that were delivered; false when they may still be there.</summary>
    public async ValueTask<bool> RemoveAsync(IReadOnlyCollection<long> numbers) => await tables.WriteAsync(async connection =>
    {
        foreach (var some in numbers.Chunk(TableRows.MaxRows))
            await TableRows.RunAsync(connection, $"DELETE FROM stream_messages WHERE number IN ({Names(some.Length)})", Values(some));
    }) == AppendOutcome.Appended;

    /// <summary>Puts a message that nobody could take among the failures, where it stays; false when that may not have happened.</summary>
    public async ValueTask<bool> SetAsideAsync(long number) => await tables.WriteAsync(async connection =>
    {
        await TableRows.RunAsync(
            connection,
            """
            INSERT INTO stream_failures (number, stream_namespace, stream_key, payload, failed)
            SELECT number, stream_namespace, stream_key, payload, @failed FROM stream_messages WHERE number = @number ON CONFLICT DO NOTHING
            """,
            ("failed", time.GetUtcNow().ToUnixTimeMilliseconds()), ("number", number));
        await TableRows.RunAsync(connection, "DELETE FROM stream_messages WHERE number = @number", ("number", number));
    }) == AppendOutcome.Appended;

    private static string Names(int count) => string.Join(", ", Enumerable.Range(0, count).Select(place => "@" + TableRows.Name(place)));

    private static (string, object)[] Values(long[] numbers) => [.. numbers.Select((number, place) => (TableRows.Name(place), (object)number))];
}
