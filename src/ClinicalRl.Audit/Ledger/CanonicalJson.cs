using System.Buffers;
using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using ClinicalRl.Audit.RunLogs;

namespace ClinicalRl.Audit.Ledger;

/// <summary>
/// JSON objects that have one spelling: what is read must be the bytes that would be written for it, so that a changed byte is always found.
/// </summary>
internal static class CanonicalJson
{
    public delegate T Reading<out T>(ref LineReader reader);

    public static byte[] Write<T>(T value, Action<T, Utf8JsonWriter> write)
    {
        var output = new ArrayBufferWriter<byte>(512);
        using var writer = new Utf8JsonWriter(output, RunLogWriter.Json);
        write(value, writer);
        writer.Flush();
        return output.WrittenSpan.ToArray();
    }

    /// <summary>Reads an object; false with one sentence when it is another, or spelt otherwise. Never throws.</summary>
    public static bool TryRead<T>(ReadOnlyMemory<byte> bytes, Reading<T> read, Func<T, byte[]> write, [NotNullWhen(true)] out T? value, out string problem)
        where T : class
    {
        (value, problem) = (null, "");
        try
        {
            var reader = new LineReader(bytes);
            var found = read(ref reader);
            reader.EndOfLine();
            if (write(found).AsSpan().SequenceEqual(bytes.Span))
                value = found;
            else
                problem = "It is not in canonical form (spacing, escapes, repeated members or number form).";
        }
        catch (RunLogFormatException wrong)
        {
            problem = wrong.Message;
        }
        catch (Exception wrong) when (wrong is JsonException or InvalidOperationException or ArgumentException)
        {
            problem = "It is not one JSON object.";
        }

        return value is not null;
    }

    /// <summary>A size or place in a tree.</summary>
    public static long Count(ref LineReader reader, string name)
    {
        var number = reader.Number(name);
        return number <= MerkleNode.MaxLeaves ? (long)number : throw new RunLogFormatException($"'{name}' must be at most {MerkleNode.MaxLeaves}.");
    }
}
