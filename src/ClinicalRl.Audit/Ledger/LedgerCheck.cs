using System.Collections.Immutable;
using ClinicalRl.Audit.RunLogs;

namespace ClinicalRl.Audit.Ledger;

/// <summary>One verification in progress.</summary>
internal sealed partial class LedgerCheck(LedgerEvidence evidence, LedgerVerifierOptions options)
{
    private const int MaxMissingNamed = 20;

    private readonly List<LedgerFinding> findings = [];
    private readonly List<EvidenceCheck> checks = [];
    private readonly SortedDictionary<string, EvidenceCheck> logs = new(StringComparer.Ordinal);
    private readonly SortedDictionary<long, (string File, Sha256Digest Hash)> leaves = [];
    private LogKeySet keys = LogKeySet.Empty;

    public LedgerReport Run()
    {
        CheckKeys();
        var kept = options.Kept.Select(pair => (File: pair.Key, Text: pair.Value)).ToList();
        var latest = Latest(kept);
        if (latest is not null)
        {
            CheckLogs(latest);
            CheckCompleteness(latest);
            CheckConsistency(latest, kept);
        }

        return new LedgerReport
        {
            Checkpoint = latest, Checks = [.. checks], Logs = logs.ToImmutableSortedDictionary(StringComparer.Ordinal), Findings = [.. findings],
        };
    }

    private void CheckKeys()
    {
        var before = findings.Count;
        var published = LogKeySet.Empty;
        if (Text(EvidenceNames.Keys) is { } text)
        {
            if (!LogKeySet.TryParse(text, out var read, out var problem))
                Find("keys", EvidenceNames.Keys, problem);
            else if (read.ToJson() != text)
                Find("keys", EvidenceNames.Keys, "It is not in the one spelling that a service publishes.");
            else
                published = read;
        }

        foreach (var key in options.TrustedKeys.IsEmpty ? [] : published.Keys.Where(key => Contradicts(options.TrustedKeys.Find(key.PublicKey.KeyId), key)))
            Find("keys", EvidenceNames.Keys, $"Key {key.PublicKey.KeyId} is not one of the trusted keys, or was in use at other times.");
        keys = options.TrustedKeys.IsEmpty ? published : options.TrustedKeys;
        var detail = findings.Count > before ? findings[before].Detail
            : options.TrustedKeys.IsEmpty ? $"{published.Keys.Length} keys, taken on trust from the folder; give --key to check whose they are"
            : $"{keys.Keys.Length} trusted keys";
        checks.Add(findings.Count > before ? EvidenceCheck.Of("keys", failed: true, detail)
            : new EvidenceCheck("keys", options.TrustedKeys.IsEmpty ? CheckVerdict.NotChecked : CheckVerdict.Passed, detail));
    }

    /// <summary>A trusted key says what was trusted of it: times it does not know contradict nothing.</summary>
    private static bool Contradicts(LogKey? trusted, LogKey published) =>
        trusted is null
        || (trusted.Created is not null && trusted.Created != published.Created)
        || (trusted.Retired is not null && trusted.Retired != published.Retired);

    /// <summary>The checkpoint of the folder; without one, the latest of those kept, which then is no longer among <paramref name="kept"/>.</summary>
    private LedgerCheckpoint? Latest(List<(string File, string Text)> kept)
    {
        var file = EvidenceNames.Checkpoint;
        var text = Text(file);
        if (text is null && kept.Count > 0)
        {
            var last = kept.MaxBy(one => SignedCheckpoint.TryRead(Line(one.Text), out var signed, out _) ? signed.Checkpoint.TreeSize : -1);
            (file, text) = last;
            kept.Remove(last);
        }

        var before = findings.Count;
        var checkpoint = text is null ? null : Believed(file, text);
        if (text is null)
            Find("checkpoint", file, "There is no checkpoint.");
        checks.Add(EvidenceCheck.Of("checkpoint", findings.Count > before, findings.Count > before
            ? findings[before].Detail
            : FormattableString.Invariant($"{checkpoint!.Origin}, {checkpoint.TreeSize} entries at {checkpoint.Time:u}, signed by a key of the set")));
        return checkpoint;
    }

    private LedgerCheckpoint? Believed(string file, string text) => SignedCheckpoint.Believe(file, text, keys, findings);

    private void CheckLogs(LedgerCheckpoint latest)
    {
        var before = findings.Count;
        foreach (var log in evidence.Logs)
        {
            var found = findings.Count;
            var leaf = CheckLog(log, latest);
            logs[log.File] = EvidenceCheck.Of("ledger", leaf is null, leaf is null ? findings[found].Detail : FormattableString.Invariant($"entry {leaf} of {latest.TreeSize}"));
        }

        foreach (var file in evidence.Files.Keys.Where(file => file.EndsWith(EvidenceNames.Proof, StringComparison.Ordinal)).Order(StringComparer.Ordinal))
        {
            if (!evidence.Logs.Any(log => EvidenceNames.ProofOf(log.File) == file))
                Find("missing-log", file, "There is a proof, and the log that it is for is not there.");
        }

        checks.Add(EvidenceCheck.Of("inclusion", findings.Count > before, $"{logs.Values.Count(check => check.Verdict == CheckVerdict.Passed)} of {logs.Count} logs are in the ledger as they are"));
    }

    /// <summary>The place of a log that the ledger holds as it is, or null with a finding.</summary>
    private long? CheckLog(EvidenceLog log, LedgerCheckpoint latest)
    {
        var file = EvidenceNames.ProofOf(log.File);
        if (!evidence.Files.TryGetValue(file, out var bytes))
            return Refuse("missing-proof", file, $"There is no inclusion proof of {log.File}.");
        if (bytes.IsEmpty || bytes.Span[^1] != (byte)'\n')
            return Refuse("proof", file, "It does not end in a line feed.");
        if (!InclusionProof.TryRead(bytes[..^1], out var proof, out var problem))
            return Refuse("proof", file, problem);
        if (proof.Entry is not LedgerEntry entry || entry.Tenant != latest.Ledger || log.Report.Header is not { } header || header.Tenant != entry.Tenant || header.Episode != entry.Episode)
            return Refuse("other-log", file, "Log, proof and checkpoint are not of the same tenant and episode.");
        if (entry.Log != log.Report.LogHash || entry.Sealed != log.Report.SealedAt)
            return Refuse("other-log", log.File, $"The ledger holds a log of this episode with SHA-256 {entry.Log}; this one is another.");
        if (proof.TreeSize != latest.TreeSize)
            return Refuse("other-size", file, FormattableString.Invariant($"The proof is for a ledger of {proof.TreeSize} entries, and the checkpoint is over {latest.TreeSize}."));
        if (!proof.Holds(latest.RootHash))
            return Refuse("inclusion", file, "The proof does not lead to the checkpoint's root: this ledger does not hold the entry.");
        if (!leaves.TryAdd(proof.LeafIndex, (log.File, entry.LeafHash())))
            return Refuse("twice", log.File, $"It is the same entry as {leaves[proof.LeafIndex].File}.");
        if (log.Report.KeyId is { } signer && keys.ReasonToDistrust(signer, entry.Sealed) is { } distrust)
            return Refuse(distrust.Code, log.File, $"The log was sealed by {distrust.Detail}.");
        return proof.LeafIndex;
    }

    private void CheckCompleteness(LedgerCheckpoint latest)
    {
        var missing = latest.TreeSize - leaves.Count;
        if (options.IsSelection)
        {
            checks.Add(new EvidenceCheck("completeness", CheckVerdict.NotChecked, FormattableString.Invariant($"a selection: {leaves.Count} of {latest.TreeSize} entries")));
            return;
        }

        for (long leaf = 0, named = 0; leaf < latest.TreeSize && named < Math.Min(missing, MaxMissingNamed); leaf++)
        {
            if (leaves.ContainsKey(leaf))
                continue;
            Find("missing-log", EvidenceNames.Checkpoint, FormattableString.Invariant($"Entry {leaf} of the ledger has no proven log here."));
            named++;
        }

        checks.Add(EvidenceCheck.Of("completeness", missing > 0, FormattableString.Invariant($"{leaves.Count} of {latest.TreeSize} entries are here")));
    }

    private string? Text(string file) => evidence.Files.TryGetValue(file, out var bytes) ? System.Text.Encoding.UTF8.GetString(bytes.Span) : null;

    private static string Line(string text) => text.EndsWith('\n') ? text[..^1] : text;

    private long? Refuse(string code, string file, string detail)
    {
        Find(code, file, detail);
        return null;
    }

    private void Find(string code, string file, string detail) => findings.Add(new LedgerFinding(code, file, detail));
}
