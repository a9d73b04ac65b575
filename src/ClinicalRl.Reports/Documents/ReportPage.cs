using System.Collections.Immutable;
using System.Globalization;
using System.Net;
using System.Text;
using ClinicalRl.Rewards.Cards;

namespace ClinicalRl.Reports.Documents;

/// <summary>A report as one HTML page that needs nothing else.</summary>
public static class ReportPage
{
    /// <summary>Tables with more columns are set smaller.</summary>
    private const int WideFrom = 6;

    private const string Css =
        """
        figure { margin: 1.25rem 0 1.75rem } figcaption { color: var(--soft); font-size: .95rem; margin: 0 0 .4rem } figure svg { max-width: 42rem; width: 100%; height: auto }
        svg text { font: 11px "Segoe UI", system-ui, "Liberation Sans", Arial, sans-serif; fill: var(--ink) }
        .soft { stroke: #8b98a0 } .reference { stroke: #b0532a } .mark { fill: #005eb8; fill-opacity: .35; stroke: none } .strong { stroke: #003f7d; fill: #003f7d }
        .table { margin: 0 0 1.5rem } td { font-variant-numeric: tabular-nums } caption { font-size: .95rem }
        .missing { color: var(--warn) } details { margin: 0 0 1rem } td.whole { white-space: nowrap } .wide { font-size: .82rem } .wide th, .wide td { padding-right: .45rem }
        """;

    /// <summary>The page.</summary>
    public static string Render(ReportDocument report)
    {
        var page = new StringBuilder(256 * 1024);
        page.Append("<!doctype html>\n<html lang=\"en-GB\">\n<head>\n<meta charset=\"utf-8\">\n<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n<title>")
            .Append(Text(report.Title)).Append("</title>\n<style>\n").Append(CardStyle.Css).Append('\n').Append(Css).Append("\n</style>\n</head>\n<body>\n<main>\n<h1>")
            .Append(Text(report.Title)).Append("</h1>\n<p class=\"standing\">").Append(Text(report.Id)).Append("</p>\n<div class=\"notice\" role=\"note\">");
        foreach (var notice in report.Notices)
            page.Append("<p><strong>").Append(Text(notice)).Append("</strong></p>");
        page.Append("</div>\n<nav aria-label=\"Contents\"><ul>\n");
        foreach (var section in report.Sections)
            page.Append("<li><a href=\"#").Append(section.Id).Append("\">").Append(Text(section.Title)).Append("</a></li>\n");
        page.Append("</ul></nav>\n");
        foreach (var section in report.Sections)
            Write(page, section);
        page.Append("<footer>");
        foreach (var notice in report.Notices)
            page.Append("<p>").Append(Text(notice)).Append("</p>");
        return page.Append("</footer>\n</main>\n</body>\n</html>\n").ToString();
    }

    private static void Write(StringBuilder page, ReportSection section)
    {
        page.Append("<h2 id=\"").Append(section.Id).Append("\">").Append(Text(section.Title)).Append("</h2>\n");
        foreach (var sentence in section.Text)
            page.Append("<p>").Append(Text(sentence)).Append("</p>\n");
        foreach (var chart in section.Charts)
            Write(page, chart);
        foreach (var table in section.Tables)
            Write(page, table);
    }

    private static void Write(StringBuilder page, ReportChart chart)
    {
        page.Append("<figure><figcaption>").Append(Text(chart.Title)).Append("</figcaption>\n");
        page.Append(CultureInfo.InvariantCulture, $"<svg viewBox=\"0 0 {ChartDrawing.Width:0.#} {ChartDrawing.HeightOf(chart):0.#}\" role=\"img\" aria-label=\"{Text(chart.Title)}\">\n");
        ChartDrawing.Draw(chart, new SvgCanvas(page));
        page.Append("</svg></figure>\n");
    }

    private static void Write(StringBuilder page, ReportTable table)
    {
        var isFolded = table.Extent != TableExtent.Full;
        if (isFolded)
            page.Append("<details><summary>").Append(Text(table.Caption)).Append("</summary>\n");
        page.Append(table.Columns.Length > WideFrom ? "<div class=\"table\"><table class=\"wide\">\n" : "<div class=\"table\"><table>\n");
        if (!isFolded)
            page.Append("<caption>").Append(Text(table.Caption)).Append("</caption>\n");
        page.Append("<thead><tr>");
        foreach (var column in table.Columns)
            page.Append("<th scope=\"col\">").Append(Text(column.Title)).Append("</th>");
        page.Append("</tr></thead>\n<tbody>\n");
        foreach (var row in table.Rows)
            Write(page, row);
        page.Append("</tbody>\n</table></div>\n");
        if (isFolded)
            page.Append("</details>\n");
    }

    private static void Write(StringBuilder page, ImmutableArray<ReportCell> row)
    {
        page.Append("<tr>");
        foreach (var cell in row)
            page.Append(Open(cell)).Append(Text(cell.Show())).Append("</td>");
        page.Append("</tr>\n");
    }

    /// <summary>Names and numbers with their intervals are not broken over lines.</summary>
    private static string Open(ReportCell cell) => cell switch
    {
        { Missing: not null } => "<td class=\"missing\">",
        StatisticCell => "<td class=\"whole\">",
        TextCell text when !text.Text.Contains(' ', StringComparison.Ordinal) => "<td class=\"whole\">",
        _ => "<td>",
    };

    private static string Text(string text) => WebUtility.HtmlEncode(text);

    private sealed class SvgCanvas(StringBuilder page) : IChartCanvas
    {
        public void Line(double x1, double y1, double x2, double y2, Ink ink, double width, bool dashed) => page.Append(
            CultureInfo.InvariantCulture,
            $"<line x1=\"{x1:0.##}\" y1=\"{y1:0.##}\" x2=\"{x2:0.##}\" y2=\"{y2:0.##}\" class=\"{Class(ink)}\" stroke-width=\"{width:0.##}\"{(dashed ? " stroke-dasharray=\"4 3\"" : "")}/>\n");

        public void Dot(double x, double y, double radius, Ink ink) =>
            page.Append(CultureInfo.InvariantCulture, $"<circle cx=\"{x:0.##}\" cy=\"{y:0.##}\" r=\"{radius:0.##}\" class=\"{Class(ink)}\"/>\n");

        public void Text(double x, double y, string text, Anchor anchor) => page.Append(
            CultureInfo.InvariantCulture, $"<text x=\"{x:0.##}\" y=\"{y:0.##}\" text-anchor=\"{anchor.ToString().ToLowerInvariant()}\">{ReportPage.Text(text)}</text>\n");

        private static string Class(Ink ink) => ink.ToString().ToLowerInvariant();
    }
}
