using ClinicalRl.Statistics.Aggregation;
using ClinicalRl.Statistics.Agreement;
using ClinicalRl.Statistics.Calibration;
using ClinicalRl.Statistics.Concordance;
using ClinicalRl.Statistics.Drift;
using ClinicalRl.Statistics.Integrity;
using ClinicalRl.Statistics.Posteriors;
using ClinicalRl.Statistics.Proportions;
using ClinicalRl.Statistics.Qualification;
using ClinicalRl.Statistics.Reliability;
using ClinicalRl.Statistics.Resampling;
using ClinicalRl.Statistics.Validity;
using CsCheck;

namespace ClinicalRl.Statistics.Tests;

/// <summary>No estimator throws on legal data, however degenerate, and none gives a number that is not finite, or an interval without its estimate.</summary>
public sealed class LegalDataTests
{
    private static readonly BootstrapPlan Plan = BootstrapPlan.Named("legal|data|v1", resamples: 99);

    private static readonly Gen<double> Score = Gen.OneOf(Gen.Const(0.0), Gen.Const(1.0), Gen.Const(0.5), Gen.Int[0, 10].Select(tenth => tenth / 10.0), Gen.Double[0, 1]);

    private static readonly Gen<double[][]> Table = Gen.Int[0, 5].SelectMany(raters => Gen.OneOf(Score, Gen.Const(0.5)).Array[raters].Array[0, 8]);

    private static readonly Gen<double?[][]> Holes = Score.Nullable().Array[0, 4].Array[0, 9];

    private static readonly Gen<PairedValues> Pairs =
        from size in Gen.Int[0, 12]
        from x in Gen.OneOf(Score, Gen.Const(0.3)).Array[size]
        from y in Gen.OneOf(Score, Gen.Const(0.3)).Array[size]
        from isSame in Gen.Bool
        select new PairedValues(x, isSame ? x : y);

    private static readonly Gen<(int[] Successes, int[] Trials)> Counts =
        from trials in Gen.Int[0, 30].Array[0, 8]
        from shares in Gen.Double[0, 1].Array[trials.Length]
        from isExtreme in Gen.Int[0, 1].Select(coin => coin == 1)
        select (trials.Select((n, j) => isExtreme ? (j % 2 == 0 ? n : 0) : (int)Math.Round(n * shares[j])).ToArray(), trials);

    private static readonly Gen<StatedConfidence> Stated =
        from size in Gen.Int[0, 15]
        from confidence in Score.Array[size]
        from correct in Gen.Bool.Array[size]
        select new StatedConfidence(confidence, correct);

    [Fact]
    public void Posteriors_AreFinite() => Gen.Select(Counts, Score).Sample((counts, threshold) =>
    {
        Finite.Require(BetaBinomialFit.Of(counts.Successes, counts.Trials));
        Finite.Require(PanelMoments.Of(counts.Successes, counts.Trials));
        Finite.Require(PanelCounts.PooledProportion(counts.Successes, counts.Trials));
        foreach (var (x, n) in counts.Successes.Zip(counts.Trials))
        {
            var posterior = BetaPosterior.After(x, n);
            Finite.Require(posterior);
            Finite.Require(posterior.ToStatistic("rate", n));
            Finite.Require(posterior.HighestDensity());
            Finite.Require(posterior.ProbabilityAtLeast(threshold));
            Finite.Require(ConfidenceSequence.Of(x, n));
            Finite.Require(new Proportion(x, n).ToStatistic("rate", IntervalMethod.ClopperPearson));
            Finite.Require(PassPower.All(new Proportion(x, n), 3));
        }

        Finite.Require(WeightedPosterior.Of([.. counts.Trials.Select(n => n + 1.0)], [.. counts.Trials.Select(_ => threshold)]));
        Finite.Require(FailureMatrix.Of([.. counts.Successes.Zip(counts.Trials, (x, n) => new Proportion(x, n))], threshold));
        Finite.Require(PassPower.Suite([.. counts.Successes.Zip(counts.Trials, (x, n) => new Proportion(x, n))], 2, Plan));
    });

    [Fact]
    public void Calibration_IsFinite() => Stated.Sample(stated =>
    {
        Finite.Require(BrierScore.Of(stated));
        Finite.Require(BrierScore.Measure(stated, Plan));
        Finite.Require(LogScore.Of(stated));
        Finite.Require(LogScore.Measure(stated, Plan));
        Finite.Require(ReliabilityTable.Of(stated));
        Finite.Require(IsotonicCalibration.Of(stated));
        Finite.Require(SpiegelhalterTest.Of(stated));
        Finite.Require(LogisticRecalibration.Of(stated));
        Finite.Require(LogisticRecalibration.MeasureSlope(stated));
    });

    [Fact]
    public void Agreement_IsFinite_WithHoles() => Holes.Sample(units =>
    {
        var ratings = RatingTable.Of(units);
        foreach (var level in Enum.GetValues<MeasurementLevel>())
            Finite.Require(KrippendorffAlpha.Measure(ratings, level, Plan));
        double[] categories = [.. units.SelectMany(unit => unit).OfType<double>().Distinct().Order()];
        foreach (var weights in Enum.GetValues<AgreementWeights>())
            Finite.Require(GwetCoefficient.Measure(ratings, [.. categories], weights));
        Finite.Require(OneWayCorrelation.Of(ratings));
    });

    [Fact]
    public void Agreement_IsFinite_InCompleteTables() => Table.Sample(ratings =>
    {
        Finite.Require(IntraclassCorrelation.Of(ratings));
        Finite.Require(CrossedEffects.Of(ratings));
        Finite.Require(KendallW.Measure(ratings, Plan));
        int[][] counts = [.. ratings.Select(row => row.Select(score => (int)(score * 4)).ToArray())];
        Finite.Require(FleissKappa.Measure(counts, Plan));
        Finite.Require(FleissKappa.Of(counts));
        if (counts.Length > 0 && counts.Length <= counts[0].Length)
            Finite.Require(CohenKappa.Measure([.. counts.Select(row => row[..counts.Length])], AgreementWeights.Quadratic));
    });

    [Fact]
    public void Pairs_AreFinite() => Pairs.Sample(pairs =>
    {
        Finite.Require(LinConcordance.Of(pairs));
        Finite.Require(LinConcordance.Measure(pairs));
        Finite.Require(BlandAltman.Of(pairs));
        Finite.Require(KendallTau.Of(pairs));
        Finite.Require(Correlations.Measure("tau", Correlations.TauB, pairs, Plan));
        Finite.Require(Correlations.Measure("rho", Correlations.Spearman, pairs, Plan));
        Finite.Require(Correlations.Disattenuated(pairs, 0.5, Plan));
    });

    [Fact]
    public void Wins_AreFinite() => Gen.Int[0, 3].Array[4].Array[4].Sample(wins => Finite.Require(BradleyTerry.Of([.. wins.Select(row => row.Select(won => (double)won).ToArray())], 0)));

    [Fact]
    public void Aggregation_IsFinite() =>
        Gen.Select(Gen.Select(Gen.Int[1, 4], Score, Score).Array[0, 25], Gen.Select(Gen.Int[1, 5], Score).Array[0, 6].Array[0, 5]).Sample((gold, steps) =>
        {
            var sums = gold.GroupBy(rating => rating.Item1).ToDictionary(
                own => $"E{own.Key}", own => own.Aggregate(default(GoldSums), (sum, rating) => sum + GoldSums.Of(rating.Item2, rating.Item3)), StringComparer.Ordinal);
            var snapshot = CalibrationSnapshot.Of(sums);
            if (!snapshot.IsDefined)
                return;
            Finite.Require(snapshot.Value);
            Estimate<StepScore>[] scored =
            [
                .. steps.Select(step => StepScore.Of(
                    snapshot.Value, step.DistinctBy(score => score.Item1).Select(score => KeyValuePair.Create($"E{score.Item1}", score.Item2)))),
            ];
            Finite.Require(scored);
            Finite.Require(EpisodeScore.Of(snapshot.Value, scored));
            Finite.Require(JointReference.Of(snapshot.Value, [.. scored.Where(step => step.IsDefined).Select(step => step.Value)]));
            foreach (var step in scored.Where(step => step.IsDefined))
                step.Value.Outlying(snapshot.Value);
        });

    [Fact]
    public void Validity_IsFinite() => Gen.Select(Gen.Int[0, 3], Score, Score, Score).Array[0, 20].Sample(steps =>
    {
        var scored = new DoubleScored(steps.Select(step => new DoubleScoredStep($"T{step.Item1}", step.Item2, step.Item3, step.Item4, "v1")));
        Finite.Require(new[] { scored.Gap(Plan), scored.TopGap(Plan), scored.GapSlope(Plan), scored.RankCorrelation(Plan), scored.TopRankCorrelation(Plan) });
        Finite.Require(scored.LengthCorrelation(Plan));
        scored.IsAlarm(Plan);
    });

    [Fact]
    public void Reliability_IsFinite() => Gen.Select(Score.Array[0, 40], Gen.Double[-1, 1]).Sample((scores, single) =>
    {
        Finite.Require(UniverseVariance.Of(scores, [.. scores.Select(score => score / 20)]));
        Finite.Require(SpearmanBrown.Of(single, 3));
        Finite.Require(SpearmanBrown.RatersNeeded(0.8, single));
        Finite.Require(BetaMatch.Of(Math.Abs(single), scores.Length == 0 ? 0 : scores[0] / 10));
        Finite.Require(ClusterMean.Of(Clusters.OfSingles(scores), Plan));
        Finite.Require(StratifiedMean.Of([new Stratum(1, Clusters.OfSingles(scores)), new Stratum(2, Clusters.OfSingles([0.5, 0.6]))], Plan));
        Finite.Require(BayesianMean.Of(scores, Plan));
        Finite.Require(StudentizedMean.Of(scores, Plan));
    });

    [Fact]
    public void Integrity_IsFinite() => Gen.Select(Gen.Int[0, 3], Score, Score, Gen.Double[0, 60]).Array[0, 40].Sample(answers =>
    {
        Finite.Require(ResponseEffort.Of([.. answers.Select(a => new TimedResponse($"{a.Item1}", a.Item2, a.Item1 == 0 ? null : a.Item3, a.Item4, 8))]));
        Finite.Require(ResponseEffort.Threshold([.. answers.Select(a => a.Item4)]));
        Finite.Require(ResidualLikeness.Of([.. answers.Select(a => new SharedStep(a.Item2 - 0.5, a.Item3 - 0.5, 0.01, 0.02, a.Item4 / 600))]));
        Finite.Require(new EwmaChart().Follow([.. answers.Select(a => a.Item4)]));
        Finite.Require(new CusumChart().Follow([.. answers.Select(a => a.Item4)]));
        Finite.Require(new CorrectnessChart().Follow([.. answers.Select(a => a.Item1 > 0)]));
    });
}
