using System.Collections.Immutable;
using System.Security.Cryptography;
using ClinicalRl.Rewards;
using ClinicalRl.Simulation.Environments;

namespace ClinicalRl.Audit.RunLogs;

/// <summary>One verification in progress: takes the lines in order, then reports.</summary>
internal sealed class RunLogCheck(EnvironmentCatalogue catalogue, RewardLibrary rewards, RunLogVerifierOptions options)
{
    private readonly List<RunLogFinding> findings = [];
    private readonly RunLogReplay replay = new(catalogue, rewards, options.Opening);
    private readonly IncrementalHash hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
    private RunLogHeader? header;
    private RunLogTail tail;
    private RunLogSeal? seal;
    private bool sealValid;
    private bool chained;
    private int lines;
    private int steps;
    private long bytes;

    /// <summary>Further lines would be ignored.</summary>
    public bool Stopped { get; private set; }

    public void Line(ReadOnlyMemory<byte> line, bool ended)
    {
        lines++;
        bytes += line.Length + 1;
        hash.AppendData(line.Span);
        if (ended)
            hash.AppendData("\n"u8);
        if (lines > RunLogVerifier.MaxLines || bytes > RunLogVerifier.MaxBytes)
        {
            Find("too-large", $"The log is larger than {RunLogVerifier.MaxLines} lines or {RunLogVerifier.MaxBytes} bytes; the rest was not read.");
            Stopped = true;
            return;
        }

        if (!ended)
            Find("unterminated", "The last line does not end in a line feed.");
        if (seal is not null)
        {
            Find("after-seal", "There is something after the seal.");
            Stopped = true;
            return;
        }

        if (!RunLogReader.TryRead(line, out var record, out var problem))
        {
            Find("malformed", problem);
            chained = false;
            replay.Abandon("A line could not be read.");
            return;
        }

        Take(record, RunLogReader.Place(line, record));
    }

    public RunLogReport Report()
    {
        if (lines == 0)
            Find("empty", "There is no line.", 0);
        var failed = findings.Count > 0;
        var complete = sealValid && replay.Finished;
        return new RunLogReport
        {
            Verdict = failed ? RunLogVerdict.Failed
                : !complete ? RunLogVerdict.Incomplete
                : options.TrustedKeys.IsEmpty ? RunLogVerdict.Consistent : RunLogVerdict.Verified,
            Header = header,
            Lines = lines,
            Steps = steps,
            Sealed = seal is not null,
            KeyId = seal?.Key.KeyId,
            Trust = !sealValid ? SealTrust.None : options.TrustedKeys.IsEmpty ? SealTrust.TakenOnTrust : SealTrust.Trusted,
            Replayed = replay.Finished && !failed,
            ReplayObstacle = replay.Obstacle,
            ReplayDigest = header is null ? null : tail.ReplayDigest.ToString(),
            LogHash = Stopped ? null : Sha256Digest.FromBytes(hash.GetCurrentHash()),
            SealedAt = seal?.Time,
            Findings = [.. findings],
        };
    }

    private void Take(RunLogRecord record, RunLogLine line)
    {
        switch (record)
        {
            case RunLogOpening opening when lines == 1:
                header = opening.Header;
                tail = RunLogTail.After(line);
                chained = true;
                if (replay.Start(opening) is { } wrong)
                    Find("replay", wrong);
                break;
            case RunLogStep step when lines > 1:
                CheckLink(step.Previous);
                CheckStep(step);
                tail = tail.Then(line);
                chained = true;
                break;
            case RunLogSeal closing when lines > 1:
                CheckLink(closing.Previous);
                CheckSeal(closing, line);
                break;
            default:
                Find("order", lines == 1 ? "The first line is not a header." : "There is a second header.");
                replay.Abandon("The lines are out of order.");
                break;
        }
    }

    private void CheckLink(Sha256Digest previous)
    {
        if (!chained || previous != tail.LineHash)
            Find("chain", "'prev' is not the SHA-256 of the line before.");
    }

    private void CheckStep(RunLogStep step)
    {
        steps++;
        if (step.Step != steps)
            Find("step-index", $"'step' is {step.Step} where {steps} was due.");
        if (!RecordedAction.TryRead(step.Action.Span, out var action, out var field, out var expected))
        {
            Find("action", $"{field} must be {expected}.");
            replay.Abandon("An action could not be read.");
        }
        else if (replay.Step(step, action!) is { } wrong)
        {
            Find("replay", wrong);
        }
    }

    private void CheckSeal(RunLogSeal closing, RunLogLine line)
    {
        seal = closing;
        var before = findings.Count;
        if (closing.Steps != steps)
            Find("seal", $"'steps' is {closing.Steps}, and the log has {steps}.");
        if (closing.ReplayDigest != tail.ReplayDigest)
            Find("seal", "'replayDigest' is not the digest of the recorded outcomes.");
        if (!closing.Key.Verify(line.Bytes.Span[..closing.SignedLength], closing.Signature.Span))
            Find("signature", "The signature is not that of the key in the seal over this line.");
        else if (options.TrustedKeys.ReasonToDistrust(closing.Key.KeyId, closing.Time) is { } distrust)
            Find(distrust.Code, $"The seal was signed by {distrust.Detail}.");
        if (replay.Seal(closing) is { } wrong)
            Find("seal", wrong);
        sealValid = findings.Count == before;
    }

    private void Find(string code, string detail, int? line = null)
    {
        if (findings.Count < RunLogVerifier.MaxFindings)
            findings.Add(new RunLogFinding(code, line ?? lines, detail));
    }
}
