using System.Collections.Immutable;
using System.Text;
using ClinicalRl.Audit.Ledger;
using ClinicalRl.Audit.RunLogs;

namespace ClinicalRl.Audit.Access;

/// <summary>
/// Checks the access events of a bundle: that they are all there are from some place on, in their order and as they were, up to a checkpoint that one of the keys signed.
/// </summary>
internal sealed class AccessCheck(IReadOnlyDictionary<string, ReadOnlyMemory<byte>> files, LogKeySet keys, LedgerVerifierOptions options)
{
    private readonly List<LedgerFinding> findings = [];
    private readonly List<EvidenceCheck> checks = [];

    /// <summary>Whether a bundle says anything of access: those of older versions do not.</summary>
    public static bool IsIn(IEnumerable<string> names) => names.Any(name => name.StartsWith(AccessNames.Folder, StringComparison.Ordinal));

    public LedgerReport Run()
    {
        var checkpoint = Check("checkpoint", () => SignedCheckpoint.Believe(AccessNames.Checkpoint, Text(AccessNames.Checkpoint), keys, findings), found => $"{found.Origin}, {found.TreeSize} entries at {found.Time:u}, signed by a key of the set");
        var stretch = checkpoint is null ? null : Check("stretch", () => ReadStretch(checkpoint), found => $"entries {found.From} to {found.TreeSize}");
        var events = stretch is null ? null : Check("events", () => ReadEvents(checkpoint!, stretch), found => $"{found.Count} events, in order, lead to the checkpoint's root");
        if (events is not null)
            CheckKept(checkpoint!, stretch!, events);
        return new LedgerReport { Checkpoint = checkpoint, Checks = [.. checks], Logs = ImmutableSortedDictionary<string, EvidenceCheck>.Empty, Findings = [.. findings] };
    }

    private T? Check<T>(string name, Func<T?> check, Func<T, FormattableString> words)
        where T : class
    {
        var before = findings.Count;
        var found = check();
        var failed = findings.Count > before;
        checks.Add(EvidenceCheck.Of(name, failed, failed ? findings[before].Detail : FormattableString.Invariant(words(found!))));
        return failed ? null : found;
    }

    private LedgerStretch? ReadStretch(LedgerCheckpoint checkpoint)
    {
        var bytes = files.GetValueOrDefault(AccessNames.Stretch);
        if (bytes.IsEmpty || bytes.Span[^1] != (byte)'\n' || !LedgerStretch.TryRead(bytes[..^1], out var stretch, out _))
            Find("proof", AccessNames.Stretch, "It does not say, in canonical form and with a line feed, which entries these are.");
        else if (stretch.TreeSize != checkpoint.TreeSize)
            Find("other-size", AccessNames.Stretch, FormattableString.Invariant($"It is for a ledger of {stretch.TreeSize} entries, and the checkpoint is over {checkpoint.TreeSize}."));
        else
            return stretch;
        return null;
    }

    private List<Sha256Digest>? ReadEvents(LedgerCheckpoint checkpoint, LedgerStretch stretch)
    {
        var leaves = new List<Sha256Digest>();
        var ids = new HashSet<string>(StringComparer.Ordinal);
        var tree = stretch.Begin();
        for (var rest = files.GetValueOrDefault(AccessNames.Events); !rest.IsEmpty;)
        {
            var end = rest.Span.IndexOf((byte)'\n');
            if (end < 0 || end > MerkleHash.MaxLeafBytes || !AccessEvent.TryRead(rest[..end], out var entry, out _) || AccessEvent.LedgerOf(entry.Tenant) != checkpoint.Ledger || !ids.Add(entry.Id))
                return Refuse(FormattableString.Invariant($"Line {leaves.Count + 1} is no access event of {checkpoint.Ledger} in canonical form, or one that was there before."));
            if (tree.Size == MerkleNode.MaxLeaves)
                return Refuse("It holds more events than any ledger has.");
            leaves.Add(entry.LeafHash());
            tree.Append(leaves[^1]);
            rest = rest[(end + 1)..];
        }

        if (tree.Size != checkpoint.TreeSize)
            return Refuse(FormattableString.Invariant($"It holds {leaves.Count} events, and {checkpoint.TreeSize - stretch.From} were signed."));
        return tree.Root == checkpoint.RootHash ? leaves : Refuse("The events do not lead to the checkpoint's root: one was changed, dropped, put in or moved.");

        List<Sha256Digest>? Refuse(string detail)
        {
            Find("events", AccessNames.Events, detail);
            return null;
        }
    }

    /// <summary>That the events continue every checkpoint of this ledger that the auditor kept.</summary>
    private void CheckKept(LedgerCheckpoint latest, LedgerStretch stretch, List<Sha256Digest> leaves)
    {
        var (before, count) = (findings.Count, 0);
        foreach (var (file, text) in options.Kept)
        {
            if (SignedCheckpoint.Believe(file, text, keys, []) is not { } kept || kept.Ledger != latest.Ledger)
                continue;
            count++;
            if (kept.TreeSize > latest.TreeSize)
                Find("rollback", AccessNames.Checkpoint, FormattableString.Invariant($"It is over {latest.TreeSize} entries, and {file} was signed over {kept.TreeSize}: an old state is shown."));
            else if (kept.TreeSize < stretch.From)
                Find("consistency", file, FormattableString.Invariant($"The events here begin at {stretch.From}; they cannot show that the ledger continues it."));
            else if (RootAt(stretch, leaves, kept.TreeSize) != kept.RootHash)
                Find("consistency", file, "The access ledger does not continue it: an event before was changed, dropped or put in between.");
        }

        checks.Add(findings.Count > before ? EvidenceCheck.Of("consistency", failed: true, findings[before].Detail)
            : count == 0 ? new EvidenceCheck("consistency", CheckVerdict.NotChecked, "there is no earlier checkpoint; give one you kept with --checkpoint")
            : EvidenceCheck.Of("consistency", failed: false, FormattableString.Invariant($"continues {count} earlier checkpoints")));
    }

    private static Sha256Digest RootAt(LedgerStretch stretch, List<Sha256Digest> leaves, long size)
    {
        var tree = stretch.Begin();
        foreach (var leaf in leaves.Take((int)(size - stretch.From)))
            tree.Append(leaf);
        return tree.Root;
    }

    private string Text(string file) => files.TryGetValue(file, out var bytes) ? Encoding.UTF8.GetString(bytes.Span) : "";

    private void Find(string code, string file, string detail) => findings.Add(new LedgerFinding(code, file, detail));
}
