using System.Buffers;
using System.Text.Json;

namespace ClinicalRl.Audit.RunLogs;

/// <summary>
/// The short form of a step's line: all that the engine cannot give again, and the hash of the whole line, which proves that what it
/// gives again is what was answered. A tenth of the line's size, so it is what is made durable before the answer.
/// </summary>
/// <param name="Step">1 for the first.</param>
/// <param name="Action">The action as received, minified.</param>
/// <param name="Actor">Public id of the key used.</param>
/// <param name="Time">When it was taken.</param>
/// <param name="Line">SHA-256 of the whole line, without its line feed.</param>
public sealed record StepEntry(int Step, ReadOnlyMemory<byte> Action, string Actor, DateTimeOffset Time, Sha256Digest Line)
{
    [ThreadStatic]
    private static ArrayBufferWriter<byte>? buffer;

    [ThreadStatic]
    private static Utf8JsonWriter? json;

    /// <summary>One JSON object: <c>{"record":"entry","step","action","actor","time","line"}</c>.</summary>
    public byte[] ToBytes()
    {
        var output = buffer ??= new ArrayBufferWriter<byte>(1024);
        output.ResetWrittenCount();
        var writer = json ??= new Utf8JsonWriter(output, RunLogWriter.Json);
        writer.Reset(output);
        writer.WriteStartObject();
        writer.WriteString("record"u8, "entry"u8);
        writer.WriteNumber("step"u8, Step);
        writer.WritePropertyName("action"u8);
        writer.WriteRawValue(Action.Span, skipInputValidation: true);
        writer.WriteString("actor"u8, Actor);
        RunLogTime.Write(writer, "time"u8, Time);
        RunLogWriter.WriteDigest(writer, "line"u8, Line);
        writer.WriteEndObject();
        writer.Flush();
        return output.WrittenSpan.ToArray();
    }

    /// <summary>Reads what <see cref="ToBytes"/> wrote; null, and one sentence saying what is wrong, for anything else. Never throws.</summary>
    public static StepEntry? TryRead(ReadOnlyMemory<byte> bytes, out string problem)
    {
        problem = "";
        try
        {
            var reader = new LineReader(bytes);
            if (reader.Text("record") != "entry")
                throw new RunLogFormatException("'record' must be entry.");
            var entry = new StepEntry(reader.Count("step"), reader.Raw("action"), reader.Text("actor"), reader.Time("time"), reader.Digest("line"));
            reader.EndOfLine();
            return entry;
        }
        catch (RunLogFormatException error)
        {
            problem = error.Message;
        }
        catch (Exception)
        {
            // Whatever the bytes are and whichever parser they upset, they are no entry.
            problem = "It is not one JSON object an entry could be.";
        }

        return null;
    }
}
