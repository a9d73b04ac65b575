using ClinicalRl.Audit.Episodes;
using ClinicalRl.Audit.RunLogs;
using ClinicalRl.Grains.Sealing;

namespace ClinicalRl.Grains.Episodes;

/// <summary>What an activation keeps of its episode. Immutable: replaced only after the journal has the lines.</summary>
/// <param name="Header">Line 0.</param>
/// <param name="Run">The engine after the last step.</param>
/// <param name="Tail">What the next line links to.</param>
/// <param name="LastAction">The last step's action as recorded; empty before the first step.</param>
/// <param name="LastAnswer">The answer to the last step, made of its outcome as recorded; after a reset what it would be.</param>
/// <param name="Answers">Writes its answers.</param>
internal sealed record EpisodeMemory(
    RunLogHeader Header, EpisodeRun Run, RunLogTail Tail, ReadOnlyMemory<byte> LastAction, ReadOnlyMemory<byte> LastAnswer, EpisodeAnswers Answers)
{
    /// <summary>Why it was sealed; null while it runs.</summary>
    public SealReason? Sealed { get; init; }

    /// <summary>Its lines so far, when all of them are kept.</summary>
    public KeptLines? Kept { get; init; }

    public int Steps => Tail.Steps;

    /// <summary>Place of the next line in the journal.</summary>
    public int NextSequence => Tail.Steps + 1;

    public bool Ended => Sealed is not null;
}
