using System.Collections.Immutable;
using ClinicalRl.Evaluation.Evidence;
using ClinicalRl.Evaluation.Records;
using ClinicalRl.Reports.Documents;
using ClinicalRl.Statistics;
using ClinicalRl.Statistics.Agreement;

namespace ClinicalRl.Reports.Reliability;

/// <summary>How far evaluators agree on steps, episodes, criteria and categories of failure.</summary>
internal static class AgreementSection
{
    private const string OneWay = "one-way intraclass correlation of a single score (ICC(1,1), unequal numbers)";

    private static readonly ImmutableArray<double> Binary = [0, 1];

    public static ReportSection Of(ReportSource source)
    {
        var steps = RatingTable.Of(source.Evidence.Steps.Select(step => Units(step.Given.Select(given => given.Score))));
        var episodes = RatingTable.Of(source.Evidence.Episodes.Select(episode => Units(episode.Judgements.Select(judgement => judgement.Score))));
        return new ReportSection("agreement", "Agreement between evaluators")
        {
            Text =
            [
                "Krippendorff's alpha is 1 for agreement and 0 for what chance gives; negative values are disagreement by system. Gwet's AC1 stands beside it because alpha collapses when nearly all answers are the same. Units are steps or episodes with at least two scores; intervals resample units.",
            ],
            Tables =
            [
                ReportSource.Measures("scores", "Scores of steps, and judgements of whole episodes", "Units",
                [
                    ("steps: Krippendorff's alpha, interval", KrippendorffAlpha.Measure(steps, MeasurementLevel.Interval, source.Plan("alpha-steps"))),
                    ("steps: " + OneWay, OneWayOf(steps)),
                    ("steps: ICC(2,1), absolute agreement", TwoWayOf(source.Evidence, fit => fit.TwoWaySingle, "ICC(2,1)")),
                    ("steps: ICC(2,k), absolute agreement of the mean", TwoWayOf(source.Evidence, fit => fit.TwoWayMean, "ICC(2,k)")),
                    ("episodes: Krippendorff's alpha, interval", KrippendorffAlpha.Measure(episodes, MeasurementLevel.Interval, source.Plan("alpha-episodes"))),
                    ("episodes: " + OneWay, OneWayOf(episodes)),
                ]),
                ReportSource.Measures("criteria", "Verdicts of criteria, met or not met", "Steps", Criteria(source)),
                ReportSource.Measures("categories", "Categories of failure named at steps", "Steps", Categories(source)),
            ],
        };
    }

    private static Statistic OneWayOf(RatingTable ratings)
    {
        var fit = OneWayCorrelation.Of(ratings);
        return fit.IsDefined ? fit.Value.ToStatistic() : Statistic.NotEstimable(OneWay, fit.Reason!.Value, ratings.Units);
    }

    /// <summary>Needs every evaluator on every step.</summary>
    private static Statistic TwoWayOf(CalibratedEvidence evidence, Func<IntraclassCorrelation, Statistic> form, string name)
    {
        var steps = evidence.Steps.Where(step => !step.Given.IsEmpty).ToArray();
        var evaluators = steps.SelectMany(step => step.Given.Select(given => given.Evaluator)).Distinct(StringComparer.Ordinal).Count();
        if (steps.Any(step => step.Given.Length != evaluators))
            return Statistic.NotEstimable(name, Reason.UnequalRaters, steps.Length);
        var fit = IntraclassCorrelation.Of([.. steps.Select(step => step.Given.Select(given => given.Score).ToArray())]);
        return fit.IsDefined ? form(fit.Value) : Statistic.NotEstimable(name, fit.Reason!.Value, steps.Length);
    }

    private static IEnumerable<(string, Statistic)> Criteria(ReportSource source)
    {
        var verdicts = source.Evidence.Steps.SelectMany(step => step.Verdicts.GroupBy(verdict => verdict.Criterion, StringComparer.Ordinal)).ToLookup(step => step.Key, StringComparer.Ordinal);
        foreach (var criterion in verdicts.OrderBy(own => own.Key, StringComparer.Ordinal))
        {
            var table = RatingTable.Of(criterion.Select(step => Units(step.Select(verdict => verdict.Met ? 1.0 : 0))));
            yield return ($"{criterion.Key}: Krippendorff's alpha, nominal", KrippendorffAlpha.Measure(table, MeasurementLevel.Nominal, source.Plan($"alpha-{criterion.Key}")));
            yield return ($"{criterion.Key}: Gwet's AC1", GwetCoefficient.Measure(table, Binary));
        }
    }

    private static IEnumerable<(string, Statistic)> Categories(ReportSource source)
    {
        var all = StepScored.Failures;
        var steps = source.Evidence.Steps.Select(step => step.Given.Select(given => given.Failure).ToArray()).ToArray();
        var table = RatingTable.Of(steps.Select(step => Units(step.Select(failure => (double)all.IndexOf(failure)))));
        yield return ("all categories: Krippendorff's alpha, nominal", KrippendorffAlpha.Measure(table, MeasurementLevel.Nominal, source.Plan("alpha-categories")));
        yield return ("all categories: Gwet's AC1", GwetCoefficient.Measure(table, [.. Enumerable.Range(0, all.Count).Select(place => (double)place)]));
        foreach (var category in all.Skip(1))
        {
            var named = RatingTable.Of(steps.Select(step => Units(step.Select(failure => failure == category ? 1.0 : 0))));
            yield return ($"{category} named or not: Krippendorff's alpha, nominal", KrippendorffAlpha.Measure(named, MeasurementLevel.Nominal, source.Plan($"alpha-{category}")));
        }
    }

    private static IReadOnlyList<double?> Units(IEnumerable<double> values) => [.. values.Select(value => (double?)value)];

    private static int IndexOf(this IReadOnlyList<string> words, string word) => words.Index().First(entry => entry.Item == word).Index;
}
