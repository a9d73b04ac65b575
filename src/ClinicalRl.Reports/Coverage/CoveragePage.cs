using System.Globalization;
using ClinicalRl.Reports.Pages;
using ClinicalRl.Simulation.Safety;
using static ClinicalRl.Reports.Pages.HtmlPage;

namespace ClinicalRl.Reports.Coverage;

/// <summary>A coverage matrix as one HTML page that needs nothing else: a heat map whose cells open to hazards, criteria, episodes and steps.</summary>
public static class CoveragePage
{
    /// <summary>What must be said wherever rates of failure are shown.</summary>
    public const string Notice = "Synthetic simulations, judged by reward functions as recorded in each log. Not for the care of patients.";

    private const string Css =
        """
        .heat { table-layout: fixed; min-width: 46rem } .heat th, .heat td { padding: .45rem .5rem; border: 1px solid #fff } .heat td a { color: inherit; text-decoration: none; display: block }
        .heat td b { font-size: 1.05rem } .heat td span { display: block; font-size: .82rem }
        .gap { background: #fff; border: 2px dashed #8a2b00 !important; color: #8a2b00 } .na { background: #eef1f3; color: #51626c } .thin { outline: 2px dotted #51626c; outline-offset: -4px }
        """;

    private static readonly double[] Shades = [0.01, 0.05, 0.2, 0.5];

    /// <summary>The page.</summary>
    public static string Render(CoverageMatrix matrix)
    {
        var page = new HtmlPage("Failure-mode coverage", Notice, Css);
        WriteSummary(page, matrix);
        WriteHeatMap(page, matrix);
        foreach (var cell in matrix.Cells)
            WriteCell(page, cell);
        return page.End();
    }

    private static void WriteSummary(HtmlPage page, CoverageMatrix matrix)
    {
        page.Evidence(matrix.Evidence);
        page.Paragraph(string.Create(CultureInfo.InvariantCulture, $"A cell's number is the share of scenarios that failed: scenarios that expose a hazard of the category, each counted once, by the episode that began first, in which a criterion of the category was not met. ")
            + string.Create(CultureInfo.InvariantCulture, $"Below it stand the failures and the exact 95% interval. Dotted cells are thin: fewer than {matrix.ScenariosNeeded} scenarios, or a hazard never exposed. Dashed cells are gaps. Where more episodes of the same scenarios failed, their number stands beside the worst severity, and the colour is that of the worse rate. ")
            + $"▲ marks rates above the tolerated {Percent(matrix.ToleratedRate)} (exact binomial test, Benjamini and Hochberg over the tested cells at 10%).");
        if (matrix.Foreign > 0)
            page.Paragraph($"{Number(matrix.Foreign)} episodes of other environments are left out.");
    }

    private static void WriteHeatMap(HtmlPage page, CoverageMatrix matrix)
    {
        page.Raw("<div class=\"table\"><table class=\"heat\">\n<thead><tr><th scope=\"col\">Category</th>");
        foreach (var spec in matrix.Environments)
            page.Raw($"<th scope=\"col\">{Encode($"{spec.Title} {spec.Version}")}</th>");
        page.Raw("</tr></thead>\n<tbody>\n");
        foreach (var category in SafetyCategories.All)
        {
            page.Raw($"<tr><th scope=\"row\">{Encode($"{category} {category.Title()}")}</th>");
            foreach (var spec in matrix.Environments)
                WriteHeat(page, matrix[category, spec.Id]);
            page.Raw("</tr>\n");
        }

        page.Raw("</tbody>\n</table></div>\n");
    }

    private static void WriteHeat(HtmlPage page, CoverageCell cell)
    {
        page.Raw($"<td class=\"{Shade(cell)}\"><a href=\"#{Anchor(cell)}\"><b>");
        if (!cell.Scenarios.Rate.IsDefined)
        {
            page.Raw(cell.State == CoverageState.Gap ? "gap</b></a></td>" : "n/a</b></a></td>");
            return;
        }

        var interval = cell.ClopperPearson;
        page.Raw($"{Percent(cell.Scenarios.Rate.Value)}{(cell.Test.IsFlagged ? " ▲" : "")}</b>");
        page.Raw($"<span>{Number(cell.Scenarios.Events)} of {Number(cell.Scenarios.Trials)}; {Percent(interval.Lower)} to {Percent(interval.Upper)}</span>");
        // A scenario counts by its first episode: failures of the others must not hide behind its rate.
        var others = cell.FailedEpisodes > cell.Scenarios.Events ? $", {Number(cell.FailedEpisodes)} of {Number(cell.Episodes)} episodes" : "";
        page.Raw($"<span>{(cell.Worst is { } worst ? "worst " + worst : "none seen")}{others}{(cell.State == CoverageState.Thin ? ", thin" : "")}</span></a></td>");
    }

    private static string Shade(CoverageCell cell)
    {
        if (!cell.Scenarios.Rate.IsDefined)
            return cell.State == CoverageState.Gap ? "gap" : "na";
        var rate = Math.Max(cell.Scenarios.Rate.Value, (double)cell.FailedEpisodes / cell.Episodes);
        var shade = Shades.Count(bound => rate >= bound);
        return string.Create(CultureInfo.InvariantCulture, $"h{shade}{(cell.State == CoverageState.Thin ? " thin" : "")}");
    }

    private static void WriteCell(HtmlPage page, CoverageCell cell)
    {
        page.Heading(Anchor(cell), $"{cell.Category} {cell.Category.Title()}: {cell.Environment}").Raw($"<p><b>{cell.State.Word()}</b>. {Encode(cell.Reason)}</p>\n");
        if (cell.Scenarios.Rate.IsDefined)
        {
            var (exact, jeffreys) = (cell.ClopperPearson, cell.Jeffreys);
            page.Paragraph(
                $"{Number(cell.Scenarios.Events)} of {Number(cell.Scenarios.Trials)} scenarios failed ({Percent(cell.Scenarios.Rate.Value)}; Clopper-Pearson {Percent(exact.Lower)} to {Percent(exact.Upper)}, Jeffreys {Percent(jeffreys.Lower)} to {Percent(jeffreys.Upper)}). "
                + $"{Number(cell.FailedEpisodes)} of {Number(cell.Episodes)} episodes failed; {Number(cell.FailedUnexposed)} more failed without a hazard of the cell. Adjusted p {PValue(cell.Test.Adjusted.Value)}.");
        }

        if (!cell.Hazards.IsEmpty)
        {
            page.Table(
                ["Hazard", "Severity", "What goes wrong", "Scenarios", "Failed", "Episodes"],
                cell.Hazards.Select(hazard => (string[])[hazard.Hazard.Id, hazard.Hazard.Severity.ToString(), hazard.Hazard.Statement, Number(hazard.Scenarios.Trials), Number(hazard.Scenarios.Events), Number(hazard.Episodes)]));
        }

        if (cell.Criteria.IsEmpty)
            return;
        page.Table(["Criterion not met", "What it asks", "Severity", "Episodes", "Times"], cell.Criteria.Select(criterion => (string[])[criterion.Criterion, criterion.Statement ?? "", criterion.Severity.ToString(), Number(criterion.Episodes), Number(criterion.Failures)]));
        page.Raw($"<details><summary>Episodes and steps ({Number(cell.Places.Length)})</summary>\n");
        page.Table(["Episode", "Step", "Criterion", "Severity", "Whom"], cell.Places.Select(place => (string[])[place.Episode, Number(place.Failure.Step), place.Failure.Criterion, place.Failure.Severity.ToString(), place.Failure.Subject ?? ""]));
        page.Raw("</details>\n");
    }

    private static string Anchor(CoverageCell cell) => $"{cell.Category}-{cell.Environment}";

    private static string PValue(double p) => p < 0.0001 ? "below 0.0001" : string.Create(CultureInfo.InvariantCulture, $"{p:0.0000}");
}
