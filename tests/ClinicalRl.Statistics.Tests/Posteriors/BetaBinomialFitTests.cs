using ClinicalRl.Statistics.Posteriors;

namespace ClinicalRl.Statistics.Tests.Posteriors;

public sealed class BetaBinomialFitTests
{
    [Fact]
    public void Fit_IgnoresOrder_AndEvaluatorsWithoutItems()
    {
        var fit = BetaBinomialFit.Of([3, 9, 5, 7], [10, 10, 12, 9]).Value;
        var other = BetaBinomialFit.Of([7, 0, 5, 9, 3], [9, 0, 12, 10, 10]).Value;
        Assert.Equal(fit.A, other.A, 1e-9);
        Assert.Equal(fit.LogLikelihood, other.LogLikelihood, 1e-12);
    }

    [Fact]
    public void Fit_DrawsRatesTowardsThePanel()
    {
        var fit = BetaBinomialFit.Of([3, 9, 5, 7], [10, 10, 12, 9]).Value;
        Assert.InRange(fit.ShrunkRate(9, 10), fit.Mean, 0.9);
        Assert.InRange(fit.ShrunkRate(3, 10), 0.3, fit.Mean);
    }

    [Theory]
    [InlineData(new[] { 3 }, new[] { 5 }, Reason.TooFewEvaluators)]
    [InlineData(new int[0], new int[0], Reason.NoData)]
    [InlineData(new[] { 0, 0 }, new[] { 5, 6 }, Reason.NoVariation)]
    [InlineData(new[] { 0, 1, 1 }, new[] { 1, 1, 1 }, Reason.NotIdentifiable)]
    [InlineData(new[] { 0, 9 }, new[] { 9, 9 }, Reason.NotIdentifiable)]
    [InlineData(new[] { 4, 5 }, new[] { 9, 9 }, Reason.BoundaryNoOverdispersion)]
    public void Fit_IsUndefined_WithItsReason(int[] successes, int[] trials, Reason reason) =>
        Assert.Equal(reason, BetaBinomialFit.Of(successes, trials).Reason);
}
