using ClinicalRl.Grains.Coverage;

namespace ClinicalRl.Grains.Reports;

/// <summary>Which evaluated episodes a Reward Reliability Report is of. What is null or empty chooses nothing out.</summary>
/// <param name="Assessments">Only these assessments. When empty, all whose evaluators are people: programs are reported on only when they are asked for.</param>
/// <param name="Logs">Only episodes with these labels, of this environment or reward function, begun in this period.</param>
[GenerateSerializer]
[Immutable]
[Alias("clinicalrl.reports.selection")]
public sealed record ReportSelection([property: Id(0)] string[] Assessments, [property: Id(1)] CoverageSelection Logs)
{
    /// <summary>In words, the same for the same selection: what a report is found by.</summary>
    public string Words => string.Join("; ", Parts());

    private IEnumerable<string> Parts()
    {
        yield return Assessments.Length == 0 ? "every assessment by people" : "assessments " + string.Join(", ", Assessments.Order(StringComparer.Ordinal));
        foreach (var part in Logs.Parts())
            yield return part;
    }
}
