using System.Collections.Immutable;
using System.Text;
using System.Text.Json;
using ClinicalRl.Grains.Episodes;
using ClinicalRl.Grains.Ledger;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Logging;

namespace ClinicalRl.Grains.Journal;

/// <summary>
/// The journal in one SQLite file. All appends of the process go through one writer thread that commits what is waiting as one
/// transaction; reads have their own connections and never wait for it.
/// </summary>
public sealed class SqliteJournal : IJournal, IDisposable
{
    private const string RowColumns =
        """
        e.tenant, e.episode, e.created, e.environment, e.version, e.split, e.difficulty, e.labels, e.parent, e.status,
        coalesce(e.steps, (SELECT max(r.sequence) FROM records r WHERE r.number = e.number)), e.stored
        """;

    private readonly string path;
    private readonly SqliteJournalWriter writer;
    private readonly SqliteJournalOptions options;
    private readonly TimeProvider time;
    private readonly SemaphoreSlim loads;
    private readonly SemaphoreSlim lists;
    private readonly SqliteLedgerStore ledger;

    /// <summary>Opens the journal in file <paramref name="path"/>, creating it and its tables when missing.</summary>
    public SqliteJournal(string path, SqliteJournalOptions options, TimeProvider time, ILogger<SqliteJournal> logger)
    {
        (this.path, this.options, this.time) = (path, options, time);
        SqliteJournalSchema.Create(path);
        loads = new SemaphoreSlim(options.MaxReaders);
        lists = new SemaphoreSlim(options.MaxLists);
        writer = new SqliteJournalWriter(path, options, time, logger);
        ledger = new SqliteLedgerStore(this);
    }

    /// <inheritdoc/>
    public ILedgerStore Ledger => ledger;

    /// <inheritdoc/>
    public ValueTask<AppendOutcome> AppendAsync(JournalAppend append) => writer.SubmitAsync(new AppendWork(append));

    /// <inheritdoc/>
    public async ValueTask<AppendOutcome> MarkStoredAsync(EpisodeKey key)
    {
        var outcome = await writer.SubmitAsync(new MarkStoredWork(key));
        return outcome == AppendOutcome.Abandoned ? AppendOutcome.Unavailable : outcome;   // a note may be repeated either way
    }

    /// <inheritdoc/>
    public ValueTask<ImmutableArray<ReadOnlyMemory<byte>>> ReadAsync(EpisodeKey key, int from = 0, int count = int.MaxValue) => QueryAsync(
        loads,
        """
        SELECT r.record FROM episodes e JOIN records r ON r.number = e.number
        WHERE e.tenant = $tenant AND e.episode = $episode AND r.sequence >= $from ORDER BY r.sequence LIMIT $count
        """,
        [("$tenant", key.Tenant), ("$episode", key.Episode), ("$from", from), ("$count", count)],
        static reader => (ReadOnlyMemory<byte>)reader.GetFieldValue<byte[]>(0));

    /// <inheritdoc/>
    public async ValueTask<EpisodeRow?> FindAsync(EpisodeKey key)
    {
        var rows = await QueryAsync(
            loads,
            $"SELECT {RowColumns} FROM episodes e WHERE e.tenant = $tenant AND e.episode = $episode",
            [("$tenant", key.Tenant), ("$episode", key.Episode)],
            Row);
        return rows.IsEmpty ? null : rows[0];
    }

    /// <inheritdoc/>
    public ValueTask<ImmutableArray<EpisodeRow>> ListAsync(EpisodeQuery query)
    {
        var sql = new StringBuilder($"SELECT {RowColumns} FROM episodes e WHERE e.tenant = $tenant");
        List<(string, object)> values = [("$tenant", query.Tenant), ("$limit", Math.Clamp(query.Limit, 1, EpisodeQuery.MaxLimit))];
        if (query.After is { } after)
        {
            sql.Append(" AND e.number < (SELECT a.number FROM episodes a WHERE a.tenant = $tenant AND a.episode = $after)");
            values.Add(("$after", after));
        }

        if (query.Environment is { } environment)
        {
            sql.Append(" AND e.environment = $environment");
            values.Add(("$environment", environment));
        }

        if (query.Split is { } split)
        {
            sql.Append(" AND e.split = $split");
            values.Add(("$split", split));
        }

        if (query.Status is { } status)
        {
            sql.Append(" AND e.status = $status");
            values.Add(("$status", (int)status));
        }

        if (query.Label is { } label)
        {
            sql.Append(" AND e.number IN (SELECT b.number FROM labels b WHERE b.tenant = $tenant AND b.name = $name AND b.value = $value)");
            values.Add(("$name", label.Key));
            values.Add(("$value", label.Value));
        }

        sql.Append(" ORDER BY e.number DESC LIMIT $limit");
        return QueryAsync(lists, sql.ToString(), [.. values], Row);
    }

    /// <inheritdoc/>
    public ValueTask<ImmutableArray<EpisodeKey>> ListUnfiledAsync(int limit, EpisodeKey? after = null) => QueryAsync(
        lists,
        """
        SELECT tenant, episode FROM episodes
        WHERE status <> 0 AND stored < 2 AND number > coalesce((SELECT number FROM episodes WHERE tenant = $tenant AND episode = $episode), 0)
        ORDER BY number LIMIT $limit
        """,
        [("$limit", limit), ("$tenant", after?.Tenant ?? ""), ("$episode", after?.Episode ?? "")],
        static reader => new EpisodeKey(reader.GetString(0), reader.GetString(1)));

    /// <summary>Commits what is waiting and closes the file.</summary>
    public void Dispose()
    {
        writer.Dispose();
        loads.Dispose();
        lists.Dispose();
        using var connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = path, DefaultTimeout = 5 }.ConnectionString);
        SqliteConnection.ClearPool(connection);
    }

    /// <summary>Hands work to the writer and waits until it is durable.</summary>
    internal ValueTask<AppendOutcome> SubmitAsync(JournalWork work) => writer.SubmitAsync(work);

    /// <summary>Reads within the room that reads of single things have.</summary>
    internal ValueTask<T> ReadAsync<T>(Func<SqliteConnection, T> read) => ReadAsync(loads, read);

    internal static string WriteLabels(ImmutableArray<KeyValuePair<string, string>> labels) =>
        labels.IsEmpty ? "{}" : JsonSerializer.Serialize(labels.ToDictionary(label => label.Key, label => label.Value, StringComparer.Ordinal));

    private static EpisodeRow Row(SqliteDataReader reader)
    {
        var labels = JsonSerializer.Deserialize<SortedDictionary<string, string>>(reader.GetString(7))!;
        var opening = new EpisodeOpening
        {
            Created = DateTimeOffset.FromUnixTimeMilliseconds(reader.GetInt64(2)),
            Environment = reader.GetString(3),
            Version = reader.GetString(4),
            Split = reader.GetString(5),
            Difficulty = reader.GetString(6),
            Labels = [.. labels.OrderBy(label => label.Key, StringComparer.Ordinal)],
            Parent = reader.IsDBNull(8) ? null : reader.GetString(8),
        };
        var key = new EpisodeKey(reader.GetString(0), reader.GetString(1));
        return new EpisodeRow(key, opening, (EpisodeStatus)reader.GetInt32(9), reader.GetInt32(10), (LogFiling)reader.GetInt32(11));
    }

    private ValueTask<ImmutableArray<T>> QueryAsync<T>(
        SemaphoreSlim room, string sql, (string Name, object Value)[] values, Func<SqliteDataReader, T> read) =>
        ReadAsync(room, connection => Query(connection, sql, values, read));

    private async ValueTask<T> ReadAsync<T>(SemaphoreSlim room, Func<SqliteConnection, T> read)
    {
        await EnterAsync(room);
        try
        {
            // SQLite answers on the calling thread: keep that off the grain scheduler.
            return await Task.Run(() =>
            {
                using var connection = SqliteJournalSchema.Open(path, pooled: true);
                return read(connection);
            });
        }
        catch (SqliteException error)
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

    private static ImmutableArray<T> Query<T>(SqliteConnection connection, string sql, (string Name, object Value)[] values, Func<SqliteDataReader, T> read)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        foreach (var (name, value) in values)
            command.Parameters.AddWithValue(name, value);
        using var reader = command.ExecuteReader();
        var rows = ImmutableArray.CreateBuilder<T>();
        while (reader.Read())
            rows.Add(read(reader));
        return rows.ToImmutable();
    }
}
