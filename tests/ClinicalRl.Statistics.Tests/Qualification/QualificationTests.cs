using ClinicalRl.Statistics.Posteriors;
using ClinicalRl.Statistics.Qualification;
using ClinicalRl.Statistics.Tests.Coverage;

namespace ClinicalRl.Statistics.Tests.Qualification;

public sealed class QualificationTests
{
    [Fact]
    public void Looks_NeedTheBoundTheWeightedMeanAndNoNeverEvent()
    {
        var looks = QualificationLooks.Default;
        Assert.Equal([20, 38, 55], looks.MinimumCorrect().Select(minimum => minimum!.Value));
        Assert.True(looks.Qualifies(38, 40, Weighted(0.95), 0));
        Assert.False(looks.Qualifies(37, 40, Weighted(0.95), 0));
        Assert.False(looks.Qualifies(38, 40, Weighted(0.70), 0));
        Assert.False(looks.Qualifies(38, 40, Weighted(0.95), 1));
        Assert.False(looks.Qualifies(41, 41, Weighted(0.95), 0));
    }

    [Fact]
    public void ConfidenceSequence_HoldsAtEveryLook()
    {
        var chance = new SimulatedChance("test|sequence|v1");
        var missed = Enumerable.Range(0, 1_000).Count(_ =>
        {
            var (right, isMissed) = (0, false);
            for (var n = 1; n <= 200; n++)
            {
                right += chance.Uniform() < 0.8 ? 1 : 0;
                isMissed |= n % 10 == 0 && !ConfidenceSequence.Of(right, n).Contains(0.8);
            }

            return isMissed;
        });
        Assert.InRange(missed, 1, 50);
    }

    [Fact]
    public void ConfidenceSequence_Narrows_AndIsWiderThanASingleLook()
    {
        Assert.True(ConfidenceSequence.Of(80, 100).Width < ConfidenceSequence.Of(40, 50).Width);
        Assert.True(ConfidenceSequence.Of(80, 100).Width > BetaPosterior.After(80, 100).EqualTailed().Width);
    }

    [Fact]
    public void PrecisionStop_WaitsForItsMinimum()
    {
        Assert.False(new PrecisionStop().IsReached(50, 50));
        Assert.True(new PrecisionStop().IsReached(99, 100));
        Assert.False(new PrecisionStop().IsReached(160, 200));
        Assert.True(new PrecisionStop().IsReached(208, 260));
    }

    [Fact]
    public void Guards_NameWhatIsBroken()
    {
        Assert.Empty(ScreenGuards.Broken(Items()));
        Assert.Equal([ScreenGuard.NeverEvent], ScreenGuards.Broken(Changed(0, item => item with { Correct = false, IsNeverEvent = true, Confidence = 0.5 })));
        Assert.Equal([ScreenGuard.Luck], ScreenGuards.Broken([.. Items().Select(item => item with { Chance = 0.8 })]));
        Assert.Equal([ScreenGuard.ConstantStrategy], ScreenGuards.Broken([.. Items().Select(item => item with { Key = "met" })]));
        Assert.Equal([ScreenGuard.Confidence], ScreenGuards.Broken([.. Items().Select(item => item with { Confidence = 0.2 })]));
        Assert.Equal([ScreenGuard.Effort], ScreenGuards.Broken([.. Items().Select((item, i) => item with { Seconds = i < 2 ? 1 : 20 })]));
        Assert.Equal([ScreenGuard.FormatWithoutCorrect], ScreenGuards.Broken(Changed(3, item => item with { Format = "ranking", Correct = false, Confidence = 0.5 })));
        Assert.Equal([ScreenGuard.Attempts], ScreenGuards.Broken(Items(), attempt: 3));
    }

    private static ScreenItem[] Items() =>
        [.. Enumerable.Range(0, 11).Select(i => new ScreenItem(true, 0.4, i % 2 == 0 ? "rating" : "comparison", "ABC"[i % 3].ToString(), false, 0.9, 20, 5))];

    private static ScreenItem[] Changed(int place, Func<ScreenItem, ScreenItem> change) => [.. Items().Select((item, i) => i == place ? change(item) : item)];

    private static WeightedPosterior Weighted(double mean) => WeightedPosterior.OfSums(100, 100, 100 * mean).Value;
}
