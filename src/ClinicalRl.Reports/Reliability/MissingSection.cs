using System.Collections.Immutable;
using ClinicalRl.Reports.Documents;
using ClinicalRl.Statistics;

namespace ClinicalRl.Reports.Reliability;

/// <summary>Every number that does not exist, and why. None is replaced by 0 or 1.</summary>
internal static class MissingSection
{
    /// <summary>Why, in words. One for each reason, in the order of their declaration.</summary>
    private static readonly string[] Words =
    [
        "There is nothing to estimate from.", "There are fewer items than it needs.", "There are fewer than two raters.", "There are fewer than two evaluators.",
        "There are fewer trials of a task than it needs.", "There are fewer than two independent units.", "No item has two values to compare.",
        "All values are equal, so that agreement, spread or slope has no meaning.", "No evaluator has two gold ratings, so that noise cannot be told from bias.",
        "The numbers cannot tell it apart from others, or the method gives no interval.", "The numbers vary no more than chance alone.", "The density has its peak at an end.", "The density has two peaks.",
        "All outcomes are of one class.", "The classes are separated completely.", "A divisor is zero.", "A divisor is zero or negative.", "The error variance is zero.", "The standard error is zero.",
        "Items have different numbers of raters: not every evaluator scored every step.", "The competitors fall into groups of which one never beat the other.", "A step has no score.",
        "There are fewer reference steps or episodes than the variance between them needs.", "The reliability of one rater is zero or negative.",
        "Every resample lies on one side of the estimate.", "Too many resamples have no value of the statistic.",
    ];

    public static ReportSection Of(ImmutableArray<ReportSection> sections)
    {
        var missing = sections.SelectMany(section => section.Tables.SelectMany(table => table.Rows.SelectMany(row => row.Index().Where(cell => cell.Item.Missing is not null)
            .Select(cell => (Place: $"{section.Title}: {table.Columns[cell.Index].Title}", Row: row[0].Show(), Reason: cell.Item.Missing!.Value))))).ToArray();
        var groups = missing.GroupBy(found => (found.Place, found.Reason)).Select(group => (ImmutableArray<ReportCell>)
        [
            group.Key.Place, Few([.. group.Select(found => found.Row)]), group.Count(), group.Key.Reason.Code(), Words[(int)group.Key.Reason],
        ]);
        return new ReportSection("not-estimable", "What is not estimable, and why")
        {
            Text = [missing.Length == 0 ? "Every number of this report could be estimated." : "These numbers do not exist for these records. Nothing stands in their place."],
            Tables = missing.Length == 0 ? [] :
            [
                new ReportTable("numbers", "Numbers that cannot be estimated", [new("where", "Where", 2), new("of", "Of", 2), new("count", "How many", 0.7), new("reason", "Reason", 1.1), new("why", "In words", 2.4)], [.. groups]),
            ],
        };
    }

    private static string Few(string[] names)
    {
        const int most = 3;
        return string.Join("; ", names.Take(most)) + (names.Length > most ? " and others" : "");
    }
}
