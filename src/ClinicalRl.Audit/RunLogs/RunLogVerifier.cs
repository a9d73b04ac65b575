using System.Buffers;
using System.Collections.Immutable;
using ClinicalRl.Rewards;
using ClinicalRl.Simulation.Environments;

namespace ClinicalRl.Audit.RunLogs;

/// <summary>What a verification may use besides the log.</summary>
public sealed record RunLogVerifierOptions
{
    /// <summary>Keys whose seals are accepted; empty accepts any and says so (<see cref="SealTrust.TakenOnTrust"/>).</summary>
    public LogKeySet TrustedKeys { get; init; } = LogKeySet.Empty;

    /// <summary>Opens a held-out log's commitment so that it can be replayed; null when it is not known.</summary>
    public HeldoutOpening? Opening { get; init; }
}

/// <summary>
/// Checks a run log offline: form, hash chain, seal and signature; then plays it again and compares every outcome byte for byte.
/// Any one changed byte of a sealed log is found. Whatever the bytes are, the answer is a report, never an exception.
/// </summary>
public static class RunLogVerifier
{
    /// <summary>Most lines read.</summary>
    public const int MaxLines = 100_002;

    /// <summary>Most bytes read.</summary>
    public const long MaxBytes = 512L * 1024 * 1024;

    /// <summary>Most findings kept; the first ones.</summary>
    public const int MaxFindings = 100;

    /// <summary>Checks a whole log.</summary>
    public static RunLogReport Verify(
        ReadOnlyMemory<byte> log, EnvironmentCatalogue catalogue, RewardLibrary rewards, RunLogVerifierOptions? options = null)
    {
        var check = new RunLogCheck(catalogue, rewards, options ?? new RunLogVerifierOptions());
        var rest = log;
        while (!rest.IsEmpty && !check.Stopped)
        {
            var end = rest.Span.IndexOf((byte)'\n');
            if (end < 0)
            {
                check.Line(rest, ended: false);
                break;
            }

            check.Line(rest[..end], ended: true);
            rest = rest[(end + 1)..];
        }

        return check.Report();
    }

    /// <summary>Checks a log as it is read, in memory bounded by the longest line. Throws only what the stream throws.</summary>
    public static async Task<RunLogReport> VerifyAsync(
        Stream log, EnvironmentCatalogue catalogue, RewardLibrary rewards, RunLogVerifierOptions? options = null, CancellationToken cancellation = default)
    {
        var check = new RunLogCheck(catalogue, rewards, options ?? new RunLogVerifierOptions());
        var buffer = new byte[64 * 1024];
        var filled = 0;
        while (!check.Stopped)
        {
            var read = await log.ReadAsync(buffer.AsMemory(filled), cancellation);
            if (read == 0)
                break;
            filled += read;
            var consumed = TakeLines(check, buffer.AsMemory(0, filled), searchFrom: filled - read);
            buffer.AsSpan(consumed, filled - consumed).CopyTo(buffer);
            filled -= consumed;
            if (filled == buffer.Length)
                Array.Resize(ref buffer, (int)Math.Min(buffer.Length * 2L, RunLogReader.MaxLineBytes + 1L));
            if (filled > RunLogReader.MaxLineBytes)
                break;
        }

        if (filled > 0 && !check.Stopped)
            check.Line(buffer.AsMemory(0, filled).ToArray(), ended: false);
        return check.Report();
    }

    private static int TakeLines(RunLogCheck check, ReadOnlyMemory<byte> bytes, int searchFrom)
    {
        var start = 0;
        while (!check.Stopped)
        {
            var end = bytes.Span[searchFrom..].IndexOf((byte)'\n');
            if (end < 0)
                break;
            check.Line(bytes[start..(searchFrom + end)].ToArray(), ended: true);
            start = searchFrom + end + 1;
            searchFrom = start;
        }

        return start;
    }
}
