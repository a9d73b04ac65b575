using System.Collections.Immutable;
using ClinicalRl.Evaluation.Records;
using ClinicalRl.Statistics;
using ClinicalRl.Statistics.Aggregation;
using ClinicalRl.Statistics.Calibration;
using ClinicalRl.Statistics.Concordance;
using ClinicalRl.Statistics.Distributions;
using ClinicalRl.Statistics.Drift;
using ClinicalRl.Statistics.Integrity;
using ClinicalRl.Statistics.Posteriors;
using ClinicalRl.Statistics.Qualification;
using ClinicalRl.Statistics.Resampling;

namespace ClinicalRl.Evaluation.Evidence;

/// <summary>Works out the standing of every enrolled evaluator.</summary>
internal sealed class EvaluatorStandings
{
    private const double Level = 0.95;

    private readonly ImmutableArray<CalibratedEpisode> episodes;
    private readonly ImmutableArray<CopyingPair> pairs;
    private readonly ILookup<string, IGoldOutcome> gold;
    private readonly ILookup<string, EvaluatorQualified> qualified;
    private readonly ILookup<string, TimedStep> steps;
    private readonly ILookup<string, RepeatedStep> repeats;
    private readonly Estimate<CalibrationSnapshot> snapshot;
    private readonly Estimate<CalibrationSnapshot> baseline;
    private readonly DateTimeOffset opened;
    private readonly ItemTimes times;
    private readonly OutcomeLedger outcomes;

    private EvaluatorStandings(EvidenceLedger ledger, ImmutableArray<CalibratedEpisode> episodes, ImmutableArray<CopyingPair> pairs)
    {
        (this.episodes, this.pairs, outcomes) = (episodes, pairs, ledger.Outcomes);
        var answered = ledger.InTime<IGoldOutcome>();
        gold = answered.ToLookup(answer => answer.Evaluator, StringComparer.Ordinal);
        qualified = ledger.Holding<EvaluatorQualified>().ToLookup(record => record.Evaluator, StringComparer.Ordinal);
        steps = episodes.SelectMany(episode => episode.Steps).SelectMany(TimedStep.Of).OrderBy(step => step.Score.At).ThenBy(step => step.Score.Key, StringComparer.Ordinal)
            .ToLookup(step => step.Score.Evaluator, StringComparer.Ordinal);
        repeats = RepeatedStep.Of(ledger).ToLookup(step => step.Evaluator, StringComparer.Ordinal);
        snapshot = CalibrationSnapshot.Of(ledger.Ratings.Pooled());
        opened = ledger.Holding<AssessmentOpened>().Select(assessment => assessment.At).DefaultIfEmpty(DateTimeOffset.MaxValue).Min();
        baseline = CalibrationSnapshot.Of(Baseline(ledger.Holding<GoldRated>(), opened).Pooled());
        times = ItemTimes.Of(answered, steps.SelectMany(own => own));
    }

    public static ImmutableArray<EvaluatorStanding> Of(EvidenceLedger ledger, ImmutableArray<CalibratedEpisode> episodes, ImmutableArray<CopyingPair> pairs)
    {
        var all = new EvaluatorStandings(ledger, episodes, pairs);
        ImmutableArray<EvaluatorStanding> found = [.. ledger.Holding<EvaluatorEnrolled>().Select(all.StandingOf)];
        var efforts = found.Where(standing => standing.Effort.IsDefined).ToDictionary(standing => standing.Evaluator, standing => standing.Effort.Value, StringComparer.Ordinal);
        var worst = EffortReview.ForReview(efforts);
        return [.. found.Select(standing => standing with { IsAmongWorst = worst.Contains(standing.Evaluator) })];
    }

    private static GoldLedger Baseline(ImmutableArray<GoldRated> ratings, DateTimeOffset opened)
    {
        var ledger = new GoldLedger();
        foreach (var rating in ratings.Where(rating => rating.At < opened))
            ledger.Apply(new GoldRating(rating.Evaluator, rating.Item, rating.Stratum, default, rating.Score, rating.Reference));
        return ledger;
    }

    private EvaluatorStanding StandingOf(EvaluatorEnrolled enrolled)
    {
        var id = enrolled.Evaluator;
        var own = gold[id].ToImmutableArray();
        var sums = own.Select(answer => answer.Stratum).Distinct(StringComparer.Ordinal).Aggregate(default(OutcomeSums), (sum, stratum) => sum + outcomes.Of(id, stratum));
        var stated = new StatedConfidence([.. own.Select(answer => answer.Confidence)], [.. own.Select(answer => answer.Outcome >= GoldOutcome.CorrectFrom)]);
        var calibration = snapshot.Then<EvaluatorCalibration>(known => known.Of(id) is { Gold.Count: > 0 } found ? found : Reason.NoData);
        const string rate = "rate of right answers to gold items";
        return new EvaluatorStanding
        {
            Enrolled = enrolled,
            Qualified = [.. qualified[id].Select(record => record.Stratum).Order(StringComparer.Ordinal)],
            Gold = sums,
            Reliability = sums.Items == 0 ? Statistic.NotEstimable(rate, Reason.NoData, 0) : sums.Posterior().ToStatistic(rate, sums.Items, Level),
            LowerBound = sums.Items == 0 ? Reason.NoData : sums.Posterior().LowerBound(Level),
            WeightedReliability = sums.Weighted().Then(weighted => weighted.Posterior.Mean),
            Calibration = calibration,
            Bias = BiasOf(calibration),
            Confidence = BrierScore.Measure(stated, Plan("brier", id)),
            ConfidenceSlope = LogisticRecalibration.MeasureSlope(stated),
            Steps = steps[id].Count(),
            OutlyingSteps = episodes.Sum(episode => episode.Steps.Count(step => step.Outlying.Contains(id))),
            Drift = DriftOf(id, own),
            Effort = ResponseEffort.Of([.. own.Select(times.Respond), .. steps[id].Select(times.Respond)]),
            RestCorrelation = RestCorrelationOf(id),
            SelfDifference = SelfDifferenceOf(id),
            CopiedFrom = [.. pairs.Where(pair => pair.IsFlagged && pair.Later == id).Select(pair => pair.Earlier)],
            IsAmongWorst = false,
        };
    }

    private Statistic BiasOf(Estimate<EvaluatorCalibration> calibration)
    {
        const string name = "bias, shrunk to the panel";
        if (!calibration.IsDefined)
            return Statistic.NotEstimable(name, calibration.Reason!.Value, 0);
        var known = calibration.Value;
        var mean = snapshot.Value.MeanBiasVariance * (1 - known.Shrinkage) * (1 - known.Shrinkage);
        var reach = NormalDistribution.Quantile((1 + Level) / 2) * Math.Sqrt(known.BiasVariance + mean);
        return new Statistic(name, known.Bias, new Interval(known.Bias - reach, known.Bias + reach, Level, IntervalMethod.Normal), known.Gold.Count);
    }

    private DriftWatch DriftOf(string id, ImmutableArray<IGoldOutcome> own)
    {
        var before = own.Where(answer => AtOf(answer) < opened).ToArray();
        var after = own.Where(answer => AtOf(answer) >= opened).ToArray();
        var residuals = baseline.Then(known => known.Of(id)).Then<double[]>(calibration => calibration.IsProvisional
            ? Reason.TooFewItems
            : after.OfType<GoldRated>().Select(rating => StandardisedResidual.Of(calibration, rating.Score, rating.Reference)).ToArray());
        Estimate<double> fell = before.Length == 0 || after.Length == 0 ? Reason.NoData : RateChange.Between(PosteriorOf(before), PosteriorOf(after)).Probability;
        if (!residuals.IsDefined)
            return new DriftWatch(0, null, null, false, fell);
        var chart = new CusumChart();
        var path = chart.Follow(residuals.Value);
        var stands = path.Points is [.., var last] && Math.Max(last.High, last.Low) > chart.Limit;
        return new DriftWatch(residuals.Value.Length, new EwmaChart().Follow(residuals.Value).FirstSignal, path.FirstSignal, stands, fell);
    }

    private Statistic RestCorrelationOf(string id)
    {
        var units = steps[id].Where(step => step.Rest is not null).GroupBy(step => step.Score.Episode, StringComparer.Ordinal).OrderBy(unit => unit.Key, StringComparer.Ordinal)
            .Select(unit => unit.ToArray()).ToArray();
        return Bootstrap.Of(units.Length, Correlation, Plan("rest-correlation", id)).ToStatistic("correlation with the others' mean");

        Estimate<double> Correlation(ReadOnlySpan<int> drawn)
        {
            var (own, rest) = (new List<double>(), new List<double>());
            foreach (var unit in drawn)
            {
                foreach (var step in units[unit])
                {
                    own.Add(step.Score.Score);
                    rest.Add(step.Rest!.Value);
                }
            }

            return Correlations.Pearson(new PairedValues(own, rest));
        }
    }

    private Statistic SelfDifferenceOf(string id)
    {
        var units = repeats[id].GroupBy(step => step.Episode, StringComparer.Ordinal).OrderBy(unit => unit.Key, StringComparer.Ordinal).Select(unit => unit.Select(step => step.Difference).ToArray()).ToArray();
        return Bootstrap.Of(units.Length, Mean, Plan("self-difference", id)).ToStatistic("mean distance between first and second score");

        Estimate<double> Mean(ReadOnlySpan<int> drawn)
        {
            var (sum, count) = (0.0, 0);
            foreach (var unit in drawn)
                (sum, count) = (sum + units[unit].Sum(), count + units[unit].Length);
            return count == 0 ? Reason.NoData : sum / count;
        }
    }

    private static DateTimeOffset AtOf(IGoldOutcome answer) => ((EvaluationRecord)answer).At;

    private static BetaPosterior PosteriorOf(IGoldOutcome[] answers) => BetaPosterior.After(answers.Sum(answer => answer.Outcome), answers.Length);

    private static BootstrapPlan Plan(string statistic, string evaluator) =>
        BootstrapPlan.Named($"evaluator|{statistic}|{evaluator}|{CalibratedEvidence.MethodVersion}", BootstrapPlan.ScreenResamples);
}
