using ClinicalRl.Audit.RunLogs;

namespace ClinicalRl.Audit.Ledger;

/// <content>That the ledger continues every checkpoint signed before.</content>
internal sealed partial class LedgerCheck
{
    private void CheckConsistency(LedgerCheckpoint latest, List<(string File, string Text)> kept)
    {
        var before = findings.Count;
        var proofs = ReadConsistencyProofs(latest);
        var stored = evidence.Files.Keys.Where(file => file.StartsWith(EvidenceNames.EarlierPrefix, StringComparison.Ordinal)).Order(StringComparer.Ordinal);
        List<(string File, string Text)> all = [.. stored.Select(file => (file, Text(file)!)), .. kept];
        var earlier = all.Select(one => (one.File, Checkpoint: Believed(one.File, one.Text))).ToList();
        foreach (var (file, checkpoint) in earlier)
        {
            if (checkpoint is not null)
                CheckEarlier(file, checkpoint, latest, proofs);
        }

        foreach (var proof in proofs.Values.Where(proof => !earlier.Exists(one => one.Checkpoint?.TreeSize == proof.From)))
            Find("consistency", EvidenceNames.Consistency(proof.From), "There is no checkpoint that it begins with.");
        checks.Add(findings.Count > before ? EvidenceCheck.Of("consistency", failed: true, findings[before].Detail)
            : earlier.Count == 0 ? new EvidenceCheck("consistency", CheckVerdict.NotChecked, "there is no earlier checkpoint; give one you kept with --checkpoint")
            : EvidenceCheck.Of("consistency", failed: false, FormattableString.Invariant($"continues {earlier.Count} earlier checkpoints")));
    }

    private Dictionary<long, ConsistencyProof> ReadConsistencyProofs(LedgerCheckpoint latest)
    {
        var proofs = new Dictionary<long, ConsistencyProof>();
        foreach (var (file, bytes) in evidence.Files.Where(pair => pair.Key.StartsWith(EvidenceNames.ConsistencyPrefix, StringComparison.Ordinal)).OrderBy(pair => pair.Key, StringComparer.Ordinal))
        {
            if (bytes.IsEmpty || bytes.Span[^1] != (byte)'\n' || !ConsistencyProof.TryRead(bytes[..^1], out var proof, out _))
                Find("consistency", file, "It is no consistency proof and a line feed.");
            else if (EvidenceNames.Consistency(proof.From) != file || proof.To != latest.TreeSize)
                Find("consistency", file, FormattableString.Invariant($"The proof is from {proof.From} to {proof.To} entries, which is not what its name and the checkpoint say."));
            else
                proofs[proof.From] = proof;
        }

        return proofs;
    }

    private void CheckEarlier(string file, LedgerCheckpoint earlier, LedgerCheckpoint latest, Dictionary<long, ConsistencyProof> proofs)
    {
        if (earlier.Ledger != latest.Ledger)
        {
            Find("consistency", file, $"It is of {earlier.Origin}, not of {latest.Origin}.");
        }
        else if (earlier.TreeSize > latest.TreeSize)
        {
            Find("rollback", EvidenceNames.Checkpoint, FormattableString.Invariant($"It is over {latest.TreeSize} entries, and {file} was signed over {earlier.TreeSize}: an old state is shown."));
        }
        else
        {
            var proof = proofs.GetValueOrDefault(earlier.TreeSize);
            if (proof is not null && !proof.Holds(earlier.RootHash, latest.RootHash))
                Find("consistency", EvidenceNames.Consistency(earlier.TreeSize), $"The proof does not hold: the ledger does not continue {file}.");
            else if (!HoldsByLeaves(earlier, latest) ?? (proof is null && !IsTrivially(earlier, latest)))
                Find("consistency", file, proof is null && HoldsByLeaves(earlier, latest) is null
                    ? FormattableString.Invariant($"Neither {EvidenceNames.Consistency(earlier.TreeSize)} nor all logs are here to show that the ledger continues it.")
                    : "The ledger does not continue it: an entry before was changed, dropped or put in between.");
        }
    }

    /// <summary>Whether the first entries hash to the earlier root; null when not all of them are here.</summary>
    private bool? HoldsByLeaves(LedgerCheckpoint earlier, LedgerCheckpoint latest)
    {
        if (leaves.Count < latest.TreeSize)
            return null;
        var tree = new MerkleTree();
        foreach (var (leaf, entry) in leaves.TakeWhile(pair => pair.Key < earlier.TreeSize))
            tree.Append(entry.Hash);
        return tree.Size == earlier.TreeSize && tree.Root == earlier.RootHash;
    }

    private static bool IsTrivially(LedgerCheckpoint earlier, LedgerCheckpoint latest) =>
        MerkleProofs.IsConsistent(earlier.TreeSize, earlier.RootHash, latest.TreeSize, latest.RootHash, []);
}
