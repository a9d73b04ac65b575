using System.Globalization;
using System.Net;
using System.Text.Json;
using System.Text.RegularExpressions;
using UglyToad.PdfPig;

namespace ClinicalRl.Reports.Tests.Reliability;

/// <summary>Reads reports as someone would who has only the files, and not the code that wrote them.</summary>
internal static partial class ReportReading
{
    /// <summary>All cells of all tables of the page, in order.</summary>
    public static List<string> CellsOfPage(string page) => [.. Cell().Matches(page).Select(match => Whole(WebUtility.HtmlDecode(match.Groups["text"].Value)))];

    /// <summary>What these cells must say, from the JSON alone.</summary>
    public static List<string> CellsOfJson(JsonElement report) =>
    [
        .. from section in report.GetProperty("sections").EnumerateObject()
           from table in section.Value.GetProperty("tables").EnumerateObject()
           from row in table.Value.GetProperty("rows").EnumerateArray()
           from cell in row.EnumerateObject()
           select Show(cell.Value),
    ];

    /// <summary>All numbers that a reader of the JSON can form: cells, sentences, captions and ticks.</summary>
    public static HashSet<string> NumbersOfJson(JsonElement report)
    {
        var texts = CellsOfJson(report).Concat(Sentences(report)).Concat(Ticks(report));
        return [.. texts.SelectMany(text => Number().Matches(text)).Select(match => Whole(match.Value))];
    }

    /// <summary>All numbers on the sheets but the number of the sheet itself.</summary>
    public static List<string> NumbersOfSheets(byte[] sheets)
    {
        using var document = PdfDocument.Open(sheets);
        return [.. document.GetPages().SelectMany(page =>
        {
            var words = page.GetWords().Select(word => word.Text).ToList();
            var last = words.LastIndexOf("sheet");
            Assert.Equal(page.Number.ToString(CultureInfo.InvariantCulture), words[last + 1]);
            words.RemoveAt(last + 1);
            return words;
        }).SelectMany(word => Number().Matches(word)).Select(match => Whole(match.Value))];
    }

    /// <summary>All numbers in the visible text of the page.</summary>
    public static List<string> NumbersOfText(string page)
    {
        var visible = WebUtility.HtmlDecode(Tag().Replace(page[page.IndexOf("<body>", StringComparison.Ordinal)..], " "));
        return [.. Number().Matches(visible).Select(match => Whole(match.Value))];
    }

    private static string Show(JsonElement cell) => cell.ValueKind switch
    {
        JsonValueKind.String => cell.GetString()!,
        JsonValueKind.Number => ShowNumber(cell),
        JsonValueKind.Object when cell.TryGetProperty("undefined", out var reason) => $"not estimable ({reason.GetString()})",
        _ => ShowStatistic(cell),
    };

    private static string ShowStatistic(JsonElement statistic)
    {
        var (value, interval) = (Show(statistic.GetProperty("value")), statistic.GetProperty("interval"));
        if (statistic.GetProperty("value").ValueKind != JsonValueKind.Number)
            return value;
        value = Rounded(statistic.GetProperty("value"));
        return interval.TryGetProperty("undefined", out var reason)
            ? $"{value} (interval not estimable ({reason.GetString()}))"
            : $"{value} ({Rounded(interval.GetProperty("lower"))} to {Rounded(interval.GetProperty("upper"))})";
    }

    /// <summary>A measured number that happens to be whole looks like a count in JSON: both are compared without decimals that are all 0.</summary>
    private static string ShowNumber(JsonElement number) => Whole(Rounded(number));

    private static string Whole(string number) => number.EndsWith(".000", StringComparison.Ordinal) ? number[..^4] : number;

    private static string Rounded(JsonElement number)
    {
        var text = number.GetDouble().ToString("F3", CultureInfo.InvariantCulture);
        return text == "-0.000" ? "0.000" : text;
    }

    private static IEnumerable<string> Sentences(JsonElement element) => element.ValueKind switch
    {
        JsonValueKind.String => [element.GetString()!],
        JsonValueKind.Array => element.EnumerateArray().SelectMany(Sentences),
        JsonValueKind.Object => element.EnumerateObject().SelectMany(member => Sentences(member.Value)),
        _ => [],
    };

    private static IEnumerable<string> Ticks(JsonElement report) =>
        from section in report.GetProperty("sections").EnumerateObject()
        from chart in section.Value.GetProperty("charts").EnumerateObject()
        from axis in new[] { "x", "y" }
        where chart.Value.TryGetProperty(axis, out _)
        from tick in chart.Value.GetProperty(axis).GetProperty("ticks").EnumerateArray()
        select tick.GetRawText();

    [GeneratedRegex(@"<td[^>]*>(?<text>[^<]*)</td>", RegexOptions.ExplicitCapture, 5_000)]
    private static partial Regex Cell();

    [GeneratedRegex(@"<[^>]*>", RegexOptions.ExplicitCapture, 5_000)]
    private static partial Regex Tag();

    [GeneratedRegex(@"(?<![\w.-])-?\d+(\.\d+)?(?![\w.-]*\w)", RegexOptions.ExplicitCapture, 5_000)]
    private static partial Regex Number();
}
