using System.Collections.Immutable;
using ClinicalRl.Audit.Ledger;
using ClinicalRl.Audit.RunLogs;
using ClinicalRl.Grains.Journal;
using Microsoft.Data.Sqlite;

namespace ClinicalRl.Grains.Ledger;

/// <summary>The ledgers in the journal's SQLite file: written by its one writer, in its transactions, and read as it is read.</summary>
internal sealed class SqliteLedgerStore(SqliteJournal journal) : ILedgerStore
{
    public ValueTask<AppendOutcome> AppendAsync(LedgerAppend append) => journal.SubmitAsync(new LedgerWork(append));

    public ValueTask<long> SizeAsync(string tenant) => journal.ReadAsync(connection =>
        (long)Ask(connection, "SELECT coalesce(max(leaf) + 1, 0) FROM ledger_entries WHERE tenant = $tenant", ("$tenant", tenant))!);

    public ValueTask<long?> FindAsync(string tenant, string episode) => journal.ReadAsync(connection =>
        (long?)Ask(connection, "SELECT leaf FROM ledger_entries WHERE tenant = $tenant AND episode = $episode", ("$tenant", tenant), ("$episode", episode)));

    public ValueTask<ImmutableArray<LedgerEntry>> ReadAsync(string tenant, long from, int count) => journal.ReadAsync(connection =>
    {
        using var command = Command(
            connection, "SELECT entry FROM ledger_entries WHERE tenant = $tenant AND leaf >= $from ORDER BY leaf LIMIT $count", ("$tenant", tenant), ("$from", from), ("$count", count));
        using var reader = command.ExecuteReader();
        var entries = ImmutableArray.CreateBuilder<LedgerEntry>();
        while (reader.Read())
            entries.Add(Parse(reader.GetFieldValue<byte[]>(0)));
        return entries.ToImmutable();
    });

    public ValueTask<ImmutableArray<Sha256Digest>> HashesAsync(string tenant, ImmutableArray<MerkleNode> subtrees) => journal.ReadAsync(connection =>
    {
        using var command = Command(
            connection, "SELECT substr(hashes, 1 + 32 * $level, 32) FROM ledger_entries WHERE tenant = $tenant AND leaf = $leaf", ("$tenant", tenant), ("$leaf", 0L), ("$level", 0));
        return subtrees.Select(subtree =>
        {
            command.Parameters["$leaf"].Value = subtree.LastLeaf;
            command.Parameters["$level"].Value = subtree.Level;
            return command.ExecuteScalar() is byte[] { Length: 32 } hash
                ? Sha256Digest.FromBytes(hash)
                : throw new JournalUnavailableException($"The ledger has no subtree {subtree}.");
        }).ToImmutableArray();
    });

    public ValueTask<string?> CheckpointAsync(string tenant, long? size = null) => journal.ReadAsync(connection => (string?)Ask(
        connection, "SELECT checkpoint FROM ledger_checkpoints WHERE tenant = $tenant AND ($size IS NULL OR size = $size) ORDER BY size DESC LIMIT 1",
        ("$tenant", tenant), ("$size", size is null ? DBNull.Value : size.Value)));

    private static object? Ask(SqliteConnection connection, string sql, params ReadOnlySpan<(string Name, object Value)> values)
    {
        using var command = Command(connection, sql, values);
        return command.ExecuteScalar();
    }

    private static SqliteCommand Command(SqliteConnection connection, string sql, params ReadOnlySpan<(string Name, object Value)> values)
    {
        var command = connection.CreateCommand();
        command.CommandText = sql;
        foreach (var (name, value) in values)
            command.Parameters.AddWithValue(name, value);
        return command;
    }

    private static LedgerEntry Parse(byte[] bytes) => LedgerEntry.TryRead(bytes, out var entry, out var problem)
        ? entry
        : throw new JournalUnavailableException($"An entry of the ledger cannot be read: {problem}");
}
