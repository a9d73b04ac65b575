using System.Collections.Immutable;
using System.Text.Json;

namespace ClinicalRl.Audit.RunLogs;

/// <summary>What a verification came to.</summary>
public enum RunLogVerdict
{
    /// <summary>Everything was checked and nothing was wrong, and a trusted key signed it.</summary>
    Verified,

    /// <summary>Nothing was wrong, but no trusted key was given: anyone could have made and signed this log with a key of their own.</summary>
    Consistent,

    /// <summary>Nothing was wrong, but not everything could be checked: the log is not sealed, or could not be replayed.</summary>
    Incomplete,

    /// <summary>Something was wrong.</summary>
    Failed,
}

/// <summary>Whether the key that signed a seal is one the caller trusts.</summary>
public enum SealTrust
{
    /// <summary>There is no valid seal.</summary>
    None,

    /// <summary>The key is among those the caller gave.</summary>
    Trusted,

    /// <summary>The caller gave no key: the signature fits the key that the log itself carries, and no more is known of whose it is.</summary>
    TakenOnTrust,
}

/// <summary>One thing that is wrong.</summary>
/// <param name="Code">Kebab-case, stable.</param>
/// <param name="Line">Line, from 1; 0 when it concerns the whole log.</param>
/// <param name="Detail">One sentence.</param>
public sealed record RunLogFinding(string Code, int Line, string Detail);

/// <summary>What was found in a run log.</summary>
public sealed record RunLogReport
{
    /// <summary>What it came to.</summary>
    public required RunLogVerdict Verdict { get; init; }

    /// <summary>The header, or null when it could not be read.</summary>
    public RunLogHeader? Header { get; init; }

    /// <summary>Whether everything was checked and nothing was wrong; who signed is another question, see <see cref="Trust"/>.</summary>
    public bool IsSound => Verdict is RunLogVerdict.Verified or RunLogVerdict.Consistent;

    /// <summary>Lines read.</summary>
    public required int Lines { get; init; }

    /// <summary>Step lines read.</summary>
    public required int Steps { get; init; }

    /// <summary>Whether the log ends in a seal.</summary>
    public required bool Sealed { get; init; }

    /// <summary>Fingerprint of the key that signed, or null.</summary>
    public string? KeyId { get; init; }

    /// <summary>Whether that key is trusted.</summary>
    public required SealTrust Trust { get; init; }

    /// <summary>Whether every outcome was computed again and was the same, byte for byte.</summary>
    public required bool Replayed { get; init; }

    /// <summary>Why the log could not be replayed, or null.</summary>
    public string? ReplayObstacle { get; init; }

    /// <summary>Digest of the outcomes as recorded, or null when the header could not be read.</summary>
    public string? ReplayDigest { get; init; }

    /// <summary>Wire name of the reward function's sign-off status now, or null when it is not known; the header has the status when the episode began.</summary>
    public string? RewardStatusNow { get; init; }

    /// <summary>SHA-256 of all bytes, as the ledger keeps it; null when they were not read to the end.</summary>
    public Sha256Digest? LogHash { get; init; }

    /// <summary>The time in the seal, or null.</summary>
    public DateTimeOffset? SealedAt { get; init; }

    /// <summary>What is wrong, in the order found; at most <see cref="RunLogVerifier.MaxFindings"/>.</summary>
    public required ImmutableArray<RunLogFinding> Findings { get; init; }

    /// <summary>The report on a log of which no line could be read.</summary>
    public static RunLogReport Unreadable(string code, string detail) => new()
    {
        Verdict = RunLogVerdict.Failed,
        Lines = 0,
        Steps = 0,
        Sealed = false,
        Trust = SealTrust.None,
        Replayed = false,
        Findings = [new RunLogFinding(code, 0, detail)],
    };

    /// <summary>This report with one more finding, before the others.</summary>
    public RunLogReport With(RunLogFinding finding) =>
        this with { Verdict = RunLogVerdict.Failed, Findings = [finding, .. Findings.Take(RunLogVerifier.MaxFindings - 1)] };

    /// <summary>Writes the report as a JSON object.</summary>
    public void WriteTo(Utf8JsonWriter writer)
    {
        writer.WriteStartObject();
        writer.WriteString("verdict"u8, Word(Verdict));
        writer.WriteString("episode"u8, Header?.Episode);
        writer.WriteString("environment"u8, Header?.Environment);
        writer.WriteString("version"u8, Header?.Version);
        writer.WriteNumber("lines"u8, Lines);
        writer.WriteNumber("steps"u8, Steps);
        writer.WriteBoolean("sealed"u8, Sealed);
        writer.WriteString("sha256"u8, LogHash?.ToString());
        writer.WriteStartObject("signature"u8);
        writer.WriteString("keyId"u8, KeyId);
        writer.WriteString("trust"u8, Trust switch { SealTrust.Trusted => "trusted", SealTrust.TakenOnTrust => "taken-on-trust", _ => "none" });
        writer.WriteEndObject();
        writer.WriteStartObject("replay"u8);
        writer.WriteBoolean("identical"u8, Replayed);
        writer.WriteString("obstacle"u8, ReplayObstacle);
        writer.WriteString("digest"u8, ReplayDigest);
        writer.WriteEndObject();
        writer.WriteStartObject("rewardFunction"u8);
        writer.WriteString("id"u8, Header?.RewardFunction.Id);
        writer.WriteString("version"u8, Header?.RewardFunction.Version);
        writer.WriteString("hash"u8, Header?.RewardFunction.Hash);
        writer.WriteString("statusRecorded"u8, Header?.RewardFunction.Status);
        writer.WriteString("statusNow"u8, RewardStatusNow);
        writer.WriteEndObject();
        writer.WriteStartArray("findings"u8);
        foreach (var finding in Findings)
        {
            writer.WriteStartObject();
            writer.WriteString("code"u8, finding.Code);
            writer.WriteNumber("line"u8, finding.Line);
            writer.WriteString("detail"u8, finding.Detail);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
        writer.WriteEndObject();
    }

    private static string Word(RunLogVerdict verdict) => verdict switch
    {
        RunLogVerdict.Verified => "verified",
        RunLogVerdict.Consistent => "consistent",
        RunLogVerdict.Incomplete => "incomplete",
        _ => "failed",
    };
}
