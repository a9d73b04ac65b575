using System.Collections.Immutable;

namespace ClinicalRl.Audit.RunLogs;

/// <summary>Why a run log was closed.</summary>
public enum SealReason
{
    /// <summary>The task ended.</summary>
    Terminated,

    /// <summary>A limit ended it.</summary>
    Truncated,

    /// <summary>The caller ended it.</summary>
    Aborted,
}

/// <summary>Wire names of <see cref="SealReason"/>.</summary>
public static class SealReasons
{
    private static readonly string[] Words = ["terminated", "truncated", "aborted"];

    /// <summary>Its wire name.</summary>
    public static string Word(this SealReason reason) => Words[(int)reason];

    /// <summary>Reads a wire name; false when it is none.</summary>
    public static bool TryParse(string? word, out SealReason reason)
    {
        var index = Array.IndexOf(Words, word);
        reason = (SealReason)Math.Max(index, 0);
        return index >= 0;
    }
}

/// <summary>A recorded line, read.</summary>
public abstract record RunLogRecord;

/// <summary>Line 1, read.</summary>
/// <param name="Header">What it says.</param>
/// <param name="Outcome">The outcome of the reset, exactly as recorded.</param>
public sealed record RunLogOpening(RunLogHeader Header, ReadOnlyMemory<byte> Outcome) : RunLogRecord;

/// <summary>A step's line, read.</summary>
/// <param name="Previous">Hash of the line before.</param>
/// <param name="Step">1 for the first.</param>
/// <param name="Action">The action as received, minified.</param>
/// <param name="Actor">Public id of the key used.</param>
/// <param name="Time">When it was taken.</param>
/// <param name="Outcome">Its outcome, exactly as recorded.</param>
public sealed record RunLogStep(
    Sha256Digest Previous, int Step, ReadOnlyMemory<byte> Action, string Actor, DateTimeOffset Time, ReadOnlyMemory<byte> Outcome) : RunLogRecord;

/// <summary>The last line, read.</summary>
public sealed record RunLogSeal : RunLogRecord
{
    /// <summary>Hash of the line before.</summary>
    public required Sha256Digest Previous { get; init; }

    /// <summary>Why it was closed.</summary>
    public required SealReason Reason { get; init; }

    /// <summary>Steps taken.</summary>
    public required int Steps { get; init; }

    /// <summary>The episode's tally: one JSON object.</summary>
    public required ReadOnlyMemory<byte> EpisodeReward { get; init; }

    /// <summary>Ids of the hazards the scenario exposed.</summary>
    public required ImmutableArray<string> Hazards { get; init; }

    /// <summary>See <see cref="RunLogTail.ReplayDigest"/>.</summary>
    public required Sha256Digest ReplayDigest { get; init; }

    /// <summary>When it was closed.</summary>
    public required DateTimeOffset Time { get; init; }

    /// <summary>Whose signature it carries.</summary>
    public required LogPublicKey Key { get; init; }

    /// <summary>The 64 bytes of the signature; empty while unsigned.</summary>
    public ReadOnlyMemory<byte> Signature { get; init; }

    /// <summary>Leading bytes of the line that the signature covers.</summary>
    public int SignedLength { get; init; }
}
