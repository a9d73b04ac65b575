using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using System.Text.Unicode;
using ClinicalRl.Simulation.Environments;

namespace ClinicalRl.Audit.RunLogs;

/// <summary>
/// Reads one line of a run log and accepts only the bytes that <see cref="RunLogWriter"/> would write for the same content:
/// other spacing, order, escapes, duplicate members or number forms are refused.
/// </summary>
public static class RunLogReader
{
    /// <summary>Most bytes of a line.</summary>
    public const int MaxLineBytes = 4 * 1024 * 1024;

    /// <summary>Reads a line without its line feed. On failure returns false and one sentence saying what is wrong; never throws.</summary>
    public static bool TryRead(ReadOnlyMemory<byte> line, [NotNullWhen(true)] out RunLogRecord? record, out string problem)
    {
        record = null;
        problem = "";
        try
        {
            if (line.Length > MaxLineBytes)
                throw new RunLogFormatException($"The line is longer than {MaxLineBytes} bytes.");
            if (!Utf8.IsValid(line.Span))
                throw new RunLogFormatException("The line is not UTF-8.");
            var read = Read(line);
            if (!Rewrite(read).Span.SequenceEqual(line.Span))
                throw new RunLogFormatException("The line is not in canonical form (spacing, escapes, order, repeated members or number form).");
            record = read;
            return true;
        }
        catch (RunLogFormatException error)
        {
            problem = error.Message;
        }
        catch (Exception)
        {
            // Whatever the bytes are and whichever parser they upset, the answer is a finding.
            problem = "The line is not one JSON object a run log could hold.";
        }

        return false;
    }

    /// <summary>The line of a record read before, or freshly written, with its outcome's place found. Throws when the bytes are no such line.</summary>
    public static RunLogRecord Read(ReadOnlyMemory<byte> line, out RunLogLine place)
    {
        if (!TryRead(line, out var record, out var problem))
            throw new FormatException(problem);
        place = Place(line, record);
        return record;
    }

    internal static RunLogLine Place(ReadOnlyMemory<byte> line, RunLogRecord record)
    {
        var length = record switch
        {
            RunLogOpening opening => opening.Outcome.Length,
            RunLogStep step => step.Outcome.Length,
            _ => 0,
        };
        return new RunLogLine(line, length == 0 ? 0 : line.Length - 1 - length, length);
    }

    private static RunLogRecord Read(ReadOnlyMemory<byte> line)
    {
        var reader = new LineReader(line);
        var kind = reader.Text("record");
        return kind switch
        {
            "header" => ReadHeader(ref reader),
            "step" => ReadStep(ref reader),
            "seal" => ReadSeal(ref reader, line),
            _ => throw new RunLogFormatException("'record' must be header, step or seal."),
        };
    }

    private static ReadOnlyMemory<byte> Rewrite(RunLogRecord record) => record switch
    {
        RunLogOpening opening => RunLogWriter.Header(opening.Header, null, opening.Outcome.Span).Bytes,
        RunLogStep step => RunLogWriter.Step(step).Bytes,
        RunLogSeal seal => RunLogWriter.Seal(seal).Bytes,
        _ => default,
    };

    private static RunLogOpening ReadHeader(ref LineReader reader)
    {
        if (reader.Number("format") != RunLogWriter.Format)
            throw new RunLogFormatException($"'format' must be {RunLogWriter.Format}.");
        var (tenant, episode) = (reader.Text("tenant"), reader.Text("episode"));
        var (environment, version, contentHash) = (reader.Text("environment"), reader.Text("version"), reader.Text("contentHash"));
        if (!ScenarioWords.TryParseSplit(reader.Text("split"), out var split))
            throw new RunLogFormatException("'split' must be one of " + string.Join(", ", ScenarioWords.Splits) + ".");
        var seedOrIndex = reader.Number(split == Split.Heldout ? "index" : "seed");
        var commitment = split == Split.Heldout ? reader.Digest("commitment").ToString() : null;
        if (!ScenarioWords.TryParseDifficulty(reader.Text("difficulty"), out var difficulty))
            throw new RunLogFormatException("'difficulty' must be one of " + string.Join(", ", ScenarioWords.Difficulties) + ".");
        var header = new RunLogHeader
        {
            Tenant = tenant,
            Episode = episode,
            Environment = environment,
            Version = version,
            ContentHash = contentHash,
            Split = split,
            SeedOrIndex = seedOrIndex,
            Commitment = commitment,
            Difficulty = difficulty,
            RewardFunction = ReadRewardIdentity(ref reader),
            Labels = ReadLabels(ref reader),
            Service = reader.Text("service"),
            Image = reader.Text("image"),
            Parent = ReadParent(ref reader),
            Actor = reader.Text("actor"),
            Time = reader.Time("time"),
        };
        return new RunLogOpening(header, ReadOutcome(ref reader));
    }

    private static RewardIdentity ReadRewardIdentity(ref LineReader reader)
    {
        reader.Begin("rewardFunction", JsonTokenType.StartObject);
        var identity = new RewardIdentity(reader.Text("id"), reader.Text("version"), reader.Text("hash"), reader.Text("status"));
        reader.End();
        return identity;
    }

    private static ImmutableArray<KeyValuePair<string, string>> ReadLabels(ref LineReader reader)
    {
        reader.Begin("labels", JsonTokenType.StartObject);
        var labels = ImmutableArray.CreateBuilder<KeyValuePair<string, string>>();
        while (reader.Pair(out var name, out var value))
        {
            if (labels.Count > 0 && string.CompareOrdinal(labels[^1].Key, name) >= 0)
                throw new RunLogFormatException("'labels' must be in ordinal order, each once.");
            labels.Add(new KeyValuePair<string, string>(name, value));
        }

        return labels.ToImmutable();
    }

    private static ForkOrigin? ReadParent(ref LineReader reader)
    {
        if (!reader.IsNext("parent"u8))
            return null;
        reader.Begin("parent", JsonTokenType.StartObject);
        var parent = new ForkOrigin(reader.Text("episode"), reader.Count("step"));
        reader.End();
        return parent;
    }

    private static RunLogStep ReadStep(ref LineReader reader)
    {
        var previous = reader.Digest("prev");
        var step = reader.Count("step");
        var action = reader.Raw("action");
        if (!RecordedAction.Minify(action.Span).AsSpan().SequenceEqual(action.Span))
            throw new RunLogFormatException("'action' has white space between its tokens.");
        return new RunLogStep(previous, step, action, reader.Text("actor"), reader.Time("time"), ReadOutcome(ref reader));
    }

    private static RunLogSeal ReadSeal(ref LineReader reader, ReadOnlyMemory<byte> line)
    {
        var previous = reader.Digest("prev");
        if (!SealReasons.TryParse(reader.Text("reason"), out var reason))
            throw new RunLogFormatException("'reason' must be terminated, truncated or aborted.");
        var steps = reader.Count("steps");
        var tally = reader.Raw("episodeReward");
        reader.Begin("hazards", JsonTokenType.StartArray);
        var hazards = ImmutableArray.CreateBuilder<string>();
        while (reader.Item(out var hazard))
            hazards.Add(hazard);
        var (digest, time, keyId) = (reader.Digest("replayDigest"), reader.Time("time"), reader.Text("keyId"));
        var key = ReadKey(ref reader);
        if (key.KeyId != keyId)
            throw new RunLogFormatException("'keyId' is not the fingerprint of 'key'.");
        var encoded = reader.Text("signature");
        if (!LogPublicKey.TryDecode(encoded, LogPublicKey.SignatureBytes, out var signature))
            throw new RunLogFormatException("'signature' must be 64 bytes in base64url without padding.");
        reader.EndOfLine();
        return new RunLogSeal
        {
            Previous = previous,
            Reason = reason,
            Steps = steps,
            EpisodeReward = tally,
            Hazards = hazards.ToImmutable(),
            ReplayDigest = digest,
            Time = time,
            Key = key,
            Signature = signature,
            SignedLength = line.Length - ",\"signature\":\"\"}".Length - encoded.Length,
        };
    }

    private static LogPublicKey ReadKey(ref LineReader reader)
    {
        reader.Begin("key", JsonTokenType.StartObject);
        if (reader.Text("kty") != "EC" || reader.Text("crv") != "P-256")
            throw new RunLogFormatException("'key' must be an EC key on P-256.");
        var (x, y) = (reader.Text("x"), reader.Text("y"));
        reader.End();
        return LogPublicKey.TryCreate(x, y, out var key) ? key : throw new RunLogFormatException("'key' is no point of the curve P-256.");
    }

    private static ReadOnlyMemory<byte> ReadOutcome(ref LineReader reader)
    {
        var outcome = reader.Raw("outcome");
        reader.EndOfLine();
        return RecordedAction.Minify(outcome.Span).AsSpan().SequenceEqual(outcome.Span)
            ? outcome
            : throw new RunLogFormatException("'outcome' has white space between its tokens.");
    }
}
