using System.Globalization;
using System.Net;
using System.Text;
using ClinicalRl.Rewards.Cards;
using ClinicalRl.Simulation.Safety;

namespace ClinicalRl.Reports.Coverage;

/// <summary>A coverage matrix as one HTML page that needs nothing else: a heat map whose cells open to hazards, criteria, episodes and steps.</summary>
public static class CoveragePage
{
    /// <summary>What must be said wherever rates of failure are shown.</summary>
    public const string Notice = "Synthetic simulations, judged by reward functions as recorded in each log. Not for the care of patients.";

    private const string Css =
        """
        .heat { table-layout: fixed } .heat th, .heat td { padding: .45rem .5rem; border: 1px solid #fff } .heat td a { color: inherit; text-decoration: none; display: block }
        .heat td b { font-size: 1.05rem } .heat td span { display: block; font-size: .82rem }
        .h0 { background: #e3f1e7 } .h1 { background: #fdf3cf } .h2 { background: #f9d9a8 } .h3 { background: #f0a98a } .h4 { background: #b8433b; color: #fff }
        .gap { background: #fff; border: 2px dashed #8a2b00 !important; color: #8a2b00 } .na { background: #eef1f3; color: #51626c } .thin { outline: 2px dotted #51626c; outline-offset: -4px }
        """;

    private static readonly double[] Shades = [0.01, 0.05, 0.2, 0.5];

    /// <summary>The page.</summary>
    public static string Render(CoverageMatrix matrix)
    {
        var page = new StringBuilder(64 * 1024);
        page.Append("<!doctype html>\n<html lang=\"en-GB\">\n<head>\n<meta charset=\"utf-8\">\n<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n<title>Failure-mode coverage</title>\n<style>\n")
            .Append(CardStyle.Css).Append('\n').Append(Css).Append("\n</style>\n</head>\n<body>\n<main>\n<h1>Failure-mode coverage</h1>\n<div class=\"notice\" role=\"note\"><strong>").Append(Text(Notice)).Append("</strong></div>\n");
        WriteSummary(page, matrix);
        WriteHeatMap(page, matrix);
        foreach (var cell in matrix.Cells)
            WriteCell(page, cell);
        return page.Append("</main>\n</body>\n</html>\n").ToString();
    }

    private static void WriteSummary(StringBuilder page, CoverageMatrix matrix)
    {
        page.Append(CultureInfo.InvariantCulture, $"<p>{matrix.Episodes} sealed episodes. A cell's number is the share of scenarios that failed: scenarios that expose a hazard of the category, each counted once, ");
        page.Append(CultureInfo.InvariantCulture, $"in which a criterion of the category was not met. Below it stand the failures and the exact 95% interval. Dotted cells are thin: fewer than {matrix.ScenariosNeeded} scenarios, ");
        page.Append(CultureInfo.InvariantCulture, $"or a hazard never exposed. Dashed cells are gaps. ▲ marks rates above the tolerated {Percent(matrix.ToleratedRate)} (exact binomial test, Benjamini and Hochberg over the tested cells at 10%).</p>\n");
        if (matrix.Foreign > 0)
            page.Append(CultureInfo.InvariantCulture, $"<p>{matrix.Foreign} episodes of other environments are left out.</p>\n");
    }

    private static void WriteHeatMap(StringBuilder page, CoverageMatrix matrix)
    {
        page.Append("<div class=\"table\"><table class=\"heat\">\n<thead><tr><th scope=\"col\">Category</th>");
        foreach (var spec in matrix.Environments)
            page.Append("<th scope=\"col\">").Append(Text($"{spec.Title} {spec.Version}")).Append("</th>");
        page.Append("</tr></thead>\n<tbody>\n");
        foreach (var category in SafetyCategories.All)
        {
            page.Append("<tr><th scope=\"row\">").Append(Text($"{category} {category.Title()}")).Append("</th>");
            foreach (var spec in matrix.Environments)
                WriteHeat(page, matrix[category, spec.Id]);
            page.Append("</tr>\n");
        }

        page.Append("</tbody>\n</table></div>\n");
    }

    private static void WriteHeat(StringBuilder page, CoverageCell cell)
    {
        page.Append("<td class=\"").Append(Shade(cell)).Append("\"><a href=\"#").Append(Anchor(cell)).Append("\"><b>");
        if (!cell.Scenarios.Rate.IsDefined)
        {
            page.Append(cell.State == CoverageState.Gap ? "gap" : "n/a").Append("</b></a></td>");
            return;
        }

        var interval = cell.ClopperPearson;
        page.Append(Percent(cell.Scenarios.Rate.Value)).Append(cell.Test.IsFlagged ? " ▲" : "").Append("</b>");
        page.Append(CultureInfo.InvariantCulture, $"<span>{cell.Scenarios.Events} of {cell.Scenarios.Trials}; {Percent(interval.Lower)} to {Percent(interval.Upper)}</span>");
        page.Append("<span>").Append(cell.Worst is { } worst ? "worst " + worst : "none seen").Append(cell.State == CoverageState.Thin ? ", thin" : "").Append("</span></a></td>");
    }

    private static string Shade(CoverageCell cell)
    {
        if (!cell.Scenarios.Rate.IsDefined)
            return cell.State == CoverageState.Gap ? "gap" : "na";
        var shade = Shades.Count(bound => cell.Scenarios.Rate.Value >= bound);
        return string.Create(CultureInfo.InvariantCulture, $"h{shade}{(cell.State == CoverageState.Thin ? " thin" : "")}");
    }

    private static void WriteCell(StringBuilder page, CoverageCell cell)
    {
        page.Append("<h2 id=\"").Append(Anchor(cell)).Append("\">").Append(Text($"{cell.Category} {cell.Category.Title()}: {cell.Environment}")).Append("</h2>\n<p><b>")
            .Append(cell.State.Word()).Append("</b>. ").Append(Text(cell.Reason)).Append("</p>\n");
        if (cell.Scenarios.Rate.IsDefined)
        {
            var (exact, jeffreys) = (cell.ClopperPearson, cell.Jeffreys);
            page.Append(CultureInfo.InvariantCulture, $"<p>{cell.Scenarios.Events} of {cell.Scenarios.Trials} scenarios failed ({Percent(cell.Scenarios.Rate.Value)}; Clopper-Pearson {Percent(exact.Lower)} to {Percent(exact.Upper)}, Jeffreys {Percent(jeffreys.Lower)} to {Percent(jeffreys.Upper)}). ");
            page.Append(CultureInfo.InvariantCulture, $"{cell.FailedEpisodes} of {cell.Episodes} episodes failed; {cell.FailedUnexposed} more failed without a hazard of the cell. Adjusted p {PValue(cell.Test.Adjusted.Value)}.</p>\n");
        }

        if (!cell.Hazards.IsEmpty)
            WriteTable(page, ["Hazard", "Severity", "What goes wrong", "Scenarios", "Episodes"], cell.Hazards.Select(hazard => (string[])[hazard.Hazard.Id, hazard.Hazard.Severity.ToString(), hazard.Hazard.Statement, Number(hazard.Scenarios), Number(hazard.Episodes)]));
        if (cell.Criteria.IsEmpty)
            return;
        WriteTable(page, ["Criterion not met", "Severity", "Episodes", "Times"], cell.Criteria.Select(criterion => (string[])[criterion.Criterion, criterion.Severity.ToString(), Number(criterion.Episodes), Number(criterion.Failures)]));
        page.Append(CultureInfo.InvariantCulture, $"<details><summary>Episodes and steps ({cell.Places.Length})</summary>\n");
        WriteTable(page, ["Episode", "Step", "Criterion", "Severity", "Whom"], cell.Places.Select(place => (string[])[place.Episode, Number(place.Failure.Step), place.Failure.Criterion, place.Failure.Severity.ToString(), place.Failure.Subject ?? ""]));
        page.Append("</details>\n");
    }

    private static void WriteTable(StringBuilder page, string[] columns, IEnumerable<string[]> rows)
    {
        page.Append("<div class=\"table\"><table>\n<thead><tr><th scope=\"col\">").AppendJoin("</th><th scope=\"col\">", columns).Append("</th></tr></thead>\n<tbody>\n");
        foreach (var row in rows)
            page.Append("<tr><td>").AppendJoin("</td><td>", row.Select(Text)).Append("</td></tr>\n");
        page.Append("</tbody>\n</table></div>\n");
    }

    private static string Anchor(CoverageCell cell) => $"{cell.Category}-{cell.Environment}";

    private static string Number(int number) => number.ToString(CultureInfo.InvariantCulture);

    private static string PValue(double p) => p < 0.0001 ? "below 0.0001" : string.Create(CultureInfo.InvariantCulture, $"{p:0.0000}");

    private static string Percent(double share) => string.Create(CultureInfo.InvariantCulture, $"{share * 100:0.#}%");

    private static string Text(string plain) => WebUtility.HtmlEncode(plain);
}
