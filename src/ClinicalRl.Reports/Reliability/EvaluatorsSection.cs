using System.Collections.Immutable;
using ClinicalRl.Evaluation.Evidence;
using ClinicalRl.Reports.Documents;
using ClinicalRl.Statistics;

namespace ClinicalRl.Reports.Reliability;

/// <summary>The evaluators under their pseudonyms, and what their answers to gold items say.</summary>
internal static class EvaluatorsSection
{
    public static ReportSection Of(ReportSource source)
    {
        var evaluators = source.Evidence.Evaluators;
        return new ReportSection("evaluators", "The evaluators and their calibration")
        {
            Text =
            [
                "Evaluators are pseudonymous. Everything here comes from gold items, whose right answer was fixed beforehand and which evaluators cannot tell from others. Who fixed it, clinicians or a rule, is said by the notice of their bank; where it was a rule, agreement with the rule is all that is measured. Reliability is the rate of right answers, with its posterior under Jeffreys' prior; the lower bound is one-sided. Bias is what an evaluator's scores lie above (or, negative, below) the reference, shrunk to the panel by how much is known; it is subtracted from scores. Noise is the variance of a score over h(truth) = max(truth(1 - truth), 0.04).",
            ],
            Charts = Charts(evaluators),
            Tables = [Panel(evaluators), Calibration(evaluators), Confidence(evaluators)],
        };
    }

    private static ImmutableArray<ReportChart> Charts(ImmutableArray<EvaluatorStanding> evaluators)
    {
        var bias = Rows(evaluators, standing => standing.Bias);
        var reliability = Rows(evaluators, standing => standing.Reliability);
        if (bias.IsEmpty || reliability.IsEmpty)
            return [];
        return
        [
            new IntervalChart("bias", "Bias of each evaluator with its 95% interval", ChartAxis.Around("bias", bias.SelectMany(row => new[] { row.Lower, row.Upper, 0 })), bias, 0),
            new IntervalChart("reliability", "Rate of right answers to gold items with its 95% interval", ChartAxis.Unit("rate of right answers"), reliability, 1),
        ];
    }

    private static ImmutableArray<IntervalRow> Rows(ImmutableArray<EvaluatorStanding> evaluators, Func<EvaluatorStanding, Statistic> statistic) =>
    [
        .. evaluators.Select(standing => (standing.Evaluator, Statistic: statistic(standing))).Where(own => own.Statistic.Value.IsDefined && own.Statistic.Interval.IsDefined)
            .Select(own => new IntervalRow(own.Evaluator, own.Statistic.Value.Value, own.Statistic.Interval.Value.Lower, own.Statistic.Interval.Value.Upper)),
    ];

    private static ReportTable Panel(ImmutableArray<EvaluatorStanding> evaluators) => new(
        "panel", "The panel",
        [
            new("evaluator", "Evaluator", 1.6), new("register", "Register"), new("simulated", "Program"), new("qualified", "Qualified for", 1.8), new("goldItems", "Gold items"), new("right", "Right"),
            new("neverEventsMissed", "Never-events missed", 1.3),
        ],
        [.. evaluators.Select(standing => (ImmutableArray<ReportCell>)
        [
            standing.Evaluator, standing.Enrolled.Register, standing.Enrolled.Simulated ? "yes" : "no", string.Join(", ", standing.Qualified), standing.Gold.Items, standing.Gold.Correct,
            standing.Gold.NeverEventsMissed,
        ])]);

    private static ReportTable Calibration(ImmutableArray<EvaluatorStanding> evaluators) => new(
        "calibration", "Calibration of each evaluator; values with 95% intervals",
        [
            new("evaluator", "Evaluator", 1.6), new("reliability", "Reliability", 2), new("lowerBound", "Lower bound", 1.1), new("weighted", "Reliability by severity", 1.3), new("bias", "Bias", 2),
            new("noise", "Noise", 0.8),
        ],
        [.. evaluators.Select(standing => (ImmutableArray<ReportCell>)
            [standing.Evaluator, standing.Reliability, standing.LowerBound, standing.WeightedReliability, standing.Bias, standing.Calibration.Then(known => known.Noise)])]);

    private static ReportTable Confidence(ImmutableArray<EvaluatorStanding> evaluators) => new(
        "confidence", "Stated confidence on gold items: Brier score (0 is best, 0.25 is what always saying 0.5 earns) and slope of the logistic recalibration (below 1 is overconfident). Confidence is never a weight.",
        [new("evaluator", "Evaluator", 1.5), new("brier", "Brier score", 2), new("slope", "Slope", 2), new("steps", "Steps scored"), new("outlying", "Of these beyond three standard errors", 1.4)],
        [.. evaluators.Select(standing => (ImmutableArray<ReportCell>)
            [standing.Evaluator, standing.Confidence, standing.ConfidenceSlope, standing.Steps, standing.OutlyingSteps])]);
}
