using System.Buffers;
using System.Buffers.Text;
using System.Text.Json;
using ClinicalRl.Audit.RunLogs;
using ClinicalRl.Grains.Journal;
using ClinicalRl.Simulation.Environments;

namespace ClinicalRl.Grains.Episodes;

/// <summary>
/// Writes an episode's answers. An answer is a short head followed by the members of the outcome, copied byte for byte from the
/// run log, so what was answered is what is recorded.
/// </summary>
internal sealed class EpisodeAnswers
{
    private const int MaxDigits = 11;

    private readonly RunLogHeader header;
    private readonly byte[] beforeStep;
    private readonly byte[] afterStep;

    public EpisodeAnswers(RunLogHeader header)
    {
        this.header = header;
        beforeStep = [.. "{\"episode\":\""u8, .. System.Text.Encoding.UTF8.GetBytes(header.Episode), .. "\",\"step\":"u8];
        var middle = Write(writer =>
        {
            writer.WriteStartObject();
            RunLogWriter.WriteRewardIdentity(writer, header.RewardFunction);
            writer.WriteString("notice"u8, Notice);
            writer.WriteEndObject();
        });
        middle[0] = (byte)',';
        middle[^1] = (byte)',';
        afterStep = middle;
    }

    /// <summary>The honest notice that goes with every reward.</summary>
    private string Notice => header.RewardFunction.Status == "signed"
        ? "Synthetic; reward signed by a clinician; not for the care of patients."
        : $"Synthetic; reward {header.RewardFunction.Status}, not signed by a clinician; not for the care of patients.";

    /// <summary>The answer to step <paramref name="step"/> with the recorded <paramref name="outcome"/>.</summary>
    public byte[] Step(int step, ReadOnlySpan<byte> outcome)
    {
        Span<byte> digits = stackalloc byte[MaxDigits];
        Utf8Formatter.TryFormat(step, digits, out var length);
        var body = new byte[beforeStep.Length + length + afterStep.Length + outcome.Length - 1];
        beforeStep.CopyTo(body, 0);
        digits[..length].CopyTo(body.AsSpan(beforeStep.Length));
        afterStep.CopyTo(body, beforeStep.Length + length);
        outcome[1..].CopyTo(body.AsSpan(beforeStep.Length + length + afterStep.Length));
        return body;
    }

    /// <summary>The answer to the creation, or to the fork at <paramref name="step"/>; its outcome is taken from <paramref name="answer"/> to that step.</summary>
    public byte[] Create(int step, ReadOnlySpan<byte> answer)
    {
        var head = Write(writer =>
        {
            writer.WriteStartObject();
            WriteIdentity(writer);
            writer.WriteNumber("step"u8, step);
            writer.WriteEndObject();
        });
        head[^1] = (byte)',';
        Span<byte> digits = stackalloc byte[MaxDigits];
        Utf8Formatter.TryFormat(step, digits, out var length);
        return [.. head, .. answer[(beforeStep.Length + length + afterStep.Length)..]];
    }

    /// <summary>Status and last answer.</summary>
    public byte[] Describe(EpisodeMemory memory) => Write(writer =>
    {
        writer.WriteStartObject();
        WriteIdentity(writer);
        RunLogWriter.WriteLabels(writer, header.Labels);
        writer.WriteNumber("step"u8, memory.Steps);
        writer.WriteString("status"u8, memory.Sealed is { } reason ? reason.Word() : EpisodeStatus.Running.Word());
        writer.WriteBoolean("sealed"u8, memory.Ended);
        writer.WritePropertyName("last"u8);
        writer.WriteRawValue(memory.LastAnswer.Span, skipInputValidation: true);
        writer.WriteEndObject();
    });

    private void WriteIdentity(Utf8JsonWriter writer)
    {
        writer.WriteString("episode"u8, header.Episode);
        writer.WriteString("environment"u8, header.Environment);
        writer.WriteString("version"u8, header.Version);
        writer.WriteString("split"u8, header.Split.Word());
        writer.WriteNumber(header.Split == Split.Heldout ? "index"u8 : "seed"u8, header.SeedOrIndex);
        writer.WriteString("difficulty"u8, header.Difficulty.Word());
        RunLogWriter.WriteRewardIdentity(writer, header.RewardFunction);
        if (header.Parent is { } parent)
        {
            writer.WriteStartObject("parent"u8);
            writer.WriteString("episode"u8, parent.Episode);
            writer.WriteNumber("step"u8, parent.Step);
            writer.WriteEndObject();
        }

        writer.WriteString("notice"u8, Notice);
    }

    private static byte[] Write(Action<Utf8JsonWriter> write)
    {
        var output = new ArrayBufferWriter<byte>(1024);
        using var writer = new Utf8JsonWriter(output, RunLogWriter.Json);
        write(writer);
        writer.Flush();
        return output.WrittenSpan.ToArray();
    }
}
