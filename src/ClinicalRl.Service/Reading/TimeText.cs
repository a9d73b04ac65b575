using System.Globalization;

namespace ClinicalRl.Service.Reading;

/// <summary>Times as callers write them: a date, or a time, in UTC when they do not say.</summary>
internal static class TimeText
{
    private static readonly string[] Forms = ["yyyy-MM-dd", "yyyy-MM-dd'T'HH:mm:ssK", "yyyy-MM-dd'T'HH:mm:ss.FFFFFFFK"];

    /// <summary>The time; null when it was left out, or is none, which <paramref name="fail"/> is told.</summary>
    public static DateTimeOffset? Read(string name, string? text, Action<string, string> fail)
    {
        if (text is null)
            return null;
        if (DateTimeOffset.TryParseExact(text, Forms, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var time))
            return time;
        fail(name, "a date such as 2026-11-22, or a time such as 2026-11-22T09:30:00Z");
        return null;
    }
}
