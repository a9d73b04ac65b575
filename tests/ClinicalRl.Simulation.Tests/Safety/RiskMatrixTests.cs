using ClinicalRl.Simulation.Safety;

namespace ClinicalRl.Simulation.Tests.Safety;

public sealed class RiskMatrixTests
{
    private static readonly RiskMatrix Matrix = RiskMatrix.Shipped;

    [Fact]
    public void Levels_AreThoseOfTheStandard()
    {
        int[][] standard = [[1, 1, 2, 2, 3], [1, 2, 2, 3, 4], [2, 2, 3, 3, 4], [2, 3, 3, 4, 5], [3, 4, 4, 5, 5]];
        foreach (var likelihood in Enum.GetValues<Likelihood>())
            Assert.Equal(standard[(int)likelihood], Enumerable.Range(1, 5).Select(severity => Matrix.Level(likelihood, (Severity)severity)));
        Assert.Equal(Matrix.Level(Likelihood.High, Severity.S1), Matrix.Level(Likelihood.High, Severity.S0));
        Assert.Equal("unacceptable", Matrix.Meaning(5));
        Assert.Equal("acceptable", Matrix.Meaning(1));
        Assert.Contains("several deaths", Matrix.Meaning(Severity.S5), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0, Likelihood.VeryLow)]
    [InlineData(0.01, Likelihood.VeryLow)]
    [InlineData(0.0101, Likelihood.Low)]
    [InlineData(0.05, Likelihood.Low)]
    [InlineData(0.2, Likelihood.Medium)]
    [InlineData(0.5, Likelihood.High)]
    [InlineData(0.51, Likelihood.VeryHigh)]
    [InlineData(1, Likelihood.VeryHigh)]
    public void Rate_HasTheFirstClassThatHoldsIt(double rate, Likelihood expected)
    {
        Assert.Equal(expected, Matrix.Of(rate).Likelihood);
        Assert.False(Matrix.Of(rate).RateVerified);   // the standard gives words, not rates
    }

    [Fact]
    public void Level_NeverFalls_WithLikelihoodOrSeverity()
    {
        foreach (var likelihood in Enum.GetValues<Likelihood>())
        {
            for (var severity = Severity.S1; severity < Severity.S5; severity++)
                Assert.True(Matrix.Level(likelihood, severity) <= Matrix.Level(likelihood, severity + 1));
            if (likelihood > Likelihood.VeryLow)
                Assert.All(Enum.GetValues<Severity>(), severity => Assert.True(Matrix.Level(likelihood - 1, severity) <= Matrix.Level(likelihood, severity)));
        }
    }
}
