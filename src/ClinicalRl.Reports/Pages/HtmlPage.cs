using System.Globalization;
using System.Net;
using System.Text;
using ClinicalRl.Reports.Coverage;
using ClinicalRl.Rewards.Cards;

namespace ClinicalRl.Reports.Pages;

/// <summary>
/// An HTML page that needs nothing else: no script, no font, no request. Every text given is encoded, so a log can put nothing of its own
/// into the page.
/// </summary>
internal sealed class HtmlPage
{
    private const string Css =
        """
        .wide { max-width: 96rem } .legend { color: var(--soft); font-size: .92rem; overflow-wrap: anywhere } .pill { display: inline-block; padding: .05rem .5rem; border: 1px solid; white-space: nowrap; font-weight: 600 }
        .h0 { background: #e3f1e7 } .h1 { background: #fdf3cf } .h2 { background: #f9d9a8 } .h3 { background: #f0a98a } .h4 { background: #b8433b; color: #fff }
        ul.seen { margin: .2rem 0; padding-left: 1.2rem }
        """;

    private readonly StringBuilder text = new(64 * 1024);

    /// <summary>Begins it.</summary>
    /// <param name="title">Heading.</param>
    /// <param name="notice">What must be said of every figure on it.</param>
    /// <param name="css">Rules of this page alone.</param>
    public HtmlPage(string title, string notice, string css = "")
    {
        text.Append("<!doctype html>\n<html lang=\"en-GB\">\n<head>\n<meta charset=\"utf-8\">\n<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n<title>")
            .Append(Encode(title)).Append("</title>\n<style>\n").Append(CardStyle.Css).Append('\n').Append(Css).Append('\n').Append(css).Append("\n</style>\n</head>\n<body>\n<main class=\"wide\">\n<h1>")
            .Append(Encode(title)).Append("</h1>\n<div class=\"notice\" role=\"note\"><strong>").Append(Encode(notice)).Append("</strong></div>\n");
    }

    /// <summary>A text in which nothing is markup.</summary>
    public static string Encode(string plain) => WebUtility.HtmlEncode(plain);

    /// <summary>A share as per cent, to one decimal.</summary>
    public static string Percent(double share) => string.Create(CultureInfo.InvariantCulture, $"{share * 100:0.#}%");

    /// <summary>A whole number.</summary>
    public static string Number(int number) => number.ToString(CultureInfo.InvariantCulture);

    /// <summary>Adds markup as it is.</summary>
    public HtmlPage Raw(string markup)
    {
        text.Append(markup);
        return this;
    }

    /// <summary>Adds a paragraph.</summary>
    public HtmlPage Paragraph(string plain) => Raw("<p>" + Encode(plain) + "</p>\n");

    /// <summary>Says which episodes the page rests on, and names those that could not be counted.</summary>
    public HtmlPage Evidence(EvidenceSpan evidence)
    {
        Paragraph(evidence.Episodes == 0
            ? "No sealed episode was counted."
            : string.Create(CultureInfo.InvariantCulture, $"{evidence.Episodes} sealed episodes, begun {evidence.From:yyyy-MM-dd HH:mm} to {evidence.To:yyyy-MM-dd HH:mm} UTC, judged by {string.Join(", ", evidence.RewardFunctions)}."));
        Paragraph($"Selected: {evidence.Choice.Words}.");
        var uncounted = evidence.Choice.Uncounted;
        return uncounted.IsEmpty ? this : Raw($"<div class=\"notice\"><strong>{Number(uncounted.Length)} selected logs could not be counted:</strong>\n").List([.. uncounted.Select(log => $"{log.Log}: {log.Reason}")]).Raw("</div>\n");
    }

    /// <summary>Adds a section's heading.</summary>
    public HtmlPage Heading(string id, string plain) => Raw($"<h2 id=\"{Encode(id)}\">{Encode(plain)}</h2>\n");

    /// <summary>Adds a term and what it stands for; within a <c>dl</c>.</summary>
    public HtmlPage Pair(string term, string definition) => Raw($"<dt>{Encode(term)}</dt><dd>{Encode(definition)}</dd>\n");

    /// <summary>Adds a list, or nothing when it is empty.</summary>
    public HtmlPage List(IReadOnlyCollection<string> items) =>
        items.Count == 0 ? this : Raw("<ul class=\"seen\">\n" + string.Concat(items.Select(item => "<li>" + Encode(item) + "</li>\n")) + "</ul>\n");

    /// <summary>Adds a table of plain texts.</summary>
    public HtmlPage Table(string[] columns, IEnumerable<string[]> rows)
    {
        Raw("<div class=\"table\"><table>\n<thead><tr>" + string.Concat(columns.Select(column => "<th scope=\"col\">" + Encode(column) + "</th>")) + "</tr></thead>\n<tbody>\n");
        foreach (var row in rows)
            Raw("<tr>" + string.Concat(row.Select(field => "<td>" + Encode(field) + "</td>")) + "</tr>\n");
        return Raw("</tbody>\n</table></div>\n");
    }

    /// <summary>The whole page.</summary>
    public string End() => text.Append("</main>\n</body>\n</html>\n").ToString();
}
