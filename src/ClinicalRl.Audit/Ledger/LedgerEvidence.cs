using System.Collections.Immutable;
using ClinicalRl.Audit.RunLogs;

namespace ClinicalRl.Audit.Ledger;

/// <summary>A log that was checked.</summary>
/// <param name="File">Its file's name, without a folder.</param>
/// <param name="Report">What was found in it.</param>
public sealed record EvidenceLog(string File, RunLogReport Report);

/// <summary>
/// What a folder (or bundle) holds about a ledger: logs, and beside them small files whose names say what they are (<see cref="EvidenceNames"/>).
/// </summary>
/// <param name="Logs">The logs.</param>
/// <param name="Files">The small files, by name without a folder.</param>
public sealed record LedgerEvidence(ImmutableArray<EvidenceLog> Logs, IReadOnlyDictionary<string, ReadOnlyMemory<byte>> Files);

/// <summary>What a check of a ledger may use besides the evidence.</summary>
public sealed record LedgerVerifierOptions
{
    /// <summary>Keys whose checkpoints are accepted; when empty, those in the evidence are, and the report says so.</summary>
    public LogKeySet TrustedKeys { get; init; } = LogKeySet.Empty;

    /// <summary>Checkpoints that the auditor kept, as name and text: the ledger must be consistent with each, and not be older.</summary>
    public ImmutableArray<KeyValuePair<string, string>> Kept { get; init; } = [];

    /// <summary>The logs are a selection: those of the ledger that are not there are no finding.</summary>
    public bool IsSelection { get; init; }
}

/// <summary>How the files of a folder of evidence are called.</summary>
public static class EvidenceNames
{
    /// <summary>The latest checkpoint: a JWS and a line feed.</summary>
    public const string Checkpoint = "checkpoint.jws";

    /// <summary>The public keys: <see cref="LogKeySet.ToJson"/>.</summary>
    public const string Keys = "jwks.json";

    /// <summary>Ending of a run log.</summary>
    public const string Log = ".jsonl";

    /// <summary>Ending of an inclusion proof; before it comes what its log's name begins with.</summary>
    public const string Proof = ".proof.json";

    /// <summary>Beginning of an earlier checkpoint's name.</summary>
    public const string EarlierPrefix = "checkpoint-";

    /// <summary>Beginning of the name of a proof that the latest checkpoint continues an earlier one.</summary>
    public const string ConsistencyPrefix = "consistency-";

    /// <summary>The proof of a log.</summary>
    public static string ProofOf(string log) => (log.EndsWith(Log, StringComparison.Ordinal) ? log[..^Log.Length] : log) + Proof;

    /// <summary>An earlier checkpoint over <paramref name="size"/> entries.</summary>
    public static string Earlier(long size) => FormattableString.Invariant($"{EarlierPrefix}{size}.jws");

    /// <summary>The proof that the latest checkpoint continues that over <paramref name="size"/> entries.</summary>
    public static string Consistency(long size) => FormattableString.Invariant($"{ConsistencyPrefix}{size}.json");
}
