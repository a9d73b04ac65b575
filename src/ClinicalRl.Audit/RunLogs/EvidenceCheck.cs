using System.Text.Json;

namespace ClinicalRl.Audit.RunLogs;

/// <summary>What one check came to.</summary>
public enum CheckVerdict
{
    /// <summary>It was made and nothing was wrong.</summary>
    Passed,

    /// <summary>Something was wrong.</summary>
    Failed,

    /// <summary>It could not be made; the detail says what it needs.</summary>
    NotChecked,
}

/// <summary>One check of a log or ledger.</summary>
/// <param name="Name">Kebab-case, stable.</param>
/// <param name="Verdict">What it came to.</param>
/// <param name="Detail">One sentence for people.</param>
public sealed record EvidenceCheck(string Name, CheckVerdict Verdict, string Detail)
{
    /// <summary>A check that passed unless <paramref name="failed"/>.</summary>
    public static EvidenceCheck Of(string name, bool failed, string detail) => new(name, failed ? CheckVerdict.Failed : CheckVerdict.Passed, detail);

    /// <summary>Wire name of the verdict.</summary>
    public string Word => Verdict switch { CheckVerdict.Passed => "passed", CheckVerdict.Failed => "failed", _ => "not-checked" };

    /// <summary>Writes the check as a JSON object.</summary>
    public void WriteTo(Utf8JsonWriter writer)
    {
        writer.WriteStartObject();
        writer.WriteString("check"u8, Name);
        writer.WriteString("verdict"u8, Word);
        writer.WriteString("detail"u8, Detail);
        writer.WriteEndObject();
    }
}

/// <summary>A log's report, check by check.</summary>
public static class RunLogChecks
{
    private static readonly string[] SignatureCodes = ["signature", "untrusted-key", "retired-key"];

    private static readonly string[] ReplayCodes = ["replay"];

    private static readonly string[] SealCodes = ["seal"];

    /// <summary>Chain and form, seal, signature, replay, in this order.</summary>
    public static IReadOnlyList<EvidenceCheck> Of(RunLogReport report)
    {
        var other = report.Findings.FirstOrDefault(finding => !Is(finding, SignatureCodes) && !Is(finding, ReplayCodes) && !Is(finding, SealCodes));
        return
        [
            EvidenceCheck.Of("chain", other is not null, other is null ? $"{report.Lines} lines, {report.Steps} steps, unbroken" : Show(other)),
            Seal(report),
            Signature(report),
            Replay(report),
        ];
    }

    private static EvidenceCheck Seal(RunLogReport report) =>
        report.Findings.FirstOrDefault(finding => Is(finding, SealCodes)) is { } wrong ? EvidenceCheck.Of("seal", failed: true, Show(wrong))
        : report.Sealed ? EvidenceCheck.Of("seal", failed: false, "closed")
        : new EvidenceCheck("seal", CheckVerdict.NotChecked, "not sealed");

    private static EvidenceCheck Signature(RunLogReport report) =>
        report.Findings.FirstOrDefault(finding => Is(finding, SignatureCodes)) is { } wrong ? EvidenceCheck.Of("signature", failed: true, Show(wrong)) : report.Trust switch
        {
            SealTrust.Trusted => EvidenceCheck.Of("signature", failed: false, $"by the trusted key {report.KeyId}"),
            SealTrust.TakenOnTrust => new EvidenceCheck("signature", CheckVerdict.NotChecked, $"fits the key the log carries, {report.KeyId}; give --key to check whose it is"),
            _ => EvidenceCheck.Of("signature", failed: report.Sealed, "none that is valid"),
        };

    private static EvidenceCheck Replay(RunLogReport report) =>
        report.Findings.FirstOrDefault(finding => Is(finding, ReplayCodes)) is { } wrong ? EvidenceCheck.Of("replay", failed: true, Show(wrong))
        : report.Replayed ? EvidenceCheck.Of("replay", failed: false, $"identical, digest {report.ReplayDigest}")
        : new EvidenceCheck("replay", CheckVerdict.NotChecked, report.ReplayObstacle ?? "not complete");

    private static bool Is(RunLogFinding finding, string[] codes) => codes.Contains(finding.Code, StringComparer.Ordinal);

    private static string Show(RunLogFinding finding) => FormattableString.Invariant($"line {finding.Line}: {finding.Detail}");
}
