using ClinicalRl.Statistics.Posteriors;
using CsCheck;

namespace ClinicalRl.Statistics.Tests.Posteriors;

public sealed class BetaPosteriorTests
{
    private static readonly Gen<(int Successes, int Trials)> Counts =
        from trials in Gen.Int[0, 400]
        from successes in Gen.Int[0, trials]
        select (successes, trials);

    [Fact]
    public void Intervals_HoldTheEstimate_AndTheDensestIsShortest() => Counts.Sample(
        counts =>
        {
            var posterior = BetaPosterior.After(counts.Successes, counts.Trials);
            var equalTailed = posterior.EqualTailed();
            Assert.True(equalTailed.Contains(posterior.Median) && equalTailed.Contains(posterior.Mean), $"{counts}: {equalTailed}");
            Assert.True(posterior.LowerBound() <= posterior.Median && posterior.Median <= posterior.UpperBound());
            var densest = posterior.HighestDensity();
            Assert.Equal(counts.Trials == 0, !densest.IsDefined);
            if (!densest.IsDefined)
                return;
            Assert.True(densest.Value.Width <= equalTailed.Width + 1e-12);
            Assert.True(!posterior.Mode.IsDefined || densest.Value.Contains(posterior.Mode.Value));
            Assert.Equal(0.95, 1 - posterior.ProbabilityAtLeast(densest.Value.Upper) - (1 - posterior.ProbabilityAtLeast(densest.Value.Lower)), 1e-9);
        },
        iter: 500);

    [Fact]
    public void Intervals_Narrow_WithMoreOfTheSame() => Gen.Select(Gen.Int[1, 99], Gen.Int[1, 20]).Sample((right, times) =>
    {
        var (few, many) = (BetaPosterior.After(right * times, 100 * times), BetaPosterior.After(right * times * 4, 400 * times));
        Assert.True(many.EqualTailed().Width < few.EqualTailed().Width);
        Assert.True(many.HighestDensity().Value.Width < few.HighestDensity().Value.Width);
    });

    [Fact]
    public void Posterior_Mirrors_WhenSuccessAndFailureSwap() => Counts.Sample(counts =>
    {
        var (here, there) = (BetaPosterior.After(counts.Successes, counts.Trials), BetaPosterior.After(counts.Trials - counts.Successes, counts.Trials));
        Assert.Equal(here.EqualTailed().Lower, 1 - there.EqualTailed().Upper, 1e-10);
        Assert.Equal(1.0, here.ProbabilityBelow(there) + there.ProbabilityBelow(here), 1e-8);
    });

    [Fact]
    public void WeightedPosterior_IsOfNoUnit() => Gen.Select(Gen.Int[1, 10], Gen.Int[0, 4]).Array[1, 30].Select(Gen.Double[0.01, 100]).Sample((items, unit) =>
    {
        double[] outcomes = [.. items.Select(item => item.Item2 / 4.0)];
        var (one, other) = (
            WeightedPosterior.Of([.. items.Select(item => (double)item.Item1)], outcomes).Value,
            WeightedPosterior.Of([.. items.Select(item => item.Item1 * unit)], outcomes).Value);
        Assert.Equal(one.Posterior.A, other.Posterior.A, 1e-9);
        Assert.True(one.EffectiveCount <= items.Length + 1e-9);
    });

    [Fact]
    public void GoldOutcomes_FollowTheirRules()
    {
        Assert.Equal([1, 1, 0], [GoldOutcome.Rating(0.7, 0.8), GoldOutcome.Rating(0.3, 0.2), GoldOutcome.Rating(0.69, 0.8)]);
        Assert.Equal([1, 0.5, 0, 1], [GoldOutcome.Comparison(2, 1), GoldOutcome.Comparison(0, 1), GoldOutcome.Comparison(-1, 1), GoldOutcome.Comparison(0, 0)]);
        Assert.Equal(2.5 / 3, GoldOutcome.Ranking([1, 2, 2], [1, 2, 3]).Value);
        Assert.Equal(Reason.NoVariation, GoldOutcome.Ranking([1, 2], [1, 1]).Reason);
    }

    [Theory]
    [InlineData(-1, 2)]
    [InlineData(3, 2)]
    [InlineData(double.NaN, 2)]
    [InlineData(1, double.PositiveInfinity)]
    public void After_Refuses_ImpossibleCounts(double successes, double trials) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => BetaPosterior.After(successes, trials));
}
