using ClinicalRl.Audit.Ledger;
using ClinicalRl.Audit.RunLogs;
using ClinicalRl.Grains.Journal;

namespace ClinicalRl.Grains.Ledger;

/// <inheritdoc cref="ILedgerGrain"/>
[GrainType("ledger")]
internal sealed class LedgerGrain(IJournal journal, ILogSigner signer, TimeProvider time) : Grain, ILedgerGrain
{
    /// <summary>The ledger as far as it is known to be durable; null when it must be read again.</summary>
    private MerkleTree? tree;

    private ILedgerStore Store => journal.Ledger;

    private string Tenant => this.GetPrimaryKeyString();

    public async ValueTask<IReadOnlyList<string>> AppendAsync(IReadOnlyList<byte[]> entries)
    {
        var wanted = entries.Select(Read).DistinctBy(entry => entry.Episode, StringComparer.Ordinal).ToList();
        var differing = new List<string>();
        for (var attempt = 1; wanted.Count > 0; attempt++)
        {
            var outcome = await TryAppendAsync(wanted);
            if (outcome == AppendOutcome.Appended)
                break;
            if (attempt == LedgerLimits.Attempts)
                throw new LedgerUnavailableException($"The ledger of {Tenant} could not grow ({outcome}).");
            wanted = await MissingAsync(wanted, differing);   // an answer may have been lost, or another silo was first
        }

        return differing;
    }

    public async ValueTask<string> CheckpointAsync()
    {
        if (await Store.CheckpointAsync(Tenant) is null)
            await TryAppendAsync([]);
        return await Store.CheckpointAsync(Tenant) ?? throw new LedgerUnavailableException($"The ledger of {Tenant} could not be signed.");
    }

    private async ValueTask<AppendOutcome> TryAppendAsync(List<LedgerEntry> entries)
    {
        var growing = tree ?? await LoadAsync();
        tree = null;   // it grows before it is durable
        var first = growing.Size;
        var leaves = entries.Select(entry => new LedgerLeaf(entry, growing.Append(entry.LeafHash()))).ToList();
        var checkpoint = await new LedgerCheckpoint(Tenant, growing.Size, growing.Root, time.GetUtcNow()).SignAsync(signer);
        var outcome = await Store.AppendAsync(new LedgerAppend(Tenant, first, [.. leaves], checkpoint));
        if (outcome == AppendOutcome.Appended)
            tree = growing;
        return outcome;
    }

    /// <summary>Those of <paramref name="entries"/> that are not in the ledger; episodes that are in it with another log are added to <paramref name="differing"/>.</summary>
    private async ValueTask<List<LedgerEntry>> MissingAsync(List<LedgerEntry> entries, List<string> differing)
    {
        var missing = new List<LedgerEntry>();
        foreach (var entry in entries)
        {
            if (await Store.FindAsync(Tenant, entry.Episode) is not { } place)
                missing.Add(entry);
            else if ((await Store.ReadAsync(Tenant, place, 1))[0] != entry)
                differing.Add(entry.Episode);
        }

        return missing;
    }

    /// <summary>Takes the ledger up. What its last checkpoint does not vouch for is never signed: later checkpoints would contradict earlier ones.</summary>
    private async ValueTask<MerkleTree> LoadAsync()
    {
        var size = await Store.SizeAsync(Tenant);
        var loaded = new MerkleTree(size, await Store.HashesAsync(Tenant, MerkleTree.SubtreesOf(size)));
        var last = await Store.CheckpointAsync(Tenant);
        var agrees = last is null ? size == 0
            : SignedCheckpoint.TryRead(last, out var signed, out _) && signed.Checkpoint.TreeSize == size && signed.Checkpoint.RootHash == loaded.Root;
        return agrees
            ? loaded
            : throw new LedgerUnavailableException($"The ledger of {Tenant} is not the one its last checkpoint was signed over. It must be restored before it can grow.");
    }

    private LedgerEntry Read(byte[] bytes) => LedgerEntry.TryRead(bytes, out var entry, out var problem) && entry.Tenant == Tenant
        ? entry
        : throw new ArgumentException($"An entry is not one of this tenant's: {problem}", nameof(bytes));
}
