using ClinicalRl.Statistics.Distributions;

namespace ClinicalRl.Statistics.Tests.Distributions;

public sealed class DistributionTests
{
    [Theory]
    [InlineData(double.NaN, 1, 1)]
    [InlineData(-0.1, 1, 1)]
    [InlineData(1.1, 1, 1)]
    [InlineData(0.5, 0, 1)]
    [InlineData(0.5, 1, double.PositiveInfinity)]
    public void BetaQuantile_Refuses_WhatIsNoProbabilityOrShape(double p, double a, double b) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => BetaDistribution.Quantile(p, a, b));

    [Theory]
    [InlineData(1e-9, 0.5, 0.5)]
    [InlineData(0.025, 0.01, 3)]
    [InlineData(0.999999, 40, 0.5)]
    [InlineData(0.3, 100_000, 7)]
    [InlineData(0.975, 0.5, 1_000_000)]
    public void BetaQuantile_IsTheInverse_OfTheCumulative(double p, double a, double b) =>
        Assert.Equal(p, BetaDistribution.Cumulative(BetaDistribution.Quantile(p, a, b), a, b), 1e-9 * p);
}
