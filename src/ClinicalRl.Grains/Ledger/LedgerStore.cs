using System.Collections.Immutable;
using System.Data.Common;
using ClinicalRl.Audit.Ledger;
using ClinicalRl.Audit.RunLogs;
using ClinicalRl.Grains.Journal;

namespace ClinicalRl.Grains.Ledger;

/// <summary>The ledgers of one kind in the journal's database, read as the journal is. How they are written is the journal's own: <paramref name="append"/>.</summary>
internal class LedgerStore<TEntry>(LedgerTables tables, JournalReads reads, Func<LedgerAppend, ValueTask<AppendOutcome>> append) : ILedgerStore<TEntry>
    where TEntry : class, ILedgerEntry
{
    protected JournalReads Reads { get; } = reads;

    public ValueTask<AppendOutcome> AppendAsync(LedgerAppend entries) => append(entries);

    public async ValueTask<long> SizeAsync(string tenant) =>
        (await Reads.QueryAsync($"SELECT coalesce(max(leaf) + 1, 0) FROM {tables.Entries} WHERE tenant = @tenant", [("tenant", tenant)], static row => row.GetInt64(0)))[0];

    public async ValueTask<long?> FindAsync(string tenant, string id)
    {
        var found = await Reads.QueryAsync(
            $"SELECT leaf FROM {tables.Entries} WHERE tenant = @tenant AND {tables.Id} = @id", [("tenant", tenant), ("id", id)], static row => row.GetInt64(0));
        return found.IsEmpty ? null : found[0];
    }

    public ValueTask<ImmutableArray<TEntry>> ReadAsync(string tenant, long from, int count) => Reads.QueryAsync(
        $"SELECT entry FROM {tables.Entries} WHERE tenant = @tenant AND leaf >= @from ORDER BY leaf LIMIT @count",
        [("tenant", tenant), ("from", from), ("count", count)], row => Parse(row.GetFieldValue<byte[]>(0)));

    public ValueTask<ImmutableArray<Sha256Digest>> HashesAsync(string tenant, ImmutableArray<MerkleNode> subtrees) => Reads.ReadAsync(async connection =>
    {
        await using var command = JournalReads.Command(
            connection, $"SELECT substr(hashes, 1 + 32 * @level, 32) FROM {tables.Entries} WHERE tenant = @tenant AND leaf = @leaf", [("tenant", tenant), ("leaf", 0L), ("level", 0)]);
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
            ? await Reads.QueryAsync($"SELECT checkpoint FROM {tables.Checkpoints} WHERE tenant = @tenant ORDER BY size DESC LIMIT 1", [("tenant", tenant)], Text)
            : await Reads.QueryAsync($"SELECT checkpoint FROM {tables.Checkpoints} WHERE tenant = @tenant AND size = @size", [("tenant", tenant), ("size", size.Value)], Text);
        return found.IsEmpty ? null : found[0];
    }

    private static string Text(DbDataReader row) => row.GetString(0);

    protected TEntry Parse(byte[] bytes) => tables.Parse(bytes) as TEntry ?? throw new JournalUnavailableException($"An entry of {tables.Entries} cannot be read.");
}
