using System.Collections.Immutable;
using System.Data.Common;
using ClinicalRl.Audit.Ledger;
using ClinicalRl.Audit.RunLogs;
using ClinicalRl.Grains.Journal;

namespace ClinicalRl.Grains.Ledger;

/// <summary>The ledgers in the journal's database, read as the journal is. How they are written is the journal's own: <paramref name="append"/>.</summary>
internal sealed class LedgerStore(JournalReads reads, Func<LedgerAppend, ValueTask<AppendOutcome>> append) : ILedgerStore
{
    public ValueTask<AppendOutcome> AppendAsync(LedgerAppend entries) => append(entries);

    public async ValueTask<long> SizeAsync(string tenant) =>
        (await reads.QueryAsync("SELECT coalesce(max(leaf) + 1, 0) FROM ledger_entries WHERE tenant = @tenant", [("tenant", tenant)], static row => row.GetInt64(0)))[0];

    public async ValueTask<long?> FindAsync(string tenant, string episode)
    {
        var found = await reads.QueryAsync(
            "SELECT leaf FROM ledger_entries WHERE tenant = @tenant AND episode = @episode", [("tenant", tenant), ("episode", episode)], static row => row.GetInt64(0));
        return found.IsEmpty ? null : found[0];
    }

    public ValueTask<ImmutableArray<LedgerEntry>> ReadAsync(string tenant, long from, int count) => reads.QueryAsync(
        "SELECT entry FROM ledger_entries WHERE tenant = @tenant AND leaf >= @from ORDER BY leaf LIMIT @count",
        [("tenant", tenant), ("from", from), ("count", count)], static row => Parse(row.GetFieldValue<byte[]>(0)));

    public ValueTask<ImmutableArray<Sha256Digest>> HashesAsync(string tenant, ImmutableArray<MerkleNode> subtrees) => reads.ReadAsync(async connection =>
    {
        await using var command = JournalReads.Command(
            connection, "SELECT substr(hashes, 1 + 32 * @level, 32) FROM ledger_entries WHERE tenant = @tenant AND leaf = @leaf", [("tenant", tenant), ("leaf", 0L), ("level", 0)]);
        var hashes = ImmutableArray.CreateBuilder<Sha256Digest>(subtrees.Length);
        foreach (var subtree in subtrees)
        {
            command.Parameters["leaf"].Value = subtree.LastLeaf;
            command.Parameters["level"].Value = subtree.Level;
            hashes.Add(await command.ExecuteScalarAsync() is byte[] { Length: 32 } hash
                ? Sha256Digest.FromBytes(hash)
                : throw new JournalUnavailableException($"The ledger has no subtree {subtree}."));
        }

        return hashes.MoveToImmutable();
    });

    public async ValueTask<string?> CheckpointAsync(string tenant, long? size = null)
    {
        var found = size is null
            ? await reads.QueryAsync("SELECT checkpoint FROM ledger_checkpoints WHERE tenant = @tenant ORDER BY size DESC LIMIT 1", [("tenant", tenant)], Text)
            : await reads.QueryAsync("SELECT checkpoint FROM ledger_checkpoints WHERE tenant = @tenant AND size = @size", [("tenant", tenant), ("size", size.Value)], Text);
        return found.IsEmpty ? null : found[0];
    }

    private static string Text(DbDataReader row) => row.GetString(0);

    private static LedgerEntry Parse(byte[] bytes) => LedgerEntry.TryRead(bytes, out var entry, out var problem)
        ? entry
        : throw new JournalUnavailableException($"An entry of the ledger cannot be read: {problem}");
}
