using System.Collections.Immutable;
using ClinicalRl.Audit.Access;
using ClinicalRl.Audit.Ledger;
using ClinicalRl.Audit.RunLogs;
using ClinicalRl.Grains.Access;
using ClinicalRl.Grains.Journal;
using ClinicalRl.Grains.Ledger;

namespace ClinicalRl.Testing.Journal;

/// <summary>Access ledgers over real ones that fail when <paramref name="next"/> says so.</summary>
internal sealed class FaultyAccessStore(IAccessStore inner, Func<LedgerFault> next) : IAccessStore
{
    public ValueTask<AppendOutcome> AppendAsync(LedgerAppend append) => next().ApplyAsync(append, inner.AppendAsync);

    public ValueTask<long> SizeAsync(string tenant) => inner.SizeAsync(tenant);

    public ValueTask<long?> FindAsync(string tenant, string id) => inner.FindAsync(tenant, id);

    public ValueTask<ImmutableArray<AccessEvent>> ReadAsync(string tenant, long from, int count) => inner.ReadAsync(tenant, from, count);

    public ValueTask<ImmutableArray<Sha256Digest>> HashesAsync(string tenant, ImmutableArray<MerkleNode> subtrees) => inner.HashesAsync(tenant, subtrees);

    public ValueTask<string?> CheckpointAsync(string tenant, long? size = null) => inner.CheckpointAsync(tenant, size);

    public ValueTask<ImmutableArray<(long Leaf, AccessEvent Event)>> ListAsync(AccessQuery query) => inner.ListAsync(query);

    public ValueTask<ImmutableArray<string>> TenantsAsync(string kind) => inner.TenantsAsync(kind);
}
