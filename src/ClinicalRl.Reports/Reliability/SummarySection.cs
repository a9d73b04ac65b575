using System.Collections.Immutable;
using ClinicalRl.Reports.Documents;
using ClinicalRl.Statistics;

namespace ClinicalRl.Reports.Reliability;

/// <summary>The few numbers that a reader needs first, taken from the sections.</summary>
internal static class SummarySection
{
    private static readonly (string Section, string Table, string Measure)[] Chosen =
    [
        ("scores", "means", "calibrated episode reward"), ("scores", "means", "automatic episode reward"), ("scores", "means", "automatic less calibrated"),
        ("agreement", "scores", "steps: Krippendorff's alpha, interval"), ("agreement", "scores", "episodes: Krippendorff's alpha, interval"),
        ("validity", "concordance", "Lin's concordance"), ("validity", "gaming", "gap, top decile of automatic reward"),
    ];

    public static ReportSection Of(ReportSource source, ImmutableArray<ReportSection> body)
    {
        var flagged = source.Evidence.Evaluators.Where(evaluator => !evaluator.Flags.IsEmpty).Select(evaluator => $"{evaluator.Evaluator} ({IntegritySection.Words(evaluator)})").ToArray();
        var needs = source.Evidence.Steps.Count(step => step.Score.IsDefined && step.Score.Value.Flags.Contains(Flag.NeedsEvaluator));
        var adjudicate = source.Evidence.Steps.Count(step => !step.Outlying.IsEmpty);
        return new ReportSection("summary", "In short")
        {
            Text =
            [
                flagged.Length == 0 ? "No evaluator is flagged." : $"Flagged for review: {string.Join("; ", flagged)}.",
                FormattableString.Invariant($"{needs} steps need another evaluator (reliability below 0.60 or an interval wider than 0.40); {adjudicate} go to adjudication, because a score lies more than three standard errors from the others'."),
                body.Single(section => section.Id == "validity").Text[1],
            ],
            Tables = [ReportSource.Measures("numbers", "The main numbers; each is explained in its section", "Units", Chosen.Select(choice => Find(body, choice)))],
        };
    }

    private static (string, Statistic) Find(ImmutableArray<ReportSection> body, (string Section, string Table, string Measure) choice)
    {
        var table = body.Single(section => section.Id == choice.Section).Tables.Single(table => table.Id == choice.Table);
        var row = table.Rows.Single(cells => cells[0].Show() == choice.Measure);
        return (choice.Measure, ((StatisticCell)row[1]).Statistic);
    }
}
