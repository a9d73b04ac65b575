using System.Collections.Immutable;
using System.Data.Common;
using System.Text;
using System.Text.Json;
using ClinicalRl.Grains.Episodes;

namespace ClinicalRl.Grains.Journal;

/// <summary>Where a journal's reads get their connections.</summary>
internal interface IJournalConnections
{
    /// <summary>Reads with an open connection, off the caller's thread where the database answers on it.</summary>
    Task<T> UseAsync<T>(Func<DbConnection, Task<T>> read);
}

/// <summary>
/// What is read from a journal's tables, in SQL that SQLite and PostgreSQL share. Reads have a bounded number of connections of their own and
/// never wait for the writer.
/// </summary>
internal sealed class JournalReads(IJournalConnections connections, JournalOptions options, TimeProvider time) : IDisposable
{
    private const string RowColumns =
        """
        e.tenant, e.episode, e.created, e.environment, e.version, e.split, e.difficulty, e.labels, e.parent, e.status,
        coalesce(e.steps, (SELECT max(r.sequence) FROM records r WHERE r.number = e.number)), e.stored
        """;

    private readonly SemaphoreSlim loads = new(options.MaxReaders);
    private readonly SemaphoreSlim lists = new(options.MaxLists);

    public ValueTask<ImmutableArray<ReadOnlyMemory<byte>>> RecordsAsync(EpisodeKey key, int from, int count) => QueryAsync(
        """
        SELECT r.record FROM episodes e JOIN records r ON r.number = e.number
        WHERE e.tenant = @tenant AND e.episode = @episode AND r.sequence >= @from ORDER BY r.sequence LIMIT @count
        """,
        [("tenant", key.Tenant), ("episode", key.Episode), ("from", from), ("count", count)],
        static row => (ReadOnlyMemory<byte>)row.GetFieldValue<byte[]>(0));

    public async ValueTask<EpisodeRow?> FindAsync(EpisodeKey key)
    {
        var rows = await QueryAsync(
            $"SELECT {RowColumns} FROM episodes e WHERE e.tenant = @tenant AND e.episode = @episode", [("tenant", key.Tenant), ("episode", key.Episode)], Row);
        return rows.IsEmpty ? null : rows[0];
    }

    public ValueTask<ImmutableArray<EpisodeRow>> ListAsync(EpisodeQuery query)
    {
        var sql = new StringBuilder($"SELECT {RowColumns} FROM episodes e WHERE e.tenant = @tenant");
        List<(string, object)> values = [("tenant", query.Tenant), ("limit", Math.Clamp(query.Limit, 1, EpisodeQuery.MaxLimit))];
        if (query.After is { } after)
        {
            sql.Append(" AND e.number < (SELECT a.number FROM episodes a WHERE a.tenant = @tenant AND a.episode = @after)");
            values.Add(("after", after));
        }

        if (query.Environment is { } environment)
        {
            sql.Append(" AND e.environment = @environment");
            values.Add(("environment", environment));
        }

        if (query.Split is { } split)
        {
            sql.Append(" AND e.split = @split");
            values.Add(("split", split));
        }

        if (query.Status is { } status)
        {
            sql.Append(" AND e.status = @status");
            values.Add(("status", (int)status));
        }

        if (query.Label is { } label)
        {
            sql.Append(" AND e.number IN (SELECT b.number FROM labels b WHERE b.tenant = @tenant AND b.name = @name AND b.value = @value)");
            values.Add(("name", label.Key));
            values.Add(("value", label.Value));
        }

        if (values.Exists(value => value.Item2 is string text && text.Contains('\0', StringComparison.Ordinal)))
            return ValueTask.FromResult(ImmutableArray<EpisodeRow>.Empty);   // nothing is called so, and PostgreSQL would not even look
        sql.Append(" ORDER BY e.number DESC LIMIT @limit");
        return ReadAsync(lists, connection => TableRows.QueryAsync(connection, sql.ToString(), [.. values], Row));
    }

    public ValueTask<ImmutableArray<EpisodeKey>> ListUnfiledAsync(int limit, EpisodeKey? after) => ReadAsync(lists, connection => TableRows.QueryAsync(
        connection,
        """
        SELECT tenant, episode FROM episodes
        WHERE status <> 0 AND stored < 2 AND number > coalesce((SELECT number FROM episodes WHERE tenant = @tenant AND episode = @episode), 0)
        ORDER BY number LIMIT @limit
        """,
        [("limit", limit), ("tenant", after?.Tenant ?? ""), ("episode", after?.Episode ?? "")],
        static row => new EpisodeKey(row.GetString(0), row.GetString(1))));

    /// <summary>Runs one query within the room that reads of single things have.</summary>
    /// <exception cref="JournalUnavailableException">The store failed, or there was no room in time.</exception>
    public ValueTask<ImmutableArray<T>> QueryAsync<T>(string sql, (string Name, object Value)[] values, Func<DbDataReader, T> read) =>
        ReadAsync(connection => TableRows.QueryAsync(connection, sql, values, read));

    /// <summary>Reads within the room that reads of single things have.</summary>
    /// <exception cref="JournalUnavailableException">The store failed, or there was no room in time.</exception>
    public ValueTask<T> ReadAsync<T>(Func<DbConnection, Task<T>> read) => ReadAsync(loads, read);

    public static DbCommand Command(DbConnection connection, string sql, ReadOnlySpan<(string Name, object Value)> values)
    {
        var command = connection.CreateCommand();
        command.CommandText = sql;
        foreach (var (name, value) in values)
        {
            var parameter = command.CreateParameter();
            (parameter.ParameterName, parameter.Value) = (name, value);
            command.Parameters.Add(parameter);
        }

        return command;
    }

    public void Dispose()
    {
        loads.Dispose();
        lists.Dispose();
    }

    /// <summary>The labels as the index keeps them.</summary>
    public static string WriteLabels(ImmutableArray<KeyValuePair<string, string>> labels) =>
        labels.IsEmpty ? "{}" : JsonSerializer.Serialize(labels.ToDictionary(label => label.Key, label => label.Value, StringComparer.Ordinal));

    private static EpisodeRow Row(DbDataReader row)
    {
        var labels = JsonSerializer.Deserialize<SortedDictionary<string, string>>(row.GetString(7))!;
        var opening = new EpisodeOpening
        {
            Created = DateTimeOffset.FromUnixTimeMilliseconds(row.GetInt64(2)),
            Environment = row.GetString(3),
            Version = row.GetString(4),
            Split = row.GetString(5),
            Difficulty = row.GetString(6),
            Labels = [.. labels.OrderBy(label => label.Key, StringComparer.Ordinal)],
            Parent = row.IsDBNull(8) ? null : row.GetString(8),
        };
        var key = new EpisodeKey(row.GetString(0), row.GetString(1));
        return new EpisodeRow(key, opening, (EpisodeStatus)row.GetInt32(9), row.GetInt32(10), (LogFiling)row.GetInt32(11));
    }

    private async ValueTask<T> ReadAsync<T>(SemaphoreSlim room, Func<DbConnection, Task<T>> read)
    {
        await EnterAsync(room);
        try
        {
            return await connections.UseAsync(read);
        }
        catch (Exception error) when (error is DbException or TimeoutException or IOException or OperationCanceledException)
        {
            throw new JournalUnavailableException("The journal could not be read.", error);
        }
        finally
        {
            room.Release();
        }
    }

    private async ValueTask EnterAsync(SemaphoreSlim room)
    {
        if (room.Wait(0, CancellationToken.None))
            return;
        using var deadline = new CancellationTokenSource(options.AppendTimeout, time);
        try
        {
            await room.WaitAsync(deadline.Token);
        }
        catch (OperationCanceledException error)
        {
            throw new JournalUnavailableException("The journal had no room for another read in time.", error);
        }
    }
}
