using ClinicalRl.Reports.Pages;
using ClinicalRl.Simulation.Safety;
using static ClinicalRl.Reports.Pages.HtmlPage;

namespace ClinicalRl.Reports.Hazards;

/// <summary>A hazard log as one HTML page that needs nothing else: how many hazards stand at which risk, then each in full, the worst first.</summary>
public static class HazardPage
{
    private const string Css =
        """
        .risks { table-layout: fixed; max-width: 46rem; min-width: 38rem } .risks th, .risks td { padding: .4rem .5rem; border: 1px solid #fff } .risks td b { font-size: 1.1rem }
        td.n { text-align: center }
        """;

    /// <summary>The page.</summary>
    public static string Render(HazardLog log)
    {
        var page = new HtmlPage("Hazard log", log.Statement, Css).Evidence(log.Evidence);
        page.Paragraph("Environments: " + string.Join(", ", log.Environments.Select(logged => $"{logged.Id} {logged.Version}")) + ".");
        if (log.PreviousSha256 is { } previous)
            page.Paragraph($"Continues the log with SHA-256 {previous}.");
        WriteRisks(page, log);
        page.Heading("rule", "How the figures were made").List(log.Rule);
        var rows = log.Rows.OrderBy(row => row.Status == HazardStatus.Retired).ThenByDescending(row => row.InitialRisk.Level ?? 0).ThenByDescending(row => row.InitialRisk.Severity)
            .ThenByDescending(row => row.Evidence.FailedScenarios > 0).ThenBy(row => row.Id, StringComparer.Ordinal).ToList();
        WriteIndex(page, rows);
        page.Heading("rows", "Every hazard in full");
        foreach (var row in rows)
            WriteRow(page, row);
        return page.End();
    }

    private static void WriteRisks(HtmlPage page, HazardLog log)
    {
        var open = log.Rows.Where(row => row.Status != HazardStatus.Retired).ToList();
        page.Heading("risks", "How many hazards stand at which risk");
        page.Paragraph($"{Number(open.Count)} hazards are declared; {Number(open.Count(row => row.Status == HazardStatus.Unmeasured))} of them are unmeasured, exposed by no selected episode; {Number(log.Rows.Length - open.Count)} are retired. The small figure is the risk, 1 to 5.");
        page.Raw("<div class=\"table\"><table class=\"risks\">\n<thead><tr><th scope=\"col\">Likelihood</th>");
        for (var severity = Severity.S1; severity <= Severity.S5; severity++)
            page.Raw($"<th scope=\"col\">{severity} {severity.Title()}</th>");
        page.Raw("</tr></thead>\n<tbody>\n");
        foreach (var likelihood in RiskMatrix.Shipped.Likelihoods.Reverse())
        {
            page.Raw($"<tr><th scope=\"row\">{Encode(likelihood.Title)}</th>");
            for (var severity = Severity.S1; severity <= Severity.S5; severity++)
            {
                var level = RiskMatrix.Shipped.Level(likelihood.Likelihood, severity);
                var count = open.Count(row => row.InitialRisk.Likelihood == likelihood.Likelihood && row.InitialRisk.Severity == severity);
                page.Raw($"<td class=\"n h{Number(level - 1)}\"><b>{(count == 0 ? "–" : Number(count))}</b> <small>risk {Number(level)}</small></td>");
            }

            page.Raw("</tr>\n");
        }

        page.Raw("</tbody>\n</table></div>\n");
    }

    private static void WriteIndex(HtmlPage page, List<HazardRow> rows)
    {
        page.Heading("index", "All hazards, highest risk first");
        page.Raw("<div class=\"table\"><table>\n<thead><tr><th scope=\"col\">Hazard</th><th scope=\"col\">Environment</th><th scope=\"col\">Category</th><th scope=\"col\">Severity</th><th scope=\"col\">Likelihood</th><th scope=\"col\">Risk</th><th scope=\"col\">Scenarios failed (95% upper end)</th><th scope=\"col\">Status</th></tr></thead>\n<tbody>\n");
        foreach (var row in rows)
        {
            page.Raw($"<tr><td><a href=\"#{Encode(row.Id)}\">{Encode(row.Name)}</a></td><td>{Encode(row.Environment)}</td><td>{row.Category}</td><td>{row.InitialRisk.Severity} {row.InitialRisk.Severity.Title()}</td><td>{HazardWords.Of(row.InitialRisk.Likelihood)}</td>"
                + $"<td>{Pill(row.InitialRisk)}</td><td>{Encode(Failed(row.Evidence))}</td><td>{Encode(Standing(row))}</td></tr>\n");
        }

        page.Raw("</tbody>\n</table></div>\n");
    }

    private static void WriteRow(HtmlPage page, HazardRow row)
    {
        page.Raw($"<article class=\"{row.InitialRisk.Severity}\" id=\"{Encode(row.Id)}\">\n<h4>{Encode(row.Name)} {Pill(row.InitialRisk)}</h4>\n<p>{Encode(row.Description)}</p>\n<dl>\n");
        page.Pair("Hazard id", row.Id).Pair("Category", $"{row.Category} {row.Category.Title()}");
        WriteList(page, "Causes", row.Causes);
        page.Pair("Clinical effect", row.ClinicalEffect);
        WriteList(page, "Existing controls", row.ExistingControls);
        page.Pair("Initial risk", HazardWords.Of(row.InitialRisk));
        WriteList(page, "Additional controls", HazardWords.Additional(row));
        page.Pair("Residual risk", HazardWords.Of(row.ResidualRisk));
        page.Pair("Evidence", Evidence(row.Evidence));
        page.Pair("Owner", row.Owner).Pair("Approver", row.Approver).Pair("Status", Standing(row));
        page.Pair("History", string.Join("; ", row.History.Select(HazardWords.Of)));
        page.Raw("</dl>\n");
        if (!row.Evidence.Failures.IsEmpty)
        {
            page.Raw($"<details><summary>Failures to look at ({Number(row.Evidence.Failures.Length)})</summary>\n")
                .Table(["Episode", "Step", "Criterion", "Severity"], row.Evidence.Failures.Select(failure => (string[])[failure.Episode, Number(failure.Step), failure.Criterion, failure.Severity.ToString()])).Raw("</details>\n");
        }

        page.Raw("</article>\n");
    }

    private static void WriteList(HtmlPage page, string term, IReadOnlyCollection<string> items) => page.Raw($"<dt>{Encode(term)}</dt><dd>").List(items).Raw("</dd>\n");

    private static string Evidence(HazardEvidence evidence) => $"Coverage cell {evidence.Cell}: " + (evidence.RateUpper is { } upper
        ? $"{Number(evidence.FailedScenarios)} of {Number(evidence.Scenarios)} scenarios failed ({Percent((double)evidence.FailedScenarios / evidence.Scenarios)}; at most {Percent(upper)} by the exact 95% interval)."
            + (evidence.FailedScenarios == 0 ? " No failure was seen: the likelihood says only what so few scenarios cannot rule out." : "")
        : "no selected episode exposes the hazard.");

    private static string Failed(HazardEvidence evidence) => evidence.RateUpper is not { } upper
        ? "never exposed"
        : $"{Number(evidence.FailedScenarios)} of {Number(evidence.Scenarios)}" + (evidence.FailedScenarios == 0 ? $"; none seen, up to {Percent(upper)} possible" : $"; up to {Percent(upper)}");

    private static string Pill(HazardRisk risk) => risk.Level is { } level ? $"<span class=\"pill h{Number(level - 1)}\">risk {Number(level)}</span>" : "<span class=\"pill\">not measured</span>";

    private static string Standing(HazardRow row) => row.RetiredIn is { } version ? $"{row.Status.Word()} in {version}" : row.Status.Word();
}
