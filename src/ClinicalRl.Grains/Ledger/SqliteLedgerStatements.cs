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
    private readonly SqliteStatement note;
    private readonly SqliteStatement sign;

    public SqliteLedgerStatements(SqliteConnection connection)
    {
        begin = new SqliteStatement(connection, "SAVEPOINT ledger");
        keep = new SqliteStatement(connection, "RELEASE ledger");
        undo = new SqliteStatement(connection, "ROLLBACK TO ledger");
        size = new SqliteStatement(connection, "SELECT coalesce(max(leaf) + 1, 0) FROM ledger_entries WHERE tenant = ?1");
        insert = new SqliteStatement(connection, "INSERT INTO ledger_entries (tenant, leaf, episode, entry, hashes) VALUES (?1, ?2, ?3, ?4, ?5) ON CONFLICT DO NOTHING");
        note = new SqliteStatement(connection, "UPDATE episodes SET stored = 2 WHERE tenant = ?1 AND episode = ?2 AND status <> 0 AND stored < 2");
        sign = new SqliteStatement(connection, "INSERT INTO ledger_checkpoints (tenant, size, checkpoint) VALUES (?1, ?2, ?3) ON CONFLICT DO NOTHING");
    }

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
        foreach (var statement in (ReadOnlySpan<SqliteStatement>)[begin, keep, undo, size, insert, note, sign])
            statement.Dispose();
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
            if (note.With(append.Tenant).With(entry.Episode).Run() != 1
                || insert.With(append.Tenant).With(append.FirstLeaf + i).With(entry.Episode).With(entry.ToBytes()).With(hashes).Run() != 1)
                return false;
        }

        return sign.With(append.Tenant).With(append.Size).With(append.Checkpoint).Run() == 1 || append.Leaves.IsEmpty;
    }
}
