using ClinicalRl.Statistics.Resampling;
using CsCheck;

namespace ClinicalRl.Statistics.Tests.Resampling;

/// <summary>Against published values (SplitMix64; Davison and Hinkley 1997, example 5.8) and values computed with 50 digits.</summary>
public sealed class MeanIntervalTests
{
    private static readonly double[] AirConditioning = [3, 5, 7, 18, 43, 85, 91, 98, 100, 130, 230, 487];

    private static readonly double[] Rewards = [0.74, 0.81, 0.66, 0.9, 0.55, 0.78, 0.83, 0.71, 0.69, 0.95, 0.6, 0.77, 0.88, 0.72, 0.8];

    [Fact]
    public void Generator_GivesThePublishedValues()
    {
        var generator = new CounterGenerator(1234567);
        Assert.Equal(
            [6457827717110365317, 3203168211198807973, 9817491932198370423, 4593380528125082431, 16408922859458223821],
            Enumerable.Range(0, 5).Select(counter => generator.Value((ulong)counter)));
        Assert.Equal(14243228784026351428, new CounterGenerator(ulong.MaxValue).Value(4294967296));
    }

    [Fact]
    public void Generator_GivesIndicesOfASeedText()
    {
        Assert.Equal(11523105853398280330, CounterGenerator.FromText("report-0001|episode-mean|v1").Seed);
        Assert.Equal(
            [5, 1, 1, 2, 0, 6, 1, 5, 2, 4, 1, 3, 3, 3, 4, 1, 0, 3, 0, 4],
            Enumerable.Range(0, 20).Select(counter => new CounterGenerator(42).Index((ulong)counter, 7)));
    }

    [Fact]
    public void Of_GivesThePublishedInterval_ForAirConditioningFailures()
    {
        var interval = MeanInterval.Of(AirConditioning, CounterGenerator.FromText("aircondit|mean|v1"), 999);
        Assert.Equal(108.08333333333333, interval.Estimate, 1e-9);
        Assert.Equal(57.4348813704943, interval.Low, 1e-6);
        Assert.Equal(243.87723996799267, interval.High, 1e-6);
        Assert.Equal(IntervalMethod.Bca, interval.Method);
    }

    [Fact]
    public void Of_GivesTheWorkedInterval_ForEpisodeRewards()
    {
        var interval = MeanInterval.Of(Rewards, CounterGenerator.FromText("episodes|mean|v1"));
        Assert.Equal(0.7040000000000001, interval.Low, 1e-9);
        Assert.Equal(0.8119999999999999, interval.High, 1e-9);
    }

    [Fact]
    public void Of_HasNoWidth_WhenValuesDoNotVary()
    {
        var interval = MeanInterval.Of([0.5, 0.5, 0.5, 0.5], new CounterGenerator(1), 199);
        Assert.Equal((0.5, 0.5, 0.5, IntervalMethod.Bca), (interval.Estimate, interval.Low, interval.High, interval.Method));
    }

    [Fact]
    public void Of_IsUndefined_WhenThereIsOneUnit() =>
        Assert.Equal(IntervalMethod.Undefined, MeanInterval.Of([0.4], new CounterGenerator(1)).Method);

    [Theory]
    [InlineData(double.NaN)]
    [InlineData(double.PositiveInfinity)]
    public void Of_Refuses_WhenAValueIsNotFinite(double value) =>
        Assert.Throws<ArgumentException>(() => MeanInterval.Of([0.1, value], new CounterGenerator(1)));

    [Fact]
    public void Of_Refuses_WhenThereIsNoValue() => Assert.Throws<ArgumentException>(() => MeanInterval.Of([], new CounterGenerator(1)));

    [Fact]
    public void Of_StaysWithinTheValues_AndOrdersItsEnds() =>
        Gen.Double[0, 1].Array[2, 40].Sample(
            values =>
            {
                var interval = MeanInterval.Of(values, new CounterGenerator(9), 199);
                return values.Min() - 1e-12 <= interval.Low && interval.Low <= interval.High && interval.High <= values.Max() + 1e-12;
            },
            iter: 200);
}
