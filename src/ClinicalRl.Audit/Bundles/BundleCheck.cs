using System.Collections.Immutable;
using System.IO.Compression;
using System.Text;
using ClinicalRl.Audit.Access;
using ClinicalRl.Audit.Jose;
using ClinicalRl.Audit.Ledger;
using ClinicalRl.Audit.RunLogs;
using ClinicalRl.Rewards;
using ClinicalRl.Simulation.Environments;

namespace ClinicalRl.Audit.Bundles;

/// <summary>One verification in progress.</summary>
internal sealed class BundleCheck(EnvironmentCatalogue catalogue, RewardLibrary rewards, LedgerVerifierOptions options)
{
    private readonly List<LedgerFinding> findings = [];
    private RewardLibrary library = rewards;
    private readonly List<EvidenceCheck> checks = [];
    private readonly SortedDictionary<string, Sha256Digest?> digests = new(StringComparer.Ordinal);
    private readonly Dictionary<string, ReadOnlyMemory<byte>> evidence = new(StringComparer.Ordinal);
    private readonly List<EvidenceLog> logs = [];

    public async Task<BundleReport> RunAsync(ZipArchive archive, IProgress<int>? progress, CancellationToken cancellation)
    {
        if (archive.Entries.Count > BundleVerifier.MaxFiles)
            return Unreadable(FormattableString.Invariant($"It holds more than {BundleVerifier.MaxFiles} files."));
        foreach (var entry in archive.Entries.OrderBy(entry => IsLog(entry.FullName)).ThenBy(entry => entry.FullName, StringComparer.Ordinal))
        {
            cancellation.ThrowIfCancellationRequested();
            await ReadAsync(entry, cancellation);
            if (IsLog(entry.FullName))
                progress?.Report(logs.Count);
        }

        checks.Add(EvidenceCheck.Of("archive", findings.Count > 0, findings.Count > 0 ? findings[0].Detail : $"{digests.Count} files, each readable and once"));
        CheckSums();
        var seal = CheckSeal();
        var access = AccessCheck.IsIn(digests.Keys) ? new AccessCheck(evidence, Keys(), options).Run() : null;
        if (access?.Checkpoint is { } signed && seal is not null && signed.Ledger != AccessEvent.LedgerOf(seal.Tenant))
            Find("other-tenant", AccessNames.Checkpoint, $"It is of {signed.Ledger}, not of {seal.Tenant}.");
        var ledger = LedgerVerifier.Verify(
            new LedgerEvidence([.. logs], evidence.Where(file => IsEvidence(file.Key)).ToDictionary(file => file.Key[BundleNames.Logs.Length..], file => file.Value, StringComparer.Ordinal)),
            options with { IsSelection = true, Kept = [.. options.Kept.Where(kept => !IsOfAccess(kept.Value))] });
        return new BundleReport { Seal = seal, Checks = [.. checks], Findings = [.. findings], Logs = [.. logs], Ledger = ledger, Access = access };
    }

    public BundleReport Unreadable(string detail) => new()
    {
        Checks = [EvidenceCheck.Of("archive", failed: true, detail)], Findings = [new LedgerFinding("archive", "", detail)], Logs = [.. logs],
    };

    private async Task ReadAsync(ZipArchiveEntry entry, CancellationToken cancellation)
    {
        var name = entry.FullName;
        if (!BundleNames.IsValid(name))
        {
            Find("name", Shorten(name), "It is no name of a bundle's file.");
        }
        else if (!digests.TryAdd(name, null))
        {
            Find("twice", name, "The archive holds two files of this name.");
        }
        else
        {
            try
            {
                digests[name] = IsLog(name) ? await ReadLogAsync(entry, cancellation) : await ReadFileAsync(entry, cancellation);
            }
            catch (Exception broken) when (broken is InvalidDataException or EndOfStreamException or NotSupportedException)
            {
                Find("archive", name, "The archive's copy of it is damaged.");
            }
        }
    }

    private async Task<Sha256Digest?> ReadLogAsync(ZipArchiveEntry entry, CancellationToken cancellation)
    {
        await using var content = await entry.OpenAsync(cancellation);
        var report = await RunLogVerifier.VerifyAsync(content, catalogue, library, new RunLogVerifierOptions { TrustedKeys = options.TrustedKeys }, cancellation);
        logs.Add(new EvidenceLog(entry.FullName[BundleNames.Logs.Length..], report));
        return report.LogHash;
    }

    private async Task<Sha256Digest?> ReadFileAsync(ZipArchiveEntry entry, CancellationToken cancellation)
    {
        if (entry.Length > BundleVerifier.MaxFileBytes)
        {
            Find("size", entry.FullName, FormattableString.Invariant($"It is larger than {BundleVerifier.MaxFileBytes} bytes."));
            return null;
        }

        await using var content = await entry.OpenAsync(cancellation);
        using var buffer = new MemoryStream();
        await content.CopyToAsync(buffer, cancellation);
        var bytes = buffer.ToArray();
        if (entry.FullName is BundleNames.Sums or BundleNames.Signature || IsEvidence(entry.FullName) || AccessCheck.IsIn([entry.FullName]))
            evidence[entry.FullName] = bytes;
        else if (entry.FullName.StartsWith(BundleNames.RewardFunctions, StringComparison.Ordinal) && entry.FullName.EndsWith(".yaml", StringComparison.Ordinal))
            TakeRewardFunction(bytes);
        return Sha256Digest.Of(bytes);
    }

    /// <summary>A document that a tenant brought judges the logs that name its hash; one that says something else of the same version takes no other's place unseen.</summary>
    private void TakeRewardFunction(byte[] bytes)
    {
        var document = RewardDocumentParser.Read(bytes).Document;
        if (document is null || library.Functions.Any(function => function.Hash == document.Hash) || catalogue.Find(document.Environment.Value) is not { } environment)
            return;
        try
        {
            var function = RewardFunction.Compile(document, environment.Spec);
            library = new RewardLibrary(library.Functions.Where(other => (other.Id, other.Version) != (function.Id, function.Version)).Append(function));
        }
        catch (RewardDocumentInvalidException)
        {
            // Logs that need it say that they could not be played again.
        }
    }

    private void CheckSums()
    {
        var before = findings.Count;
        var listed = ReadSums();
        foreach (var (name, digest) in listed)
        {
            if (!digests.TryGetValue(name, out var found))
                Find("missing-file", name, "It is listed in the sums and is not there.");
            else if (found != digest)
                Find("changed-file", name, $"Its SHA-256 is {found?.ToString() ?? "not to be had"}, and the sums say {digest}.");
        }

        foreach (var name in digests.Keys.Where(name => !listed.ContainsKey(name) && name is not (BundleNames.Sums or BundleNames.Signature)))
            Find("unlisted-file", name, "It is there and is not listed in the sums.");
        checks.Add(EvidenceCheck.Of("files", findings.Count > before, findings.Count > before ? findings[before].Detail : $"{listed.Count} files are as listed"));
    }

    private SortedDictionary<string, Sha256Digest> ReadSums()
    {
        var listed = new SortedDictionary<string, Sha256Digest>(StringComparer.Ordinal);
        if (!evidence.TryGetValue(BundleNames.Sums, out var bytes))
        {
            Find("sums", BundleNames.Sums, "There are no sums.");
            return listed;
        }

        var lines = Encoding.UTF8.GetString(bytes.Span).Split('\n');
        for (var i = 0; i < lines.Length - 1; i++)
        {
            if (lines[i].Split("  ") is not [var hex, var name] || !Sha256Digest.TryParse(hex, out var digest) || !listed.TryAdd(name, digest))
                Find("sums", BundleNames.Sums, FormattableString.Invariant($"Line {i + 1} is not a SHA-256, two spaces and a name, each once."));
        }

        return listed;
    }

    private BundleSeal? CheckSeal()
    {
        var before = findings.Count;
        var seal = ReadSeal();
        checks.Add(EvidenceCheck.Of("signature", findings.Count > before, findings.Count > before
            ? findings[before].Detail
            : FormattableString.Invariant($"{seal!.Bundle} of {seal.Tenant}, made at {seal.Time:u}, signed by a key of the set")));
        return seal;
    }

    private BundleSeal? ReadSeal()
    {
        const string File = BundleNames.Signature;
        var text = evidence.TryGetValue(File, out var bytes) ? Encoding.UTF8.GetString(bytes.Span) : "";
        if (!text.EndsWith('\n') || text.Length != text.Trim().Length + 1 || !JwsCompact.TryParse(text[..^1], out var jws, out _) || jws.Type != BundleSeal.Type)
            return Refuse("signature", "There is no signature of a bundle, or it is spelt otherwise.");
        if (!BundleSeal.TryRead(jws.Payload, out var seal, out var problem))
            return Refuse("signature", problem);
        var keys = Keys();
        if (keys.Find(jws.KeyId) is not { } key)
            return Refuse("untrusted-key", "It names a key that is not one of those given.");
        if (!jws.IsSignedStrictlyBy(key.PublicKey))
            return Refuse("signature", $"The signature is not that of key {jws.KeyId} over these sums.");
        if (keys.ReasonToDistrust(jws.KeyId, seal.Time) is { } distrust)
            return Refuse(distrust.Code, $"The bundle was signed by {distrust.Detail}.");
        if (digests.GetValueOrDefault(BundleNames.Sums) != seal.Sums)
            Find("changed-file", BundleNames.Sums, $"Its SHA-256 is not {seal.Sums}, which was signed.");
        if (logs.Exists(log => log.Report.Header is { } header && header.Tenant != seal.Tenant))
            Find("other-tenant", File, $"It holds logs that are not of {seal.Tenant}.");
        return seal;

        BundleSeal? Refuse(string code, string detail)
        {
            Find(code, File, detail);
            return null;
        }
    }

    private LogKeySet Keys() => !options.TrustedKeys.IsEmpty ? options.TrustedKeys
        : evidence.TryGetValue(BundleNames.Logs + EvidenceNames.Keys, out var bytes) && LogKeySet.TryParse(Encoding.UTF8.GetString(bytes.Span), out var published, out _) ? published
        : LogKeySet.Empty;

    private static bool IsOfAccess(string checkpoint) =>
        SignedCheckpoint.TryRead(checkpoint.TrimEnd('\n'), out var signed, out _) && signed.Checkpoint.Ledger.EndsWith(AccessEvent.LedgerOf(""), StringComparison.Ordinal);

    private static bool IsLog(string name) => name.StartsWith(BundleNames.Logs, StringComparison.Ordinal) && name.EndsWith(EvidenceNames.Log, StringComparison.Ordinal);

    private static bool IsEvidence(string name) => name.StartsWith(BundleNames.Logs, StringComparison.Ordinal) && !IsLog(name);

    private static string Shorten(string name) => name.Length > BundleNames.MaxLength ? name[..BundleNames.MaxLength] + "…" : name;

    private void Find(string code, string file, string detail) => findings.Add(new LedgerFinding(code, file, detail));
}
