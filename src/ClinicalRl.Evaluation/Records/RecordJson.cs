using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace ClinicalRl.Evaluation.Records;

/// <summary>Records as lines of JSON, one record a line, members in a fixed order, so that the same record is the same bytes everywhere.</summary>
public static class RecordJson
{
    /// <summary>Longest line, in bytes.</summary>
    public const int MaxLine = 4 * 1024 * 1024;

    private const string ParameterMark = " (Parameter '";

    private static readonly JsonSerializerOptions Options = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
        RespectRequiredConstructorParameters = true,
        RespectNullableAnnotations = true,
        AllowDuplicateProperties = false,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    /// <summary>The record as one line, without its end.</summary>
    public static byte[] Write(EvaluationRecord record) => JsonSerializer.SerializeToUtf8Bytes(record, Options);

    /// <summary>Name of a record: the first 32 hexadecimal digits of the SHA-256 of its line. What differs in anything has another name.</summary>
    public static string IdOf(EvaluationRecord record)
    {
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(Write(record), hash);
        return Convert.ToHexStringLower(hash[..16]);
    }

    /// <summary>Reads a line; <paramref name="problem"/> names what is wrong with it. Nothing is thrown for any bytes.</summary>
    public static bool TryRead(ReadOnlySpan<byte> line, [NotNullWhen(true)] out EvaluationRecord? record, out string problem)
    {
        (record, problem) = (null, "");
        if (line.Length > MaxLine)
        {
            problem = FormattableString.Invariant($"The line is longer than {MaxLine} bytes.");
            return false;
        }

        try
        {
            record = JsonSerializer.Deserialize<EvaluationRecord>(line, Options);
            problem = record is null ? "A record is an object." : "";
        }
        catch (ArgumentException wrong)
        {
            var name = wrong.ParamName is { Length: > 0 } parameter ? char.ToLowerInvariant(parameter[0]) + parameter[1..] + ": " : "";
            problem = name + wrong.Message.Split(ParameterMark)[0];
        }
        catch (Exception wrong) when (wrong is JsonException or NotSupportedException or InvalidOperationException)
        {
            problem = "Not a record of a known kind with the members it needs, each once: " + wrong.Message.Split(" | LineNumber")[0].Split(" LineNumber:")[0];
        }

        return record is not null;
    }

    /// <summary>All records of a text of lines; empty lines are skipped. Stops at the first line that is none and names it.</summary>
    public static bool TryReadAll(ReadOnlySpan<byte> lines, ICollection<EvaluationRecord> into, out string problem)
    {
        for (var number = 1; !lines.IsEmpty; number++)
        {
            var end = lines.IndexOf((byte)'\n');
            var line = (end < 0 ? lines : lines[..end]).TrimEnd((byte)'\r');
            lines = end < 0 ? default : lines[(end + 1)..];
            if (line.IsEmpty)
                continue;
            if (!TryRead(line, out var record, out problem))
            {
                problem = FormattableString.Invariant($"line {number}: {problem}");
                return false;
            }

            into.Add(record);
        }

        problem = "";
        return true;
    }

    /// <summary>Records as text, a line each.</summary>
    public static string WriteAll(IEnumerable<EvaluationRecord> records)
    {
        var text = new StringBuilder();
        foreach (var record in records)
            text.Append(Encoding.UTF8.GetString(Write(record))).Append('\n');
        return text.ToString();
    }
}
