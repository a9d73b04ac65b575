using System.Collections.Immutable;

namespace ClinicalRl.Reports.Hazards;

/// <summary>What happened to a row since the log before.</summary>
internal static class HazardHistory
{
    private const string Withdrawn = "environment withdrawn";

    /// <summary>The history of a declared row, given what the log before said of it.</summary>
    public static ImmutableArray<HazardChange> Of(HazardRow row, HazardRow? before, string version)
    {
        if (before is null)
            return [new HazardChange(version, "entered")];
        var history = before.History;
        if (before.Status == HazardStatus.Retired)
            history = history.Add(new HazardChange(version, "declared again"));
        if (before.InitialRisk.Severity != row.InitialRisk.Severity)
            history = history.Add(new HazardChange(version, $"severity {before.InitialRisk.Severity} became {row.InitialRisk.Severity}"));
        if (before.Category != row.Category)
            history = history.Add(new HazardChange(version, $"category {before.Category} became {row.Category}"));
        return before.Description == row.Description ? history : history.Add(new HazardChange(version, "description before: " + before.Description));
    }

    /// <summary>A row of the log before that is not declared any more; as it was, when it had already left.</summary>
    /// <param name="row">The row as the log before has it.</param>
    /// <param name="version">Version of its environment now; null when there is no such environment.</param>
    public static HazardRow Retire(HazardRow row, string? version) => row.Status == HazardStatus.Retired ? row : row with
    {
        Status = HazardStatus.Retired,
        RetiredIn = version ?? Withdrawn,
        History = row.History.Add(new HazardChange(version, "no longer declared")),
    };
}
