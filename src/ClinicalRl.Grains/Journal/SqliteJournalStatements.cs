using System.Runtime.InteropServices;
using ClinicalRl.Grains.Episodes;
using Microsoft.Data.Sqlite;

namespace ClinicalRl.Grains.Journal;

/// <summary>The writer's connection and its prepared statements.</summary>
internal sealed class SqliteJournalStatements : IDisposable
{
    private readonly SqliteConnection connection;
    private readonly SqliteCommand begin;
    private readonly SqliteCommand commit;
    private readonly SqliteCommand open;
    private readonly SqliteCommand first;
    private readonly SqliteCommand next;
    private readonly SqliteCommand label;
    private readonly SqliteCommand close;
    private readonly SqliteCommand store;

    public SqliteJournalStatements(SqliteConnection connection)
    {
        this.connection = connection;
        begin = Prepare("BEGIN IMMEDIATE");
        commit = Prepare("COMMIT");
        open = Prepare(
            """
            INSERT INTO episodes (tenant, episode, created, environment, version, split, difficulty, labels, parent)
            VALUES ($tenant, $episode, $created, $environment, $version, $split, $difficulty, $labels, $parent) ON CONFLICT DO NOTHING
            """,
            "$tenant", "$episode", "$created", "$environment", "$version", "$split", "$difficulty", "$labels", "$parent");
        first = Prepare(
            "INSERT INTO lines (number, sequence, line) SELECT number, 0, $line FROM episodes WHERE tenant = $tenant AND episode = $episode",
            "$tenant", "$episode", "$line");
        // The line before must be there and the log open: a journal has no gaps and nothing after a seal.
        next = Prepare(
            """
            INSERT INTO lines (number, sequence, line)
            SELECT e.number, $sequence, $line FROM episodes e JOIN lines p ON p.number = e.number AND p.sequence = $sequence - 1
            WHERE e.tenant = $tenant AND e.episode = $episode AND e.status = 0 ON CONFLICT DO NOTHING
            """,
            "$tenant", "$episode", "$sequence", "$line");
        label = Prepare(
            "INSERT INTO labels (tenant, name, value, number) SELECT $tenant, $name, $value, number FROM episodes WHERE tenant = $tenant AND episode = $episode",
            "$tenant", "$episode", "$name", "$value");
        close = Prepare(
            "UPDATE episodes SET status = $status, steps = $steps WHERE tenant = $tenant AND episode = $episode AND status = 0",
            "$tenant", "$episode", "$status", "$steps");
        store = Prepare(
            "UPDATE episodes SET stored = 1 WHERE tenant = $tenant AND episode = $episode AND status <> 0",
            "$tenant", "$episode");
    }

    public void Begin() => begin.ExecuteNonQuery();

    public void Commit() => commit.ExecuteNonQuery();

    /// <summary>
    /// Writes one append. A conflict can only show at its first statement, when nothing of it is written yet; later it would mean a
    /// broken store, and fails the transaction.
    /// </summary>
    public AppendOutcome Append(JournalAppend append)
    {
        var sequence = append.FirstSequence;
        foreach (var line in append.Lines)
        {
            var written = sequence == 0 ? Open(append, line) : Execute(next, append.Key, sequence, Bytes(line)) == 1;
            if (!written && sequence == append.FirstSequence)
                return AppendOutcome.Conflict;
            Require(written, append.Key);
            sequence++;
        }

        if (append.Closing is { } closing)
            Require(Execute(close, append.Key, (int)closing.Status, closing.Steps) == 1, append.Key);
        return AppendOutcome.Appended;
    }

    public AppendOutcome MarkStored(EpisodeKey key) => Execute(store, key) == 1 ? AppendOutcome.Appended : AppendOutcome.Conflict;

    public void Dispose()
    {
        foreach (var command in (ReadOnlySpan<SqliteCommand>)[begin, commit, open, first, next, label, close, store])
            command.Dispose();
        connection.Dispose();
    }

    private static byte[] Bytes(ReadOnlyMemory<byte> line) =>
        MemoryMarshal.TryGetArray(line, out var segment) && segment.Offset == 0 && segment.Count == segment.Array!.Length ? segment.Array : line.ToArray();

    private static int Execute(SqliteCommand command, EpisodeKey key, params ReadOnlySpan<object> values)
    {
        command.Parameters[0].Value = key.Tenant;
        command.Parameters[1].Value = key.Episode;
        for (var i = 0; i < values.Length; i++)
            command.Parameters[i + 2].Value = values[i];
        return command.ExecuteNonQuery();
    }

    private static void Require(bool written, EpisodeKey key)
    {
        if (!written)
            throw new InvalidOperationException($"The journal of {key} is not as its first statement found it.");
    }

    private bool Open(JournalAppend append, ReadOnlyMemory<byte> header)
    {
        if (append.Opening is not { } opening)
            return false;
        var created = opening.Created.ToUnixTimeMilliseconds();
        var labels = SqliteJournal.WriteLabels(opening.Labels);
        object parent = opening.Parent is null ? DBNull.Value : opening.Parent;
        if (Execute(open, append.Key, created, opening.Environment, opening.Version, opening.Split, opening.Difficulty, labels, parent) != 1)
            return false;
        Require(Execute(first, append.Key, Bytes(header)) == 1, append.Key);
        foreach (var (name, value) in opening.Labels)
            Require(Execute(label, append.Key, name, value) == 1, append.Key);
        return true;
    }

    private SqliteCommand Prepare(string sql, params ReadOnlySpan<string> parameters)
    {
        var command = connection.CreateCommand();
        command.CommandText = sql;
        foreach (var name in parameters)
            command.Parameters.Add(new SqliteParameter(name, null) { Value = DBNull.Value });
        command.Prepare();
        return command;
    }
}
