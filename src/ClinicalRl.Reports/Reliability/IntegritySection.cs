using System.Collections.Immutable;
using ClinicalRl.Evaluation.Evidence;
using ClinicalRl.Reports.Documents;

namespace ClinicalRl.Reports.Reliability;

/// <summary>Drift, copying and low effort. Every flag asks for a review by a person; none is a sanction.</summary>
internal static class IntegritySection
{
    public static ReportSection Of(ReportSource source)
    {
        var evidence = source.Evidence;
        return new ReportSection("integrity", "Drift, copying and effort")
        {
            Text =
            [
                "A flag asks a person to look. It does not remove any score. Drift: on hidden gold items the moving average (EWMA) signalled and the cumulative sum (CUSUM) still stands beyond its limit, or the rate of right answers fell with probability above 0.99. Copying: residuals are more alike than those of honest evaluators compared with the same third (Benjamini and Hochberg at 0.01 over all pairs); the one who answered later is flagged. Effort: fewer than 0.9 of answers took as long as reading takes, or scores are unrelated to what the others say.",
            ],
            Tables =
            [
                new ReportTable(
                    "evaluators", "Signs by evaluator",
                    [
                        new("evaluator", "Evaluator", 1.6), new("flags", "Flags", 1.2), new("hidden", "Hidden gold items", 0.8), new("ewma", "EWMA signal at", 0.9), new("cusum", "CUSUM signal at", 0.9),
                        new("stands", "Still beyond", 0.8), new("fell", "P(rate fell)"), new("timeEffort", "Read in time"), new("run", "Longest run", 1), new("entropy", "Entropy"),
                        new("rest", "Correlation with the others", 2),
                    ],
                    [.. evidence.Evaluators.Select(Row)]),
                new ReportTable(
                    "pairs", "Pairs of evaluators that are flagged, and the three nearest to it; correlation of residuals against what honest ones would share",
                    [
                        new("earlier", "Earlier", 1.5), new("later", "Later", 1.5), new("steps", "Shared steps"), new("correlation", "Correlation"), new("honest", "Honest"), new("p", "p"),
                        new("flagged", "Flagged"),
                    ],
                    [.. evidence.Pairs.OrderBy(pair => pair.Likeness.PValue).ThenBy(pair => pair.Earlier, StringComparer.Ordinal).ThenBy(pair => pair.Later, StringComparer.Ordinal)
                        .Take(evidence.Pairs.Count(pair => pair.IsFlagged) + 3).Select(pair => (ImmutableArray<ReportCell>)
                        [
                            pair.Earlier, pair.Later, pair.Likeness.Steps, pair.Likeness.Correlation, pair.Likeness.HonestCorrelation, pair.Likeness.PValue, pair.IsFlagged ? "yes" : "no",
                        ])]),
            ],
        };
    }

    /// <summary>Flags as words, such as <c>drift, low-effort</c>.</summary>
    public static string Words(EvaluatorStanding standing) => string.Join(", ", standing.Flags.Select(flag => flag == EvaluatorFlag.LowEffort ? "low effort" : flag.ToString().ToLowerInvariant()));

    private static ImmutableArray<ReportCell> Row(EvaluatorStanding standing) =>
    [
        standing.Evaluator, Words(standing), standing.Drift.Items, Signal(standing.Drift.EwmaSignal), Signal(standing.Drift.CusumSignal), standing.Drift.CusumStands ? "yes" : "no",
        standing.Drift.RateFell, standing.Effort.Then(effort => effort.TimeEffort), standing.Effort.IsDefined ? standing.Effort.Value.LongestRun : 0,
        standing.Effort.Then(effort => effort.Entropy), standing.RestCorrelation,
    ];

    private static ReportCell Signal(int? item) => item is { } known ? known : "none";
}
