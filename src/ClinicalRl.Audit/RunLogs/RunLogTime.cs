using System.Globalization;
using System.Text.Json;

namespace ClinicalRl.Audit.RunLogs;

/// <summary>Time as run logs write it: UTC, ISO 8601, three decimals, such as <c>2026-11-22T09:30:00.000Z</c>.</summary>
public static class RunLogTime
{
    private const string Format = "yyyy-MM-dd'T'HH:mm:ss.fff'Z'";

    private const int Length = 24;

    /// <summary>The text.</summary>
    public static string Write(DateTimeOffset time) => time.UtcDateTime.ToString(Format, CultureInfo.InvariantCulture);

    /// <summary>Writes a member without making a string of it.</summary>
    public static void Write(Utf8JsonWriter writer, ReadOnlySpan<byte> name, DateTimeOffset time)
    {
        Span<byte> text = stackalloc byte[Length];
        time.UtcDateTime.TryFormat(text, out var written, Format, CultureInfo.InvariantCulture);
        writer.WriteString(name, text[..written]);
    }

    public static bool TryRead(string text, out DateTimeOffset time) => DateTimeOffset.TryParseExact(
        text, Format, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out time);
}
