using ClinicalRl.Statistics.Aggregation;
using ClinicalRl.Statistics.Streams;
using ClinicalRl.Statistics.Tests.Streams;
using CsCheck;

namespace ClinicalRl.Statistics.Tests.Aggregation;

/// <summary>What a stream holds equals a batch over the same ratings, written anew here, whatever the order, repetition and revision.</summary>
public sealed class StreamedAggregationTests
{
    private const double Close = 1e-12;

    private static readonly Gen<GoldRating> Rating =
        from evaluator in Gen.Int[1, 6]
        from item in Gen.Int[1, 12]
        from sequence in Gen.Int[1, 1_000_000]
        from score in Gen.Int[0, 100]
        from reference in Gen.Int[0, 100]
        select new GoldRating($"E{evaluator}", $"G{item}", "family", new Revision(sequence, $"e{sequence}-{score}-{reference}"), score / 100.0, reference / 100.0);

    private static readonly Gen<StepRating> Production =
        from step in Gen.Int[1, 5]
        from evaluator in Gen.Int[1, 7]
        from sequence in Gen.Int[1, 1_000_000]
        from score in Gen.Int[0, 100]
        select new StepRating($"S{step}", $"E{evaluator}", new Revision(sequence, $"p{sequence}-{score}"), score / 100.0);

    [Fact]
    public void Snapshot_EqualsTheBatch_InAnyOrder() => Gen.Select(Rating.Array[4, 80], Gen.ULong).Sample(
        (ratings, seed) =>
        {
            var snapshot = Streamed(ratings, seed).Snapshot("family");
            var batch = BatchCalibration.Of(Latest(ratings));
            Assert.Equal(batch is null, !snapshot.IsDefined);
            if (batch is null)
                return;
            RequireSameBits(Streamed(ratings, seed + 1).Snapshot("family").Value, snapshot.Value);
            Assert.Equal(batch.PanelNoise, snapshot.Value.PanelNoise, Close);
            Assert.Equal(batch.BiasSpread, snapshot.Value.BiasSpread, Close);
            Assert.Equal(batch.MeanBias, snapshot.Value.MeanBias, Close);
            foreach (var (id, own) in snapshot.Value.Evaluators)
            {
                Assert.Equal(batch.Noise[id], own.Noise, Close);
                Assert.Equal(batch.Bias[id], own.Bias, Close);
                Assert.Equal(batch.BiasVariance[id], own.BiasVariance, Close);
            }
        },
        iter: 300);

    [Fact]
    public void Steps_EqualTheBatch_InAnyOrder() => Gen.Select(Rating.Array[20, 60], Production.Array[1, 60], Gen.ULong).Sample(
        (gold, production, seed) =>
        {
            var estimate = Streamed(gold, seed).Snapshot("family");
            if (!estimate.IsDefined)
                return;
            var (forth, back) = (new StepLedger(estimate.Value), new StepLedger(estimate.Value));
            foreach (var rating in Shuffle.Of(production.Concat(production), seed))
                forth.Apply(rating);
            foreach (var rating in Shuffle.Of(production, seed + 1))
                back.Apply(rating);
            Assert.Equal(forth.Inflation, back.Inflation);
            var latest = production.GroupBy(rating => (rating.Step, rating.Evaluator)).Select(own => own.MaxBy(rating => rating.Revision)).ToArray();
            foreach (var step in latest.GroupBy(rating => rating.Step, StringComparer.Ordinal))
            {
                Assert.Equal(back.Score(step.Key).Value.Variance, forth.Score(step.Key).Value.Variance);
                var precision = step.Sum(rating => 1 / ((0.16 * estimate.Value.Of(rating.Evaluator).Noise) + estimate.Value.Of(rating.Evaluator).BiasVariance));
                var raw = step.Sum(rating =>
                {
                    var own = estimate.Value.Of(rating.Evaluator);
                    return (rating.Score - own.Bias) / ((0.16 * own.Noise) + own.BiasVariance) / precision;
                });
                Assert.Equal(raw, forth.Score(step.Key).Value.Raw, Close);
                Assert.Equal(forth.Score(step.Key).Value.Raw, back.Score(step.Key).Value.Raw);
            }
        },
        iter: 200);

    [Fact]
    public void Snapshot_PoolsStrata_UntilOneHasEnoughEvaluators()
    {
        var ledger = new GoldLedger();
        foreach (var (evaluator, item) in from evaluator in Enumerable.Range(1, 5) from item in Enumerable.Range(1, 8) select (evaluator, item))
        {
            ledger.Apply(new GoldRating($"E{evaluator}", $"G{item}", "rich", new Revision(item, $"r{evaluator}-{item}"), 0.5 + (evaluator * 0.02), 0.5));
            ledger.Apply(new GoldRating($"E{evaluator}", "G1", "poor", new Revision(item, $"p{evaluator}"), 0.9, 0.5));
        }

        Assert.Equal(8, ledger.Snapshot("rich").Value.Of("E1").Gold.Count);
        Assert.Equal(9, ledger.Snapshot("poor").Value.Of("E1").Gold.Count);
        Assert.Equal(9, ledger.Snapshot("unheard of").Value.Of("E1").Gold.Count);
    }

    private static void RequireSameBits(CalibrationSnapshot expected, CalibrationSnapshot actual)
    {
        Assert.Equal((expected.PanelNoise, expected.BiasSpread), (actual.PanelNoise, actual.BiasSpread));
        Assert.Equal((expected.MeanBias, expected.MeanBiasVariance), (actual.MeanBias, actual.MeanBiasVariance));
        Assert.Equal(expected.Evaluators.ToArray(), actual.Evaluators.ToArray());
    }

    private static GoldLedger Streamed(GoldRating[] ratings, ulong seed)
    {
        var ledger = new GoldLedger();
        foreach (var rating in Shuffle.Of(ratings.Concat(ratings), seed))
            ledger.Apply(rating);
        return ledger;
    }

    private static GoldRating[] Latest(GoldRating[] ratings) =>
        [.. ratings.GroupBy(rating => (rating.Evaluator, rating.Item)).Select(own => own.MaxBy(rating => rating.Revision))];
}
