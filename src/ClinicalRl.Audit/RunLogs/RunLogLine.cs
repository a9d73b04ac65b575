namespace ClinicalRl.Audit.RunLogs;

/// <summary>One line of a run log as bytes, without its line feed, and where its outcome stands in it.</summary>
public readonly struct RunLogLine
{
    private readonly byte[] bytes;
    private readonly int outcomeStart;
    private readonly int outcomeLength;

    internal RunLogLine(byte[] bytes, int outcomeStart, int outcomeLength)
    {
        (this.bytes, this.outcomeStart, this.outcomeLength) = (bytes, outcomeStart, outcomeLength);
    }

    /// <summary>The whole line.</summary>
    public ReadOnlyMemory<byte> Bytes => bytes;

    /// <summary>The outcome object; empty for a seal.</summary>
    public ReadOnlyMemory<byte> Outcome => bytes.AsMemory(outcomeStart, outcomeLength);
}
