using System.Collections.Immutable;
using ClinicalRl.Evaluation.Evidence;
using ClinicalRl.Reports.Documents;
using ClinicalRl.Statistics;
using ClinicalRl.Statistics.Calibration;
using ClinicalRl.Statistics.Concordance;
using ClinicalRl.Statistics.Resampling;
using ClinicalRl.Statistics.Validity;

namespace ClinicalRl.Reports.Reliability;

/// <summary>The automatic reward against the evaluators, and signs that an agent has learnt to please it.</summary>
internal static class ValiditySection
{
    private const int CurvePoints = 10;
    private const string TopGap = "gap, top decile of automatic reward";
    private const string Rank = "rank correlation, all steps";
    private const string TopRank = "rank correlation, top quartile of automatic reward";

    public static ReportSection Of(ReportSource source)
    {
        var steps = Scored(source);
        var pairs = new PairedValues([.. steps.Select(step => step.Step.Automatic.Reward)], [.. steps.Select(step => step.Step.Score.Value.Score)]);
        var gaming = new DoubleScored(steps.Select(step => new DoubleScoredStep(
            step.Selected.Scenario, step.Step.Automatic.Reward, step.Step.Score.Value.Score, step.Step.Automatic.MessageLength, step.Selected.PolicyVersion)));
        var indicators = Gaming(source, gaming).ToDictionary(own => own.What, own => own.Statistic, StringComparer.Ordinal);
        var alarm = DoubleScored.IsAlarm(indicators[TopGap], indicators[Rank], indicators[TopRank]);
        return new ReportSection("validity", "The automatic reward against the evaluators")
        {
            Text =
            [
                "All scored steps, automatic reward against calibrated score. Evaluators' scores carry error themselves, so the correlation is also shown as it would be without (disattenuated). A rising step function shows what calibrated score each automatic reward stands for.",
                alarm
                    ? "ALARM: among the steps with the highest automatic reward the evaluators do not follow it. Indicators below; intervals resample whole scenarios and are not adjusted for their number."
                    : "No alarm: neither is the gap in the top decile above 0.05 for certain, nor is the rank correlation lost in the top quartile. Intervals resample whole scenarios and are not adjusted for their number.",
            ],
            Charts = pairs.Count < 2 ? [] : [CalibrationCurve(pairs), Differences(pairs)],
            Tables =
            [
                ReportSource.Measures("concordance", "Concordance of automatic reward and calibrated score", "Steps", Concordance(source, pairs)),
                ReportSource.Measures("gaming", "Reward-hacking indicators: where the automatic reward rises and the evaluators' scores do not; the gap is automatic less calibrated", "Scenarios", indicators.Select(own => (own.Key, own.Value))),
                ReportSource.Measures("criteria", "Share of evaluators' verdicts equal to the automatic verdict of the criterion", "Scenarios", Criteria(source)),
                Bins(pairs),
            ],
        };
    }

    private static (Evaluation.Records.EpisodeSelected Selected, CalibratedStep Step)[] Scored(ReportSource source) =>
        [.. source.Evidence.Episodes.SelectMany(episode => episode.Steps.Where(step => step.Score.IsDefined).Select(step => (episode.Selected, step)))];

    private static IEnumerable<(string, Statistic)> Concordance(ReportSource source, PairedValues pairs)
    {
        yield return ("Lin's concordance", LinConcordance.Measure(pairs));
        yield return ("Pearson's correlation", Correlations.Measure("Pearson", Correlations.Pearson, pairs, source.Plan("validity-pearson")));
        yield return ("Spearman's rank correlation", Correlations.Measure("Spearman", Correlations.Spearman, pairs, source.Plan("validity-spearman")));
        yield return ("Kendall's tau-b", Correlations.Measure("tau-b", Correlations.TauB, pairs, source.Plan("validity-tau")));
        if (MeanReliability(source) is { IsDefined: true } reliability)
            yield return ("Pearson's correlation, disattenuated", Correlations.Disattenuated(pairs, reliability.Value, source.Plan("validity-disattenuated")));
        var limits = BlandAltman.Of(pairs);
        foreach (var (name, part) in new (string, Func<BlandAltman, Statistic>)[] { ("Bland-Altman: mean difference, automatic less calibrated", fit => fit.Bias), ("Bland-Altman: lower limit of agreement", fit => fit.LowerLimit), ("Bland-Altman: upper limit of agreement", fit => fit.UpperLimit) })
            yield return (name, limits.IsDefined ? part(limits.Value) : Statistic.NotEstimable(name, limits.Reason!.Value, pairs.Count));
    }

    private static Estimate<double> MeanReliability(ReportSource source)
    {
        var known = source.Evidence.Steps.Where(step => step.Score.IsDefined).Select(step => step.Score.Value.Reliability).ToArray();
        return known.Length == 0 ? Reason.NoData : known.All(value => value.IsDefined) ? known.Sum(value => value.Value) / known.Length : Reason.InsufficientReference;
    }

    private static IEnumerable<(string What, Statistic Statistic)> Gaming(ReportSource source, DoubleScored gaming)
    {
        yield return ("gap, all steps", gaming.Gap(source.Plan("gap")));
        yield return (TopGap, gaming.TopGap(source.Plan("gap-top")));
        yield return ("slope of the gap on the automatic reward", gaming.GapSlope(source.Plan("gap-slope")));
        yield return (Rank, gaming.RankCorrelation(source.Plan("rank")));
        yield return (TopRank, gaming.TopRankCorrelation(source.Plan("rank-top")));
        yield return ("correlation of automatic reward with length of messages, given the calibrated score", gaming.LengthCorrelation(source.Plan("length")));
        foreach (var policy in source.Evidence.Episodes.Select(episode => episode.Selected.PolicyVersion).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal))
            yield return ($"gap, {policy}", gaming.Gap(source.Plan($"gap-{policy}"), policy));
    }

    private static IEnumerable<(string, Statistic)> Criteria(ReportSource source)
    {
        var verdicts = source.Scenarios().SelectMany(scenario => scenario.SelectMany(episode => episode.Steps).SelectMany(Compare).Select(found => (Scenario: scenario.Key, found.Criterion, found.Agrees)));
        foreach (var criterion in verdicts.GroupBy(verdict => verdict.Criterion, StringComparer.Ordinal).OrderBy(own => own.Key, StringComparer.Ordinal))
        {
            var units = criterion.GroupBy(verdict => verdict.Scenario, StringComparer.Ordinal).Select(unit => unit.Select(verdict => verdict.Agrees ? 1.0 : 0).ToArray());
            yield return (criterion.Key, ClusterMean.Of(Clusters.Of(units), source.Plan($"verdicts-{criterion.Key}")).ToStatistic("share of equal verdicts"));
        }
    }

    private static IEnumerable<(string Criterion, bool Agrees)> Compare(CalibratedStep step) =>
        from automatic in step.Automatic.Verdicts
        from verdict in step.Verdicts
        where verdict.Criterion == automatic.Criterion
        select (automatic.Criterion, verdict.Met == automatic.Met);

    /// <summary>Mean calibrated score of groups of equal size, and the rising step function nearest to all points.</summary>
    private static PlaneChart CalibrationCurve(PairedValues pairs)
    {
        var points = pairs.X.Zip(pairs.Y, (x, y) => new ChartPoint(x, y)).OrderBy(point => point.X).ThenBy(point => point.Y).ToImmutableArray();
        var groups = points.GroupBy(point => point.X).ToArray();
        var rising = IsotonicCalibration.Pool([.. groups.Select(group => group.Sum(point => point.Y))], [.. groups.Select(group => (double)group.Count())]);
        return new PlaneChart(
            "calibrationCurve", "Calibration of the automatic reward: thick, the calibrated score each automatic reward stands for; dashed, where they are equal", ChartAxis.Unit("automatic step reward"),
            ChartAxis.Unit("calibrated step score"), points,
            [
                new ChartLine("equal", [new(0, 0), new(1, 1)], IsReference: true),
                new ChartLine("isotonic", [.. groups.Zip(rising, (group, value) => new ChartPoint(group.Key, value))], IsReference: false),
            ]);
    }

    private static PlaneChart Differences(PairedValues pairs)
    {
        var fit = BlandAltman.Of(pairs).Value;
        var points = pairs.X.Zip(pairs.Y, (x, y) => new ChartPoint((x + y) / 2, x - y)).OrderBy(point => point.X).ThenBy(point => point.Y).ToImmutableArray();
        double bias = fit.Bias.Value.Value, lower = fit.LowerLimit.Value.Value, upper = fit.UpperLimit.Value.Value;
        return new PlaneChart(
            "blandAltman", "Bland and Altman: mean of both across, automatic less calibrated upwards; lines at the mean difference and the limits of agreement", ChartAxis.Unit("mean of automatic and calibrated"),
            ChartAxis.Around("automatic less calibrated", points.Select(point => point.Y).Concat([lower, upper])), points,
            [
                new ChartLine("mean difference", [new(0, bias), new(1, bias)], IsReference: false),
                new ChartLine("lower limit", [new(0, lower), new(1, lower)], IsReference: true),
                new ChartLine("upper limit", [new(0, upper), new(1, upper)], IsReference: true),
            ]);
    }

    private static ReportTable Bins(PairedValues pairs)
    {
        var ordered = pairs.X.Zip(pairs.Y).OrderBy(pair => pair.First).ThenBy(pair => pair.Second).ToArray();
        var groups = ordered.Index().GroupBy(pair => pair.Index * CurvePoints / Math.Max(1, ordered.Length), pair => pair.Item);
        return new ReportTable(
            "curve", "Tenths of the steps by automatic reward: mean automatic reward and mean calibrated score",
            [new("tenth", "Tenth"), new("steps", "Steps"), new("automatic", "Mean automatic reward", 2), new("calibrated", "Mean calibrated score", 2)],
            [.. groups.Select(group => (ImmutableArray<ReportCell>)[group.Key + 1, group.Count(), group.Average(pair => pair.First), group.Average(pair => pair.Second)])]);
    }
}
