using System.Globalization;

namespace ClinicalRl.Audit.RunLogs;

/// <summary>Time as run logs write it: UTC, ISO 8601, three decimals, such as <c>2026-11-22T09:30:00.000Z</c>.</summary>
internal static class RunLogTime
{
    private const string Format = "yyyy-MM-dd'T'HH:mm:ss.fff'Z'";

    public static string Write(DateTimeOffset time) => time.UtcDateTime.ToString(Format, CultureInfo.InvariantCulture);

    public static bool TryRead(string text, out DateTimeOffset time) => DateTimeOffset.TryParseExact(
        text, Format, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out time);
}
