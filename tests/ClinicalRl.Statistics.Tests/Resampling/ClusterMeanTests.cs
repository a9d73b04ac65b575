using ClinicalRl.Statistics.Resampling;
using CsCheck;

namespace ClinicalRl.Statistics.Tests.Resampling;

public sealed class ClusterMeanTests
{
    private static readonly BootstrapPlan Screen = BootstrapPlan.Named("test|mean|v1", BootstrapPlan.ScreenResamples);

    [Fact]
    public void Of_IsUndefined_WithoutUnits()
    {
        var mean = ClusterMean.Of(Clusters.OfSingles([]), Screen);
        Assert.Equal(Reason.NoData, mean.Mean.Reason);
        Assert.Equal(Reason.NoData, mean.Interval.Reason);
        Assert.Throws<InvalidOperationException>(() => mean.Mean.Value);
    }

    [Fact]
    public void Of_HasNoInterval_WithOneUnit()
    {
        var mean = ClusterMean.Of(Clusters.OfSingles([0.7]), Screen);
        Assert.Equal(0.7, mean.Mean.Value);
        Assert.Equal(Reason.TooFewClusters, mean.Interval.Reason);
        Assert.Equal(Reason.TooFewClusters, mean.StandardError.Reason);
    }

    [Fact]
    public void Of_FlagsFewUnits_BelowTen()
    {
        Assert.Equal([Flag.FewUnits], ClusterMean.Of(Clusters.OfSingles([0.1, 0.5, 0.6]), Screen).Flags);
        Assert.Empty(ClusterMean.Of(Clusters.OfSingles(Enumerable.Range(0, 10).Select(i => i / 10.0)), Screen).Flags);
    }

    [Fact]
    public void Of_FallsBackToPercentile_WhenTheBiasCorrectionIsInfinite()
    {
        // One resample of two units that lies on one side of the mean.
        var clusters = Clusters.OfSingles([0, 1]);
        var oneSided = Enumerable.Range(0, 100)
            .Select(i => ClusterMean.Of(clusters, BootstrapPlan.Named($"seed {i}", resamples: 1)))
            .First(mean => mean.FallbackReason is not null);
        Assert.Equal(Reason.BiasCorrectionInfinite, oneSided.FallbackReason);
        Assert.Equal(IntervalMethod.PercentileBootstrap, oneSided.Interval.Value.Method);
        Assert.Contains(Flag.FellBack, oneSided.Flags);
    }

    [Fact]
    public void Of_IsAPoint_WhenAllUnitsAreEqual()
    {
        var interval = ClusterMean.Of(Clusters.OfSingles(Enumerable.Repeat(0.1, 15)), Screen).Interval.Value;
        Assert.Equal(0.1, interval.Lower, 1e-12);
        Assert.Equal(0.1, interval.Upper, 1e-12);
    }

    [Fact]
    public void Of_HoldsTheEstimate_AndScales() => Gen.Int[0, 10_000].Select(value => value / 10_000.0).Array[5, 30].Sample(   // not as close as what counts as equal
        values =>
        {
            var mean = ClusterMean.Of(Clusters.OfSingles(values), Screen);
            var doubled = ClusterMean.Of(Clusters.OfSingles(values.Select(value => 2 * value)), Screen);
            Assert.InRange(mean.Interval.Value.Upper, mean.Interval.Value.Lower, 1);
            Assert.InRange(mean.Interval.Value.Lower, 0, mean.Interval.Value.Upper);
            Assert.Equal(2 * mean.Interval.Value.Lower, doubled.Interval.Value.Lower, 1e-9);
            Assert.Equal(2 * mean.Interval.Value.Upper, doubled.Interval.Value.Upper, 1e-9);
        },
        iter: 20);

    [Fact]
    public void Interval_HoldsTheMean_NarrowsWithUnits_AndMirrors() => Gen.Double[0, 1].Array[10, 40].Sample(
        values =>
        {
            var here = ClusterMean.Of(Clusters.OfSingles(values), Screen);
            var more = ClusterMean.Of(Clusters.OfSingles([.. values, .. values, .. values, .. values]), Screen);
            var mirrored = ClusterMean.Of(Clusters.OfSingles(values.Select(value => 1 - value)), Screen);
            Assert.True(here.Interval.Value.Contains(here.Mean.Value), here.ToStatistic("mean").ToString());
            Assert.True(more.Interval.Value.Width < 0.75 * here.Interval.Value.Width);
            Assert.Equal(here.Interval.Value.Lower, 1 - mirrored.Interval.Value.Upper, 1e-9);
        },
        iter: 30);

    [Fact]
    public void Of_IsTheSame_EveryTime_AndDiffersByItsSeedTextOnly()
    {
        var clusters = Clusters.OfSingles([0.1, 0.7, 0.3, 0.9, 0.4]);
        Assert.Equal(ClusterMean.Of(clusters, Screen).Interval, ClusterMean.Of(clusters, BootstrapPlan.Named("test|mean|v1", BootstrapPlan.ScreenResamples)).Interval);
        Assert.NotEqual(ClusterMean.Of(clusters, Screen).Interval, ClusterMean.Of(clusters, BootstrapPlan.Named("test|mean|v2", BootstrapPlan.ScreenResamples)).Interval);
    }

    [Theory]
    [InlineData(double.NaN)]
    [InlineData(double.PositiveInfinity)]
    public void Clusters_Refuse_WhatIsNotFinite(double value) => Assert.Throws<ArgumentException>(() => Clusters.OfSingles([0.5, value]));

    [Fact]
    public void Clusters_Refuse_AnEmptyUnit() => Assert.Throws<ArgumentException>(() => Clusters.Of([[0.5], []]));

    [Fact]
    public void Studentized_IsUndefined_WhenThereIsNoSpreadOrTooLittle()
    {
        Assert.Equal(Reason.TooFewItems, StudentizedMean.Of([1, 2, 3], Screen).Reason);
        Assert.Equal(Reason.ZeroStandardError, StudentizedMean.Of([1, 1, 1, 1, 1, 1, 1, 1], Screen).Reason);
    }
}
