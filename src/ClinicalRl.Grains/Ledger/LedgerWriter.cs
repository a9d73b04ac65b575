using ClinicalRl.Audit.Ledger;
using ClinicalRl.Audit.RunLogs;
using ClinicalRl.Grains.Journal;

namespace ClinicalRl.Grains.Ledger;

/// <summary>Grows one tenant's ledger and signs what it came to. For one caller at a time; a second writer elsewhere is noticed and waited out.</summary>
/// <param name="tenant">Whose.</param>
/// <param name="name">What its checkpoints call it.</param>
/// <param name="store">Where it is kept.</param>
/// <param name="signer">Signs every checkpoint.</param>
/// <param name="time">Their time.</param>
/// <typeparam name="TEntry">What it holds.</typeparam>
public sealed class LedgerWriter<TEntry>(string tenant, string name, ILedgerStore<TEntry> store, ILogSigner signer, TimeProvider time)
    where TEntry : class, ILedgerEntry
{
    /// <summary>The ledger as far as it is known to be durable; null when it must be read again.</summary>
    private MerkleTree? tree;

    /// <summary>
    /// Enters what is given, each once whatever is repeated, under one new checkpoint. Returns the ids of which the ledger already holds another entry; those were not
    /// entered again.
    /// </summary>
    /// <exception cref="LedgerUnavailableException">It could not grow, or must be restored first.</exception>
    public async ValueTask<IReadOnlyList<string>> AppendAsync(IEnumerable<TEntry> entries)
    {
        var wanted = entries.DistinctBy(entry => entry.Id, StringComparer.Ordinal).ToList();
        var differing = new List<string>();
        for (var attempt = 1; wanted.Count > 0; attempt++)
        {
            var outcome = await TryAppendAsync(wanted);
            if (outcome == AppendOutcome.Appended)
                break;
            if (attempt == LedgerLimits.Attempts)
                throw new LedgerUnavailableException($"The ledger of {name} could not grow ({outcome}).");
            wanted = await MissingAsync(wanted, differing);   // an answer may have been lost, or another silo was first
        }

        return differing;
    }

    /// <summary>The latest signed checkpoint; of a ledger without entries one is signed when it is first asked for.</summary>
    public async ValueTask<string> CheckpointAsync()
    {
        if (await store.CheckpointAsync(tenant) is null)
            await TryAppendAsync([]);
        return await store.CheckpointAsync(tenant) ?? throw new LedgerUnavailableException($"The ledger of {name} could not be signed.");
    }

    private async ValueTask<AppendOutcome> TryAppendAsync(List<TEntry> entries)
    {
        var growing = tree ?? await LoadAsync();
        tree = null;   // it grows before it is durable
        var first = growing.Size;
        var leaves = entries.Select(entry => new LedgerLeaf(entry, growing.Append(entry.LeafHash()))).ToList();
        var checkpoint = await new LedgerCheckpoint(name, growing.Size, growing.Root, time.GetUtcNow()).SignAsync(signer);
        var outcome = await store.AppendAsync(new LedgerAppend(tenant, first, [.. leaves], checkpoint));
        if (outcome == AppendOutcome.Appended)
            tree = growing;
        return outcome;
    }

    /// <summary>Those of <paramref name="entries"/> that are not in the ledger; ids that are in it with another one are added to <paramref name="differing"/>.</summary>
    private async ValueTask<List<TEntry>> MissingAsync(List<TEntry> entries, List<string> differing)
    {
        var missing = new List<TEntry>();
        foreach (var entry in entries)
        {
            if (await store.FindAsync(tenant, entry.Id) is not { } place)
                missing.Add(entry);
            else if (!(await store.ReadAsync(tenant, place, 1))[0].Equals(entry))
                differing.Add(entry.Id);
        }

        return missing;
    }

    /// <summary>Takes the ledger up. What its last checkpoint does not vouch for is never signed: later checkpoints would contradict earlier ones.</summary>
    private async ValueTask<MerkleTree> LoadAsync()
    {
        var size = await store.SizeAsync(tenant);
        var loaded = new MerkleTree(size, await store.HashesAsync(tenant, MerkleTree.SubtreesOf(size)));
        var last = await store.CheckpointAsync(tenant);
        var agrees = last is null ? size == 0
            : SignedCheckpoint.TryRead(last, out var signed, out _) && signed.Checkpoint.TreeSize == size && signed.Checkpoint.RootHash == loaded.Root;
        return agrees
            ? loaded
            : throw new LedgerUnavailableException($"The ledger of {name} is not the one its last checkpoint was signed over. It must be restored before it can grow.");
    }
}
