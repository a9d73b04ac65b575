using ClinicalRl.Audit.Ledger;

namespace ClinicalRl.Grains.Ledger;

/// <summary>Makes proofs from a stored ledger.</summary>
public static class LedgerProofs
{
    /// <summary>The proof that the entry at <paramref name="leaf"/> is in the ledger of <paramref name="size"/> entries; <paramref name="leaf"/> is less than it, and it at most the ledger's size.</summary>
    public static async ValueTask<InclusionProof> ProveInclusionAsync<TEntry>(this ILedgerStore<TEntry> store, string tenant, long leaf, long size)
        where TEntry : ILedgerEntry
    {
        var plan = MerkleProofPlan.Inclusion(leaf, size);
        var path = plan.Complete((await store.HashesAsync(tenant, plan.Nodes)).AsSpan());
        return new InclusionProof((await store.ReadAsync(tenant, leaf, 1))[0], leaf, size, path);
    }

    /// <summary>The proof that the ledger of <paramref name="from"/> entries (at least 1) is the beginning of that of <paramref name="to"/>, at most the ledger's size.</summary>
    public static async ValueTask<ConsistencyProof> ProveConsistencyAsync<TEntry>(this ILedgerStore<TEntry> store, string tenant, long from, long to)
        where TEntry : ILedgerEntry
    {
        var plan = MerkleProofPlan.Consistency(from, to);
        return new ConsistencyProof(from, to, plan.Complete((await store.HashesAsync(tenant, plan.Nodes)).AsSpan()));
    }
}
