namespace ClinicalRl.Audit.RunLogs;

/// <summary>One line of a run log as bytes, without its line feed, and where its outcome stands in it.</summary>
public readonly struct RunLogLine
{
    private readonly int outcomeStart;
    private readonly int outcomeLength;

    internal RunLogLine(ReadOnlyMemory<byte> bytes, int outcomeStart, int outcomeLength)
    {
        (Bytes, this.outcomeStart, this.outcomeLength) = (bytes, outcomeStart, outcomeLength);
    }

    /// <summary>The whole line.</summary>
    public ReadOnlyMemory<byte> Bytes { get; internal init; }

    /// <summary>The outcome object; empty for a seal.</summary>
    public ReadOnlyMemory<byte> Outcome => Bytes.Slice(outcomeStart, outcomeLength);
}
