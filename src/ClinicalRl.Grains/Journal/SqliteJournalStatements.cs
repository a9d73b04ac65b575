using ClinicalRl.Grains.Episodes;
using Microsoft.Data.Sqlite;

namespace ClinicalRl.Grains.Journal;

/// <summary>The writer's connection and its prepared statements.</summary>
internal sealed class SqliteJournalStatements : IDisposable
{
    /// <summary>Episodes whose number is kept in memory; beyond it all are forgotten and looked up again.</summary>
    private const int MaxNumbers = 65_536;

    private readonly SqliteConnection connection;
    private readonly SqliteStatement begin;
    private readonly SqliteStatement commit;
    private readonly SqliteStatement open;
    private readonly SqliteStatement find;
    private readonly SqliteStatement first;
    private readonly SqliteStatement next;
    private readonly SqliteStatement label;
    private readonly SqliteStatement close;
    private readonly SqliteStatement store;
    private readonly Dictionary<EpisodeKey, long> numbers = [];

    private SqliteJournalStatements(SqliteConnection connection)
    {
        this.connection = connection;
        begin = Prepare("BEGIN IMMEDIATE");
        commit = Prepare("COMMIT");
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
        label = Prepare("INSERT INTO labels (number, tenant, name, value) VALUES (?1, ?2, ?3, ?4)");
        close = Prepare("UPDATE episodes SET status = ?2, steps = ?3 WHERE number = ?1 AND status = 0");
        store = Prepare("UPDATE episodes SET stored = 1 WHERE number = ?1 AND status <> 0");
    }

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

    public void Commit() => commit.Run();

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
        else if (Number(append.Key) is not { } known || !Next(known, append.FirstSequence, append.Records[0]))
        {
            return AppendOutcome.Conflict;
        }

        var episode = Number(append.Key)!.Value;
        for (var i = 1; i < append.Records.Length; i++)
            Require(Next(episode, append.FirstSequence + i, append.Records[i]), append.Key);
        if (append.Closing is { } closing)
            Require(close.With(episode).With((long)closing.Status).With(closing.Steps).Run() == 1, append.Key);
        return AppendOutcome.Appended;
    }

    public AppendOutcome MarkStored(EpisodeKey key) =>
        Number(key) is { } known && store.With(known).Run() == 1 ? AppendOutcome.Appended : AppendOutcome.Conflict;

    public void Dispose()
    {
        foreach (var statement in (ReadOnlySpan<SqliteStatement>)[begin, commit, open, find, first, next, label, close, store])
            statement.Dispose();
        connection.Dispose();
    }

    private static void Require(bool written, EpisodeKey key)
    {
        if (!written)
            throw new InvalidOperationException($"The journal of {key} is not as its first statement found it.");
    }

    private bool Next(long episode, int sequence, ReadOnlyMemory<byte> record) => next.With(episode).With(sequence).With(record.Span).Run() == 1;

    private bool Open(JournalAppend append)
    {
        if (append.Opening is not { } opening)
            return false;
        open.With(append.Key.Tenant).With(append.Key.Episode).With(opening.Created.ToUnixTimeMilliseconds())
            .With(opening.Environment).With(opening.Version).With(opening.Split).With(opening.Difficulty)
            .With(SqliteJournal.WriteLabels(opening.Labels)).With(opening.Parent);
        if (open.Run() != 1)
            return false;
        var begun = Number(append.Key)!.Value;
        Require(first.With(begun).With(append.Records[0].Span).Run() == 1, append.Key);
        foreach (var (name, value) in opening.Labels)
            Require(label.With(begun).With(append.Key.Tenant).With(name).With(value).Run() == 1, append.Key);
        return true;
    }

    /// <summary>An episode's number never changes once committed; a failed transaction ends this object and so forgets it.</summary>
    private long? Number(EpisodeKey key)
    {
        if (numbers.TryGetValue(key, out var known))
            return known;
        var found = find.With(key.Tenant).With(key.Episode).Find();
        if (numbers.Count >= MaxNumbers)
            numbers.Clear();
        if (found is { } value)
            numbers.Add(key, value);
        return found;
    }

    private SqliteStatement Prepare(string sql) => new(connection, sql);
}
