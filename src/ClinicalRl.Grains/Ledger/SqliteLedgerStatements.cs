using System.Security.Cryptography;
using ClinicalRl.Audit.RunLogs;
using ClinicalRl.Grains.Journal;
using Microsoft.Data.Sqlite;

namespace ClinicalRl.Grains.Ledger;

/// <summary>What the journal's writer does with the ledger's tables. A refused append takes back what it wrote and nothing else of the transaction.</summary>
internal sealed class SqliteLedgerStatements : IDisposable
{
    private readonly SqliteStatement begin;
    private readonly SqliteStatement keep;
    private readonly SqliteStatement undo;
    private readonly SqliteStatement size;
    private readonly SqliteStatement insert;
    private readonly SqliteStatement? note;
    private readonly SqliteStatement sign;

    public SqliteLedgerStatements(SqliteConnection connection, LedgerTables tables)
    {
        Tables = tables;
        begin = new SqliteStatement(connection, "SAVEPOINT ledger");
        keep = new SqliteStatement(connection, "RELEASE ledger");
        undo = new SqliteStatement(connection, "ROLLBACK TO ledger");
        size = new SqliteStatement(connection, $"SELECT coalesce(max(leaf) + 1, 0) FROM {tables.Entries} WHERE tenant = ?1");
        string[] columns = ["tenant", "leaf", tables.Id, "entry", "hashes", .. tables.Columns];
        insert = new SqliteStatement(connection, $"INSERT INTO {tables.Entries} ({string.Join(", ", columns)}) VALUES ({string.Join(", ", columns.Select(_ => "?"))}) ON CONFLICT DO NOTHING");
        note = tables.AreLogs ? new SqliteStatement(connection, "UPDATE episodes SET stored = 2 WHERE tenant = ?1 AND episode = ?2 AND status <> 0 AND stored < 2") : null;
        sign = new SqliteStatement(connection, $"INSERT INTO {tables.Checkpoints} (tenant, size, checkpoint) VALUES (?1, ?2, ?3) ON CONFLICT DO NOTHING");
    }

    public LedgerTables Tables { get; }

    public AppendOutcome Append(LedgerAppend append)
    {
        begin.Run();
        var written = Write(append);
        if (!written)
            undo.Run();
        keep.Run();
        return written ? AppendOutcome.Appended : AppendOutcome.Conflict;
    }

    public void Dispose()
    {
        foreach (var statement in (ReadOnlySpan<SqliteStatement?>)[begin, keep, undo, size, insert, note, sign])
            statement?.Dispose();
    }

    private bool Write(LedgerAppend append)
    {
        if (size.With(append.Tenant).Find() != append.FirstLeaf)
            return false;
        for (var i = 0; i < append.Leaves.Length; i++)
        {
            var (entry, completed) = append.Leaves[i];
            var hashes = new byte[completed.Length * SHA256.HashSizeInBytes];
            for (var level = 0; level < completed.Length; level++)
                completed[level].CopyTo(hashes.AsSpan(level * SHA256.HashSizeInBytes));
            if (note is not null && note.With(append.Tenant).With(entry.Id).Run() != 1)
                return false;
            insert.With(append.Tenant).With(append.FirstLeaf + i).With(entry.Id).With(entry.ToBytes()).With(hashes);
            foreach (var value in Tables.Values(entry))
                insert.With(value);
            if (insert.Run() != 1)
                return false;
        }

        return sign.With(append.Tenant).With(append.Size).With(append.Checkpoint).Run() == 1 || append.Leaves.IsEmpty;
    }
}
