using ClinicalRl.Statistics.Concordance;
using ClinicalRl.Statistics.Resampling;
using ClinicalRl.Statistics.Tests.Coverage;

namespace ClinicalRl.Statistics.Tests.Resampling;

public sealed class BootstrapTests
{
    private static readonly double[] Values = [0.1, 0.5, 0.6, 0.9, 0.2, 0.4, 0.45, 0.8, 0.7, 0.3, 0.35, 0.95];

    private static readonly BootstrapPlan Plan = BootstrapPlan.Named("test|bootstrap|v1", BootstrapPlan.ScreenResamples);

    [Fact]
    public void Bootstrap_OfAMean_EqualsTheMeanOfUnits()
    {
        var any = Bootstrap.Of(Values.Length, units => MeanOf(units), Plan);
        var mean = ClusterMean.Of(Clusters.OfSingles(Values), Plan);
        Assert.Equal(mean.Mean.Value, any.Value.Value, 1e-12);
        Assert.Equal(mean.Interval.Value.Lower, any.Interval.Value.Lower, 1e-12);
        Assert.Equal(mean.Interval.Value.Upper, any.Interval.Value.Upper, 1e-12);
        Assert.Equal(mean.MonteCarlo.Value.UpperFrom, any.MonteCarlo.Value.UpperFrom, 1e-12);
    }

    [Fact]
    public void Bootstrap_DropsUndefinedResamples_UntilTheyAreTooMany()
    {
        var pairs = new PairedValues([0, 0, 0, 0, 0, 1], [1, 2, 3, 4, 5, 6]);
        var often = Bootstrap.Of(6, units => Correlations.Pearson(pairs.At(units)), Plan);
        Assert.Equal(Reason.TooManyUndefinedResamples, often.Interval.Reason);
        Assert.InRange(often.UndefinedResamples, 500, 900);
        Assert.True(often.Value.IsDefined);
    }

    /// <summary>Two seeds differ by √2 standard errors, so another seed's end lies within two of this one's in about 84 of 100 cases.</summary>
    [Fact]
    public void MonteCarloError_HoldsWhatOtherSeedsGive()
    {
        var held = 0;
        for (var i = 0; i < 200; i++)
        {
            var bounds = ClusterMean.Of(Clusters.OfSingles(Values), BootstrapPlan.Named($"this {i}", 999)).MonteCarlo.Value;
            var other = ClusterMean.Of(Clusters.OfSingles(Values), BootstrapPlan.Named($"other {i}", 999)).Interval.Value;
            held += bounds.LowerFrom <= other.Lower && other.Lower <= bounds.LowerTo ? 1 : 0;
            held += bounds.UpperFrom <= other.Upper && other.Upper <= bounds.UpperTo ? 1 : 0;
        }

        Assert.InRange(held / 400.0, 0.79, 0.89);
        Assert.Equal(Math.Sqrt(0.025 * 0.975 / 3), MonteCarloError.OfPercentile([1, 2, 3], 0.95).LowerStandardError, 1e-12);
    }

    [Fact]
    public void StratifiedMean_IsNarrower_WhenStrataDiffer_AndWeighsByShare()
    {
        var (low, high) = (Clusters.OfSingles(Values.Select(value => value / 5)), Clusters.OfSingles(Values.Select(value => 0.8 + (value / 5))));
        var stratified = StratifiedMean.Of([new Stratum(3, low), new Stratum(1, high)], Plan);
        Assert.Equal((0.75 * low.Mean.Value) + (0.25 * high.Mean.Value), stratified.Mean.Value, 1e-12);
        Assert.True(stratified.Interval.Value.Contains(stratified.Mean.Value));
        Assert.Equal(2 * 1.96 * stratified.StandardError.Value, stratified.Interval.Value.Width, 0.2 * stratified.Interval.Value.Width);
        var mixed = ClusterMean.Of(Clusters.OfSingles([.. Values.Select(value => value / 5), .. Values.Select(value => 0.8 + (value / 5))]), Plan);
        Assert.True(stratified.Interval.Value.Width < 0.5 * mixed.Interval.Value.Width);
        Assert.Equal(Reason.TooFewClusters, StratifiedMean.Of([new Stratum(1, low), new Stratum(1, Clusters.OfSingles([0.5]))], Plan).Interval.Reason);
    }

    [Fact]
    public void CrossedMean_IsWiderThanIgnoringThatEvaluatorsDiffer()
    {
        var chance = new SimulatedChance("test|crossed|v1");
        var bias = Enumerable.Range(0, 8).Select(_ => 0.2 * chance.Normal()).ToArray();
        CrossedValue[] cells =
        [
            .. from row in Enumerable.Range(0, 8) from column in Enumerable.Range(0, 30) select new CrossedValue(row, column, 0.5 + bias[row] + (0.1 * chance.Normal())),
        ];
        var crossed = CrossedMean.Of(cells, 8, 30, Plan);
        var naive = ClusterMean.Of(Clusters.OfSingles(cells.Select(cell => cell.Value)), Plan);
        Assert.True(crossed.Interval.Value.Width > 2 * naive.Interval.Value.Width);
        Assert.Contains(Flag.FewUnits, crossed.Flags);
        Assert.Equal(Reason.NoData, CrossedMean.Of([], 8, 30, Plan).Value.Reason);
    }

    private static Estimate<double> MeanOf(ReadOnlySpan<int> units)
    {
        var sum = 0.0;
        foreach (var unit in units)
            sum += Values[unit];
        return sum / units.Length;
    }
}
