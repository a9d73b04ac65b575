using System.Collections.Immutable;
using ClinicalRl.Audit.Ledger;
using ClinicalRl.Audit.RunLogs;
using ClinicalRl.Grains.Episodes;
using ClinicalRl.Grains.Journal;

namespace ClinicalRl.Grains.Ledger;

/// <summary>Ledgers that forget everything when the process ends. <paramref name="enter"/> notes in the journal that logs are in the ledger, or refuses.</summary>
internal class MemoryLedgerStore<TEntry>(Func<IReadOnlyList<EpisodeKey>, bool> enter) : ILedgerStore<TEntry>
    where TEntry : class, ILedgerEntry
{
    private readonly Lock gate = new();
    private readonly Dictionary<string, Ledger> ledgers = new(StringComparer.Ordinal);

    public ValueTask<AppendOutcome> AppendAsync(LedgerAppend append)
    {
        lock (gate)
        {
            var ledger = Of(append.Tenant);
            if (ledger.Leaves.Count != append.FirstLeaf || append.Leaves.Any(leaf => ledger.Places.ContainsKey(leaf.Entry.Id)) || !enter([.. append.Leaves.Select(leaf => new EpisodeKey(append.Tenant, leaf.Entry.Id))]))
                return ValueTask.FromResult(AppendOutcome.Conflict);
            foreach (var leaf in append.Leaves)
            {
                ledger.Places.Add(leaf.Entry.Id, ledger.Leaves.Count);
                ledger.Leaves.Add(leaf);
            }

            ledger.Checkpoints.TryAdd(append.Size, append.Checkpoint);
            return ValueTask.FromResult(AppendOutcome.Appended);
        }
    }

    public ValueTask<long> SizeAsync(string tenant) => Read(tenant, ledger => (long)ledger.Leaves.Count);

    public ValueTask<long?> FindAsync(string tenant, string id) => Read(tenant, ledger => ledger.Places.TryGetValue(id, out var place) ? place : (long?)null);

    public ValueTask<ImmutableArray<TEntry>> ReadAsync(string tenant, long from, int count) =>
        Read(tenant, ledger => ledger.Leaves.Skip((int)Math.Min(from, int.MaxValue)).Take(count).Select(leaf => (TEntry)leaf.Entry).ToImmutableArray());

    public ValueTask<ImmutableArray<Sha256Digest>> HashesAsync(string tenant, ImmutableArray<MerkleNode> subtrees) => Read(tenant, ledger => subtrees
        .Select(subtree => subtree.LastLeaf < ledger.Leaves.Count
            ? ledger.Leaves[(int)subtree.LastLeaf].Completed[subtree.Level]
            : throw new JournalUnavailableException($"The ledger has no subtree {subtree}."))
        .ToImmutableArray());

    public ValueTask<string?> CheckpointAsync(string tenant, long? size = null) =>
        Read(tenant, ledger => size is { } wanted ? ledger.Checkpoints.GetValueOrDefault(wanted) : ledger.Checkpoints.Values.LastOrDefault());

    /// <summary>The entries of all tenants.</summary>
    protected List<TEntry> EntriesOfAll()
    {
        lock (gate)
            return [.. ledgers.Values.SelectMany(ledger => ledger.Leaves).Select(leaf => (TEntry)leaf.Entry)];
    }

    private ValueTask<T> Read<T>(string tenant, Func<Ledger, T> read)
    {
        lock (gate)
            return ValueTask.FromResult(read(Of(tenant)));
    }

    private Ledger Of(string tenant)
    {
        if (!ledgers.TryGetValue(tenant, out var ledger))
            ledgers.Add(tenant, ledger = new Ledger());
        return ledger;
    }

    private sealed class Ledger
    {
        public List<LedgerLeaf> Leaves { get; } = [];

        public Dictionary<string, long> Places { get; } = new(StringComparer.Ordinal);

        public SortedList<long, string> Checkpoints { get; } = [];
    }
}
