using ClinicalRl.Statistics.Concordance;
using ClinicalRl.Statistics.Resampling;
using ClinicalRl.Statistics.Tests.Streams;
using CsCheck;

namespace ClinicalRl.Statistics.Tests.Concordance;

public sealed class ConcordancePropertyTests
{
    private static readonly Gen<PairedValues> Pairs =
        from size in Gen.Int[3, 60]
        from x in Gen.Int[0, 12].Array[size]
        from y in Gen.Int[0, 12].Array[size]
        select new PairedValues([.. x.Select(value => value / 12.0)], [.. y.Select((value, i) => (value + x[i]) / 24.0)]);

    [Fact]
    public void TauB_EqualsCountingEveryPair() => Pairs.Sample(pairs =>
    {
        long concordant = 0, discordant = 0;
        foreach (var (i, j) in from i in Enumerable.Range(0, pairs.Count) from j in Enumerable.Range(0, i) select (i, j))
        {
            var sign = Math.Sign(pairs.X[i] - pairs.X[j]) * Math.Sign(pairs.Y[i] - pairs.Y[j]);
            (concordant, discordant) = (concordant + (sign > 0 ? 1 : 0), discordant + (sign < 0 ? 1 : 0));
        }

        var tau = KendallTau.Of(pairs);
        if (tau.IsDefined)
            Assert.Equal((concordant, discordant), (tau.Value.Concordant, tau.Value.Discordant));
    });

    [Fact]
    public void RankCorrelations_IgnoreRisingMaps_AndTurnWithFallingOnes() => Pairs.Sample(pairs =>
    {
        var rising = new PairedValues([.. pairs.X.Select(Math.Exp)], pairs.Y);
        var falling = new PairedValues([.. pairs.X.Select(x => -x)], pairs.Y);
        foreach (var correlation in new Func<PairedValues, Estimate<double>>[] { Correlations.TauB, Correlations.Spearman })
        {
            if (!correlation(pairs).IsDefined)
                continue;
            Assert.Equal(correlation(pairs).Value, correlation(rising).Value, 1e-12);
            Assert.Equal(-correlation(pairs).Value, correlation(falling).Value, 1e-12);
        }
    });

    [Fact]
    public void Lin_IsSymmetric_OfNoUnit_AndAtMostTheCorrelation() =>
        Gen.Select(Pairs, Gen.Double[0.1, 20], Gen.Double[-3, 3], Gen.ULong).Sample((pairs, scale, shift, seed) =>
    {
        var order = Shuffle.Of(Enumerable.Range(0, pairs.Count), seed);
        var other = new PairedValues([.. order.Select(i => (pairs.Y[i] * scale) + shift)], [.. order.Select(i => (pairs.X[i] * scale) + shift)]);
        var (here, there) = (LinConcordance.Of(pairs), LinConcordance.Of(other));
        Assert.Equal(here.Reason, there.Reason);
        if (!here.IsDefined || !here.Value.Pearson.IsDefined)
            return;
        Assert.Equal(here.Value.Value, there.Value.Value, 1e-9);
        Assert.True(Math.Abs(here.Value.Value) <= Math.Abs(here.Value.Pearson.Value) + 1e-12);
        if (here.Value.Interval.IsDefined)
            Assert.True(here.Value.Interval.Value.Contains(here.Value.Value));
    });

    [Fact]
    public void BlandAltman_ShiftsWithTheBias_AndNarrowsWithItems() => Gen.Select(Pairs, Gen.Double[-3, 3]).Sample((pairs, shift) =>
    {
        var here = BlandAltman.Of(pairs).Value;
        var there = BlandAltman.Of(new PairedValues([.. pairs.X.Select(x => x + shift)], pairs.Y)).Value;
        Assert.Equal(here.Bias.Value.Value + shift, there.Bias.Value.Value, 1e-9);
        Assert.Equal(here.UpperLimit.Value.Value + shift, there.UpperLimit.Value.Value, 1e-9);
        var doubled = BlandAltman.Of(new PairedValues([.. pairs.X, .. pairs.X], [.. pairs.Y, .. pairs.Y])).Value;
        Assert.True(doubled.Bias.Interval.Value.Width <= here.Bias.Interval.Value.Width);
    });

    [Fact]
    public void KendallW_IsOne_WhenAllRankAlike_AndIgnoresRisingMaps() => Gen.Int[0, 20].Array[4, 20].Sample(scores =>
    {
        double[][] table = [.. scores.Select(score => score / 10.0).Select(score => new[] { score, Math.Exp(score), (5 * score) - 1 })];
        if (scores.Distinct().Count() > 1)
            Assert.Equal(1, KendallW.Of(table).Value.W, 1e-12);
    });

    [Theory]
    [InlineData(new double[] { 1, 1, 1 }, new double[] { 1, 1, 1 }, null, Reason.NoVariation)]
    [InlineData(new double[] { 1, 1, 1 }, new double[] { 2, 2, 2 }, 0.0, Reason.NoVariation)]
    [InlineData(new double[] { 1, 2, 3 }, new double[] { 2, 2, 2 }, 0.0, Reason.NoVariation)]
    [InlineData(new double[] { 1, 2, 3 }, new double[] { 1, 2, 3 }, 1.0, Reason.ZeroErrorVariance)]
    [InlineData(new double[] { 1, 2 }, new double[] { 1, 2 }, null, Reason.TooFewItems)]
    public void Lin_SaysWhy_AtItsEdges(double[] x, double[] y, double? value, Reason reason)
    {
        var lin = LinConcordance.Measure(new PairedValues(x, y));
        Assert.Equal(value is null ? reason : null, lin.Value.Reason);
        Assert.Equal(reason, lin.Interval.Reason);
        if (value is { } known)
            Assert.Equal(known, lin.Value.Value, 1e-12);
    }

    [Fact]
    public void Disattenuated_IsCappedWithAFlag()
    {
        var capped = Correlations.Disattenuated(new PairedValues([1, 2, 3, 4, 5], [1, 2, 3, 5, 4]), 0.5, BootstrapPlan.Named("cap|r|v1", 199));
        Assert.Equal(1, capped.Value.Value);
        Assert.Contains(Flag.Capped, capped.Flags);
    }

    [Fact]
    public void BradleyTerry_NeedsWinsAcrossEverySplit() =>
        Assert.Equal(Reason.NotStronglyConnected, BradleyTerry.Of([[0, 3, 1], [2, 0, 4], [0, 0, 0]], 0).Reason);
}
