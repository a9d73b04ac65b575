using ClinicalRl.Statistics.Distributions;
using ClinicalRl.Statistics.Tests.Vectors;

namespace ClinicalRl.Statistics.Tests.Distributions;

public sealed class DistributionVectorTests
{
    private static readonly Dictionary<string, Action<VectorCase>> Checks = new(StringComparer.Ordinal)
    {
        ["betaQuantile"] = vector => vector.Check("value", BetaDistribution.Quantile(vector.Number("p"), vector.Number("a"), vector.Number("b"))),
        ["betaCdf"] = vector => vector.Check("value", BetaDistribution.Cumulative(vector.Number("x"), vector.Number("a"), vector.Number("b"))),
        ["normalQuantile"] = vector => vector.Check("value", NormalDistribution.Quantile(vector.Number("p"))),
        ["normalCdf"] = vector => vector.Check("value", NormalDistribution.Cumulative(vector.Number("z"))),
    };

    [Fact]
    public void Distributions_AgreeWithEveryVector_OfWhatExists() =>
        VectorFile.Open("01-special-functions.json").CheckAll(Checks, "studentTQuantile", "fQuantile", "logBeta", "chiSquareUpperTail");

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
