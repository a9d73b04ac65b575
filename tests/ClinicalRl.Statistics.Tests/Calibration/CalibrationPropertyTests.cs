using ClinicalRl.Statistics.Calibration;
using ClinicalRl.Statistics.Resampling;
using ClinicalRl.Statistics.Tests.Streams;
using CsCheck;

namespace ClinicalRl.Statistics.Tests.Calibration;

public sealed class CalibrationPropertyTests
{
    private static readonly Gen<(double[] Confidence, bool[] Correct)> Items =
        from size in Gen.Int[1, 60]
        from confidence in Gen.Int[0, 20].Select(twentieth => twentieth / 20.0).Array[size]
        from correct in Gen.Bool.Array[size]
        select (confidence, correct);

    [Fact]
    public void Decompositions_SumToTheScore() => Items.Sample(items =>
    {
        var stated = new StatedConfidence(items.Confidence, items.Correct);
        var (brier, isotonic) = (BrierScore.Of(stated).Value, IsotonicCalibration.Of(stated).Value);
        Assert.Equal(brier.Score, brier.Reliability - brier.Resolution + brier.Uncertainty, 1e-12);
        Assert.Equal(brier.Score, isotonic.Miscalibration - isotonic.Discrimination + isotonic.Uncertainty, 1e-12);
        Assert.True(isotonic.Miscalibration >= -1e-12 && isotonic.Discrimination >= -1e-12);
        Assert.True(isotonic.Fitted.Zip(isotonic.Fitted.Skip(1)).All(pair => pair.First.Rate <= pair.Second.Rate && pair.First.Confidence < pair.Second.Confidence));
    });

    [Fact]
    public void Scores_IgnoreOrder() => Gen.Select(Items, Gen.ULong).Sample((items, seed) =>
    {
        var order = Shuffle.Of(Enumerable.Range(0, items.Correct.Length), seed);
        var here = new StatedConfidence(items.Confidence, items.Correct);
        var there = new StatedConfidence([.. order.Select(i => items.Confidence[i])], [.. order.Select(i => items.Correct[i])]);
        Assert.Equal(BrierScore.Of(here).Value.Score, BrierScore.Of(there).Value.Score, 1e-12);
        Assert.Equal(LogScore.Of(here).Value.Score, LogScore.Of(there).Value.Score, 1e-12);
        Assert.Equal(ReliabilityTable.Of(here).Value.ExpectedError, ReliabilityTable.Of(there).Value.ExpectedError, 1e-12);
        var (fit, other) = (LogisticRecalibration.Of(here), LogisticRecalibration.Of(there));
        Assert.Equal(fit.Reason, other.Reason);
        if (fit.IsDefined)
            Assert.Equal(fit.Value, other.Value);
    });

    [Fact]
    public void Recalibration_MirrorsWhenRightAndWrongSwap() => Items.Sample(items =>
    {
        var fit = LogisticRecalibration.Of(new StatedConfidence(items.Confidence, items.Correct));
        var mirrored = LogisticRecalibration.Of(new StatedConfidence([.. items.Confidence.Select(c => 1 - c)], [.. items.Correct.Select(isRight => !isRight)]));
        Assert.Equal(fit.Reason, mirrored.Reason);
        if (!fit.IsDefined)
            return;
        Assert.Equal(fit.Value.Slope, mirrored.Value.Slope, 1e-6 * Math.Max(1, Math.Abs(fit.Value.Slope)));
        Assert.Equal(fit.Value.InTheLarge, -mirrored.Value.InTheLarge, 1e-6);
    });

    [Fact]
    public void Recalibration_SaysSeparated_WhenNoSlopeIsSteepEnough() =>
        Assert.Equal(Reason.Separated, LogisticRecalibration.Of(new StatedConfidence([0.2, 0.4, 0.6, 0.8], [false, false, true, true])).Reason);

    [Fact]
    public void Map_KeepsTheMeanRight_AndNeedsFiftyItems()
    {
        double[] confidence = [.. Enumerable.Range(0, 80).Select(i => 0.5 + (i % 10 / 20.0))];
        bool[] correct = [.. Enumerable.Range(0, 80).Select(i => i % 3 != 0)];
        var map = LogisticRecalibration.Map(new StatedConfidence(confidence, correct)).Value;
        Assert.Equal(correct.Count(isRight => isRight), confidence.Sum(map), 1e-9);
        Assert.Equal(Reason.TooFewItems, LogisticRecalibration.Map(new StatedConfidence(confidence[..49], correct[..49])).Reason);
    }

    [Fact]
    public void Measures_HoldTheScore_AndNarrowWithItems()
    {
        var plan = BootstrapPlan.Named("calibration|brier|v1", BootstrapPlan.ScreenResamples);
        double[] confidence = [.. Enumerable.Range(0, 40).Select(i => 0.5 + (i % 10 / 20.0))];
        bool[] correct = [.. Enumerable.Range(0, 40).Select(i => i % 4 != 0)];
        var few = BrierScore.Measure(new StatedConfidence(confidence, correct), plan);
        var fourTimes = new StatedConfidence([.. Enumerable.Repeat(confidence, 4).SelectMany(all => all)], [.. Enumerable.Repeat(correct, 4).SelectMany(all => all)]);
        var many = BrierScore.Measure(fourTimes, plan);
        Assert.True(few.Interval.Value.Contains(few.Value.Value));
        Assert.True(many.Interval.Value.Width < 0.7 * few.Interval.Value.Width);
    }
}
