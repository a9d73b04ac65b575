using System.Collections.Immutable;
using System.Text.Json;
using ClinicalRl.Audit.Ledger;
using ClinicalRl.Audit.RunLogs;

namespace ClinicalRl.Audit.Bundles;

/// <summary>What was found in a bundle.</summary>
public sealed record BundleReport
{
    /// <summary>What was signed, or null when it could not be read.</summary>
    public BundleSeal? Seal { get; init; }

    /// <summary>Archive, files and signature; the logs and the ledger have reports of their own.</summary>
    public required ImmutableArray<EvidenceCheck> Checks { get; init; }

    /// <summary>What is wrong with the archive, its files or its signature.</summary>
    public required ImmutableArray<LedgerFinding> Findings { get; init; }

    /// <summary>Each log, in ordinal order.</summary>
    public required ImmutableArray<EvidenceLog> Logs { get; init; }

    /// <summary>The ledger's evidence; null when the archive could not be read.</summary>
    public LedgerReport? Ledger { get; init; }

    /// <summary>The events of who read what; null when the archive could not be read, or holds none because an older version made it.</summary>
    public LedgerReport? Access { get; init; }

    /// <summary>Whether nothing was wrong in anything, and everything could be checked but whose the keys are.</summary>
    public bool IsSound => Findings.IsEmpty && Ledger is { IsSound: true } && Access is not { IsSound: false } && Logs.All(log => log.Report.IsSound);

    /// <summary>Everything that is wrong: where, and what.</summary>
    public IEnumerable<LedgerFinding> AllFindings =>
    [
        .. Findings,
        .. Logs.SelectMany(log => log.Report.Findings.Select(finding => new LedgerFinding(finding.Code, BundleNames.Logs + log.File, FormattableString.Invariant($"line {finding.Line}: {finding.Detail}")))),
        .. Ledger?.Findings.Select(finding => finding with { File = BundleNames.Logs + finding.File }) ?? [],
        .. Access?.Findings ?? [],
    ];

    /// <summary>Writes seal, checks and findings as a JSON object; logs and ledger write their own.</summary>
    public void WriteTo(Utf8JsonWriter writer)
    {
        writer.WriteStartObject();
        writer.WriteBoolean("sound"u8, IsSound);
        writer.WriteString("bundle"u8, Seal?.Bundle);
        writer.WriteString("tenant"u8, Seal?.Tenant);
        writer.WriteString("time"u8, Seal is null ? null : RunLogTime.Write(Seal.Time));
        writer.WriteStartArray("checks"u8);
        foreach (var check in Checks)
            check.WriteTo(writer);
        writer.WriteEndArray();
        writer.WriteStartArray("findings"u8);
        foreach (var finding in Findings)
            finding.WriteTo(writer);
        writer.WriteEndArray();
        writer.WriteEndObject();
    }
}
