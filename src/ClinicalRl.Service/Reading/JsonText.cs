using System.Text.Json;
using ClinicalRl.Service.Hosting;
using ClinicalRl.Service.Problems;

namespace ClinicalRl.Service.Reading;

/// <summary>How strictly JSON is read: RFC 8259 to the letter, no name twice, no deeper than needed.</summary>
internal static class JsonText
{
    /// <summary>For reading token by token.</summary>
    public static JsonReaderOptions Reader { get; } = new() { MaxDepth = RequestLimits.JsonDepth };

    /// <summary>For reading a whole document.</summary>
    public static JsonDocumentOptions Document { get; } = new() { MaxDepth = RequestLimits.JsonDepth, AllowDuplicateProperties = false };

    /// <summary>The problem with a body that could not be read.</summary>
    public static Problem Malformed(JsonException exception)
    {
        var place = exception.LineNumber is { } line ? $" Reading stopped at line {line + 1}, byte {exception.BytePositionInLine + 1}." : "";
        var expected = $"well-formed JSON (no NaN, no comments, no name twice), nested at most {RequestLimits.JsonDepth} deep";
        return new Problem(ProblemKind.InvalidRequest, $"The body must be {expected}.{place}", "body", expected);
    }

    /// <summary>The problem with a name that escapes half of a surrogate pair.</summary>
    public static Problem NotText { get; } = Problem.Invalid("body", "JSON whose names are text; one escapes half of a surrogate pair");

    /// <summary>A member's name as a problem may repeat it.</summary>
    public static string Shorten(string name) => name.Length > 40 ? name[..40] + "…" : name;
}
