using System.Buffers;
using System.Collections.Immutable;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using ClinicalRl.Audit.Episodes;
using ClinicalRl.Simulation.Environments;

namespace ClinicalRl.Audit.RunLogs;

/// <summary>
/// Makes the lines of a run log. There is one way to write each: a reader rebuilds the line from what it read and compares bytes.
/// Text stays readable (nothing but control characters, quotes and backslashes is escaped).
/// </summary>
public static class RunLogWriter
{
    /// <summary>Number of the format described here.</summary>
    public const int Format = 1;

    /// <summary>How every line is written; use it too for JSON that quotes lines.</summary>
    public static readonly JsonWriterOptions Json = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, SkipValidation = true };

    [ThreadStatic]
    private static ArrayBufferWriter<byte>? buffer;

    [ThreadStatic]
    private static Utf8JsonWriter? json;

    /// <summary>The first line.</summary>
    public static RunLogLine Header(RunLogHeader header, EpisodeRun run) => Header(header, run, default);

    /// <summary>The first line of a fork: the outcome of the reset is its parent's.</summary>
    public static RunLogLine Header(RunLogHeader header, ReadOnlySpan<byte> outcome) => Header(header, null, outcome);

    /// <summary>The line of step <paramref name="step"/>, whose outcome is the run's last.</summary>
    /// <param name="previous">Hash of the line before.</param>
    /// <param name="step">1 for the first step.</param>
    /// <param name="action">The action as received, minified (<see cref="RecordedAction"/>).</param>
    /// <param name="actor">Public id of the key used.</param>
    /// <param name="time">When it was taken.</param>
    /// <param name="run">The run after it.</param>
    public static RunLogLine Step(Sha256Digest previous, int step, ReadOnlySpan<byte> action, string actor, DateTimeOffset time, EpisodeRun run) =>
        Owned(Step(previous, step, action, actor, time, run, default));

    /// <summary>
    /// The same without an array of its own: it stands in memory of this thread which the next line written on it overwrites, for whoever
    /// is done with it, or has copied it, by then.
    /// </summary>
    public static RunLogLine TransientStep(Sha256Digest previous, int step, ReadOnlySpan<byte> action, string actor, DateTimeOffset time, EpisodeRun run) =>
        Step(previous, step, action, actor, time, run, default);

    /// <summary>The same step copied into another log: only its link to the line before differs.</summary>
    public static RunLogLine Rechain(Sha256Digest previous, RunLogStep step) =>
        Owned(Step(previous, step.Step, step.Action.Span, step.Actor, step.Time, null, step.Outcome.Span));

    /// <summary>The last line, signed.</summary>
    public static RunLogLine Seal(RunLogTail tail, SealReason reason, EpisodeRun run, DateTimeOffset time, LogSigningKey key)
    {
        var unsigned = Unsigned(SealOf(tail, reason, run, time, key));
        return Signed(unsigned, key.Sign(unsigned));
    }

    /// <summary>The same, signed by a key that may be kept elsewhere.</summary>
    public static async ValueTask<RunLogLine> SealAsync(
        RunLogTail tail, SealReason reason, EpisodeRun run, DateTimeOffset time, ILogSigner key, CancellationToken cancellation = default)
    {
        var unsigned = Unsigned(SealOf(tail, reason, run, time, key));
        return Signed(unsigned, await key.SignAsync(unsigned, cancellation));
    }

    private static RunLogSeal SealOf(RunLogTail tail, SealReason reason, EpisodeRun run, DateTimeOffset time, ILogSigner key)
    {
        var tally = Write(static (writer, run) => run.Tally.WriteTo(writer), run);
        return new RunLogSeal
        {
            Previous = tail.LineHash,
            Reason = reason,
            Steps = tail.Steps,
            EpisodeReward = tally,
            Hazards = run.State.ExposedHazards,
            ReplayDigest = tail.ReplayDigest,
            Time = time,
            Key = key.PublicKey,
        };
    }

    /// <summary>The log as a file holds it: each line followed by a line feed.</summary>
    public static byte[] Join(ReadOnlySpan<ReadOnlyMemory<byte>> lines)
    {
        var length = lines.Length;
        foreach (var line in lines)
            length += line.Length;
        var log = new byte[length];
        var at = 0;
        foreach (var line in lines)
        {
            line.Span.CopyTo(log.AsSpan(at));
            at += line.Length;
            log[at++] = (byte)'\n';
        }

        return log;
    }

    internal static RunLogLine Header(RunLogHeader header, EpisodeRun? run, ReadOnlySpan<byte> outcome)
    {
        var writer = Begin();
        writer.WriteString("record"u8, "header"u8);
        writer.WriteNumber("format"u8, Format);
        writer.WriteString("tenant"u8, header.Tenant);
        writer.WriteString("episode"u8, header.Episode);
        WriteScenario(writer, header);
        WriteRewardIdentity(writer, header.RewardFunction);
        WriteLabels(writer, header.Labels);
        writer.WriteString("service"u8, header.Service);
        writer.WriteString("image"u8, header.Image);
        if (header.Parent is { } parent)
        {
            writer.WriteStartObject("parent"u8);
            writer.WriteString("episode"u8, parent.Episode);
            writer.WriteNumber("step"u8, parent.Step);
            writer.WriteEndObject();
        }

        writer.WriteString("actor"u8, header.Actor);
        RunLogTime.Write(writer, "time"u8, header.Time);
        return Owned(End(writer, run, outcome));
    }

    /// <summary>A step that was read, as it would be written.</summary>
    internal static RunLogLine Step(RunLogStep step) => Rechain(step.Previous, step);

    private static RunLogLine Step(
        Sha256Digest previous, int step, ReadOnlySpan<byte> action, string actor, DateTimeOffset time, EpisodeRun? run, ReadOnlySpan<byte> outcome)
    {
        var writer = Begin();
        writer.WriteString("record"u8, "step"u8);
        WriteDigest(writer, "prev"u8, previous);
        writer.WriteNumber("step"u8, step);
        writer.WritePropertyName("action"u8);
        writer.WriteRawValue(action, skipInputValidation: true);
        writer.WriteString("actor"u8, actor);
        RunLogTime.Write(writer, "time"u8, time);
        return End(writer, run, outcome);
    }

    /// <summary>A seal that was read, as it would be written.</summary>
    internal static RunLogLine Seal(RunLogSeal seal) => Signed(Unsigned(seal), seal.Signature.Span);

    /// <summary>What a seal signs: its line up to, not including, <c>,"signature"</c>.</summary>
    private static byte[] Unsigned(RunLogSeal seal)
    {
        var writer = Begin();
        writer.WriteString("record"u8, "seal"u8);
        WriteDigest(writer, "prev"u8, seal.Previous);
        writer.WriteString("reason"u8, seal.Reason.Word());
        writer.WriteNumber("steps"u8, seal.Steps);
        writer.WritePropertyName("episodeReward"u8);
        writer.WriteRawValue(seal.EpisodeReward.Span, skipInputValidation: true);
        writer.WriteStartArray("hazards"u8);
        foreach (var hazard in seal.Hazards)
            writer.WriteStringValue(hazard);
        writer.WriteEndArray();
        WriteDigest(writer, "replayDigest"u8, seal.ReplayDigest);
        RunLogTime.Write(writer, "time"u8, seal.Time);
        writer.WriteString("keyId"u8, seal.Key.KeyId);
        writer.WritePropertyName("key"u8);
        seal.Key.WriteTo(writer);
        writer.Flush();
        return buffer!.WrittenSpan.ToArray();
    }

    private static RunLogLine Signed(byte[] unsigned, ReadOnlySpan<byte> signature) =>
        new((byte[])[.. unsigned, .. ",\"signature\":\""u8, .. Encoding.ASCII.GetBytes(LogPublicKey.EncodeSignature(signature)), .. "\"}"u8], 0, 0);

    /// <summary>Writes <c>environment … difficulty</c>: what fixes the scenario, in the log's and the answers' order.</summary>
    private static void WriteScenario(Utf8JsonWriter writer, RunLogHeader header)
    {
        writer.WriteString("environment"u8, header.Environment);
        writer.WriteString("version"u8, header.Version);
        writer.WriteString("contentHash"u8, header.ContentHash);
        writer.WriteString("split"u8, header.Split.Word());
        writer.WriteNumber(header.Split == Split.Heldout ? "index"u8 : "seed"u8, header.SeedOrIndex);
        if (header.Split == Split.Heldout)
            writer.WriteString("commitment"u8, header.Commitment);
        writer.WriteString("difficulty"u8, header.Difficulty.Word());
    }

    /// <summary>Writes the <c>rewardFunction</c> member.</summary>
    public static void WriteRewardIdentity(Utf8JsonWriter writer, RewardIdentity function)
    {
        writer.WriteStartObject("rewardFunction"u8);
        writer.WriteString("id"u8, function.Id);
        writer.WriteString("version"u8, function.Version);
        writer.WriteString("hash"u8, function.Hash);
        writer.WriteString("status"u8, function.Status);
        writer.WriteEndObject();
    }

    /// <summary>Writes the <c>labels</c> member.</summary>
    public static void WriteLabels(Utf8JsonWriter writer, ImmutableArray<KeyValuePair<string, string>> labels)
    {
        writer.WriteStartObject("labels"u8);
        foreach (var (key, value) in labels)
            writer.WriteString(key, value);
        writer.WriteEndObject();
    }

    internal static void WriteDigest(Utf8JsonWriter writer, ReadOnlySpan<byte> name, Sha256Digest digest)
    {
        Span<byte> hex = stackalloc byte[Sha256Digest.TextLength];
        digest.CopyHexTo(hex);
        writer.WriteString(name, hex);
    }

    private static byte[] Write<T>(Action<Utf8JsonWriter, T> write, T value)
    {
        var output = new ArrayBufferWriter<byte>(256);
        using var writer = new Utf8JsonWriter(output, Json);
        write(writer, value);
        writer.Flush();
        return output.WrittenSpan.ToArray();
    }

    private static Utf8JsonWriter Begin()
    {
        buffer ??= new ArrayBufferWriter<byte>(16 * 1024);
        buffer.ResetWrittenCount();
        json ??= new Utf8JsonWriter(buffer, Json);
        json.Reset(buffer);
        json.WriteStartObject();
        return json;
    }

    private static RunLogLine End(Utf8JsonWriter writer, EpisodeRun? run, ReadOnlySpan<byte> outcome)
    {
        writer.WritePropertyName("outcome"u8);
        var start = (int)(writer.BytesCommitted + writer.BytesPending);
        if (run is null)
            writer.WriteRawValue(outcome, skipInputValidation: true);
        else
            run.WriteOutcome(writer);
        var end = (int)(writer.BytesCommitted + writer.BytesPending);
        writer.WriteEndObject();
        writer.Flush();
        return new RunLogLine(buffer!.WrittenMemory, start, end - start);
    }

    private static RunLogLine Owned(RunLogLine line) => line with { Bytes = line.Bytes.ToArray() };
}
