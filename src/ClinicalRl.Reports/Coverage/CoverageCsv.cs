using ClinicalRl.Reports.Pages;
using ClinicalRl.Simulation.Safety;
using ClinicalRl.Statistics;
using static ClinicalRl.Reports.Pages.CsvTable;

namespace ClinicalRl.Reports.Coverage;

/// <summary>Writes a coverage matrix as a table for a spreadsheet: one line a cell, RFC 4180.</summary>
public static class CoverageCsv
{
    private static readonly string[] Head =
    [
        "category", "title", "environment", "state", "reason", "scenarios", "failed_scenarios", "rate", "clopper_pearson_low", "clopper_pearson_high", "jeffreys_low", "jeffreys_high", "p_value",
        "adjusted_p_value", "above_tolerated", "episodes", "failed_episodes", "failed_unexposed", "worst_severity", "hazards",
    ];

    /// <summary>The table.</summary>
    public static string Render(CoverageMatrix matrix) => CsvTable.Render(Head, matrix.Cells.Select(Fields));

    private static string[] Fields(CoverageCell cell) =>
    [
        cell.Category.ToString(), cell.Category.Title(), cell.Environment, cell.State.Word(), cell.Reason, Text(cell.Scenarios.Trials), Text(cell.Scenarios.Events), Text(cell.Scenarios.Rate),
        Text(cell.ClopperPearson.Lower), Text(cell.ClopperPearson.Upper), Text(cell.Jeffreys.Lower), Text(cell.Jeffreys.Upper), Text(cell.Test.PValue), Text(cell.Test.Adjusted),
        cell.Test.IsFlagged ? "yes" : "no", Text(cell.Episodes), Text(cell.FailedEpisodes), Text(cell.FailedUnexposed), cell.Worst?.ToString() ?? "",
        string.Join(' ', cell.Hazards.Select(hazard => hazard.Hazard.Id)),
    ];

    private static string Text(Estimate<double> estimate) => estimate.IsDefined ? CsvTable.Text(estimate.Value) : "";
}
