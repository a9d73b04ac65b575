using ClinicalRl.Reports.Pages;
using ClinicalRl.Simulation.Safety;
using static ClinicalRl.Reports.Pages.CsvTable;

namespace ClinicalRl.Reports.Hazards;

/// <summary>Writes a hazard log as a table for a spreadsheet: one line a hazard. Lists within a field are separated by " | ".</summary>
public static class HazardCsv
{
    private static readonly string[] Head =
    [
        "hazard_id", "hazard_name", "hazard_description", "category", "category_title", "causes", "clinical_effect", "existing_controls", "initial_severity", "initial_likelihood", "initial_risk",
        "additional_controls", "residual_severity", "residual_likelihood", "residual_risk", "evidence_coverage_cell", "evidence_scenarios", "evidence_failed_scenarios", "evidence_rate_upper", "evidence_failures",
        "owner", "approver", "status", "retired_in", "history",
    ];

    /// <summary>The table.</summary>
    public static string Render(HazardLog log) => CsvTable.Render(Head, log.Rows.Select(Fields));

    private static string[] Fields(HazardRow row) =>
    [
        row.Id, row.Name, row.Description, row.Category.ToString(), row.Category.Title(), Joined(row.Causes), row.ClinicalEffect, Joined(row.ExistingControls),
        row.InitialRisk.Severity.Title(), HazardWords.Of(row.InitialRisk.Likelihood), HazardWords.OfLevel(row.InitialRisk.Level), Joined(HazardWords.Additional(row)),
        row.ResidualRisk.Severity.Title(), HazardWords.Of(row.ResidualRisk.Likelihood), HazardWords.OfLevel(row.ResidualRisk.Level),
        row.Evidence.Cell, Text(row.Evidence.Scenarios), Text(row.Evidence.FailedScenarios), row.Evidence.RateUpper is { } upper ? Text(upper) : "", Joined(row.Evidence.Failures.Select(HazardWords.Of)),
        row.Owner, row.Approver, row.Status.Word(), row.RetiredIn ?? "", Joined(row.History.Select(HazardWords.Of)),
    ];

    private static string Joined(IEnumerable<string> items) => string.Join(" | ", items);
}
