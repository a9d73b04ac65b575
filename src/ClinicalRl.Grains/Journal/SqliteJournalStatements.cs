using System.Data.Common;
using System.Runtime.InteropServices;
using ClinicalRl.Grains.Episodes;
using ClinicalRl.Grains.Ledger;
using ClinicalRl.Grains.Streams;
using ClinicalRl.Grains.Usage;
using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace ClinicalRl.Grains.Journal;

/// <summary>The writer's connection and its prepared statements.</summary>
internal sealed class SqliteJournalStatements : IDisposable
{
    /// <summary>Episodes kept in memory; beyond it all are forgotten and looked up again.</summary>
    private const int MaxKnown = 65_536;

    private readonly SqliteConnection connection;
    private readonly SqliteStatement begin;
    private readonly SqliteStatement commit;
    private readonly SqliteStatement save;
    private readonly SqliteStatement keep;
    private readonly SqliteStatement undo;
    private readonly SqliteStatement open;
    private readonly SqliteStatement find;
    private readonly SqliteStatement first;
    private readonly SqliteStatement next;
    private readonly SqliteStatement after;
    private readonly SqliteStatement label;
    private readonly SqliteStatement close;
    private readonly SqliteStatement store;
    private readonly SqliteStatement count;
    private readonly SqliteLedgerStatements[] ledgers;
    private readonly Dictionary<EpisodeKey, KnownEpisode> known = [];
    private readonly Dictionary<string, UsageCount> used = new(StringComparer.Ordinal);

    private SqliteJournalStatements(SqliteConnection connection)
    {
        this.connection = connection;
        begin = Prepare("BEGIN IMMEDIATE");
        commit = Prepare("COMMIT");
        save = Prepare("SAVEPOINT tables");
        keep = Prepare("RELEASE tables");
        undo = Prepare("ROLLBACK TO tables");
        open = Prepare(
            """
            INSERT INTO episodes (tenant, episode, created, environment, version, split, difficulty, labels, parent)
            VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9) ON CONFLICT DO NOTHING
            """);
        find = Prepare("SELECT number FROM episodes WHERE tenant = ?1 AND episode = ?2");
        first = Prepare("INSERT INTO records (number, sequence, record) VALUES (?1, 0, ?2)");
        // The record before must be there and the log open: a journal has no gaps and nothing after a seal.
        next = Prepare(
            """
            INSERT INTO records (number, sequence, record) SELECT ?1, ?2, ?3
            WHERE EXISTS (SELECT 1 FROM records WHERE number = ?1 AND sequence = ?2 - 1) AND (SELECT status FROM episodes WHERE number = ?1) = 0
            ON CONFLICT DO NOTHING
            """);
        // For a place after one that this connection wrote: records are never deleted, and a seal by another writer would have this place.
        after = Prepare("INSERT INTO records (number, sequence, record) VALUES (?1, ?2, ?3) ON CONFLICT DO NOTHING");
        label = Prepare("INSERT INTO labels (number, tenant, name, value) VALUES (?1, ?2, ?3, ?4)");
        close = Prepare("UPDATE episodes SET status = ?2, steps = ?3 WHERE number = ?1 AND status = 0");
        store = Prepare("UPDATE episodes SET stored = max(stored, 1) WHERE number = ?1 AND status <> 0");
        count = Prepare(
            """
            INSERT INTO journal_usage (tenant, day, begun, steps, sealed, bytes) VALUES (?1, ?2, ?3, ?4, ?5, ?6)
            ON CONFLICT DO UPDATE SET begun = begun + excluded.begun, steps = steps + excluded.steps, sealed = sealed + excluded.sealed, bytes = bytes + excluded.bytes
            """);
        ledgers = [.. LedgerTables.All.Select(tables => new SqliteLedgerStatements(connection, tables))];
    }

    /// <summary>The statements on the tables of a kind of ledger.</summary>
    public SqliteLedgerStatements LedgerOf(LedgerTables tables) => Array.Find(ledgers, ledger => ledger.Tables == tables)!;

    /// <summary>Opens a connection of its own to the file.</summary>
    public static SqliteJournalStatements Open(string path)
    {
        var opened = SqliteJournalSchema.Open(path, pooled: false);
        try
        {
            return new SqliteJournalStatements(opened);
        }
        catch
        {
            opened.Dispose();
            throw;
        }
    }

    public void Begin() => begin.Run();

    /// <summary>Commits what was written, with the counts of it for a UTC day.</summary>
    public void Commit(int day)
    {
        foreach (var (tenant, added) in used)
            count.With(tenant).With(day).With(added.Begun).With(added.Steps).With(added.Sealed).With(added.Bytes).Run();
        commit.Run();
        used.Clear();
    }

    /// <summary>
    /// Writes one append. A conflict can only show at its first statement, when nothing of it is written yet; later it would mean a
    /// broken store, and fails the transaction.
    /// </summary>
    public AppendOutcome Append(JournalAppend append)
    {
        if (append.FirstSequence == 0)
        {
            if (!Open(append))
                return AppendOutcome.Conflict;
        }
        else if (Find(append.Key) is not { } found || !Next(found, append.FirstSequence, append.Records[0]))
        {
            return AppendOutcome.Conflict;
        }

        var episode = Find(append.Key)!;
        for (var i = 1; i < append.Records.Length; i++)
            Require(Next(episode, append.FirstSequence + i, append.Records[i]), append.Key);
        if (append.Closing is { } closing)
        {
            Require(close.With(episode.Number).With((long)closing.Status).With(closing.Steps).Run() == 1, append.Key);
            episode.LastWritten = KnownEpisode.Nothing;   // whatever would follow the seal is refused by looking
        }

        CollectionsMarshal.GetValueRefOrAddDefault(used, append.Key.Tenant, out _) += UsageCount.Of(append);
        return AppendOutcome.Appended;
    }

    public AppendOutcome MarkStored(EpisodeKey key) =>
        Find(key) is { } episode && store.With(episode.Number).Run() == 1 ? AppendOutcome.Appended : AppendOutcome.Conflict;

    /// <summary>Writes rows of other tables. What the database refuses is taken back, and nothing else of the transaction.</summary>
    public AppendOutcome Write(Func<DbConnection, Task> write)
    {
        save.Run();
        var written = TryWrite(write);
        if (!written)
            undo.Run();
        keep.Run();
        return written ? AppendOutcome.Appended : AppendOutcome.Conflict;
    }

    /// <summary>Adds messages to what streams are to deliver, in the transaction of what they tell of.</summary>
    public void Tell(IEnumerable<NewMessage> messages) => MessageTable.EnqueueAsync(connection, messages).GetAwaiter().GetResult();

    public void Dispose()
    {
        foreach (var statement in (ReadOnlySpan<SqliteStatement>)[begin, commit, save, keep, undo, open, find, first, next, after, label, close, store, count])
            statement.Dispose();
        foreach (var ledger in ledgers)
            ledger.Dispose();
        connection.Dispose();
    }

    /// <summary>SQLite's commands end before they return, so nothing is waited for.</summary>
    private bool TryWrite(Func<DbConnection, Task> write)
    {
        try
        {
            write(connection).GetAwaiter().GetResult();
            return true;
        }
        catch (SqliteException refused) when (refused.SqliteErrorCode == raw.SQLITE_CONSTRAINT)
        {
            return false;
        }
    }

    private static void Require(bool written, EpisodeKey key)
    {
        if (!written)
            throw new InvalidOperationException($"The journal of {key} is not as its first statement found it.");
    }

    private bool Next(KnownEpisode episode, int sequence, ReadOnlyMemory<byte> record)
    {
        var statement = episode.LastWritten == sequence - 1 ? after : next;
        if (statement.With(episode.Number).With(sequence).With(record.Span).Run() != 1)
            return false;
        episode.LastWritten = sequence;
        return true;
    }

    private bool Open(JournalAppend append)
    {
        if (append.Opening is not { } opening)
            return false;
        open.With(append.Key.Tenant).With(append.Key.Episode).With(opening.Created.ToUnixTimeMilliseconds())
            .With(opening.Environment).With(opening.Version).With(opening.Split).With(opening.Difficulty)
            .With(JournalReads.WriteLabels(opening.Labels)).With(opening.Parent);
        if (open.Run() != 1)
            return false;
        var episode = Find(append.Key)!;
        Require(first.With(episode.Number).With(append.Records[0].Span).Run() == 1, append.Key);
        episode.LastWritten = 0;
        foreach (var (name, value) in opening.Labels)
            Require(label.With(episode.Number).With(append.Key.Tenant).With(name).With(value).Run() == 1, append.Key);
        return true;
    }

    /// <summary>What is known never becomes wrong once committed; a failed transaction ends this object and so forgets it.</summary>
    private KnownEpisode? Find(EpisodeKey key)
    {
        if (known.TryGetValue(key, out var episode))
            return episode;
        if (find.With(key.Tenant).With(key.Episode).Find() is not { } number)
            return null;
        if (known.Count >= MaxKnown)
            known.Clear();
        return known[key] = new KnownEpisode(number);
    }

    private SqliteStatement Prepare(string sql) => new(connection, sql);

    /// <summary>An episode's row number, and the last place this connection wrote in it.</summary>
    private sealed class KnownEpisode(long number)
    {
        public const int Nothing = -1;

        public long Number { get; } = number;

        public int LastWritten { get; set; } = Nothing;
    }
}
