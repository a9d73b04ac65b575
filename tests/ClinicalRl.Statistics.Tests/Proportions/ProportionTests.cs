using ClinicalRl.Statistics.Proportions;
using CsCheck;

namespace ClinicalRl.Statistics.Tests.Proportions;

public sealed class ProportionTests
{
    private static readonly Gen<Proportion> Any =
        from trials in Gen.Int[0, 3_000]
        from events in Gen.Int[0, trials]
        select new Proportion(events, trials);

    [Fact]
    public void Intervals_HoldTheRate_AndStayInside() => Any.Sample(proportion =>
    {
        var rate = proportion.Rate.IsDefined ? proportion.Rate.Value : 0.5;
        foreach (var interval in new[] { proportion.Wilson(), proportion.Jeffreys(), proportion.ClopperPearson() })
            Assert.True(interval.Lower >= 0 && interval.Lower <= rate && rate <= interval.Upper && interval.Upper <= 1, $"{proportion}: {interval}");
    });

    [Fact]
    public void Intervals_Mirror_WhenEventsAndOthersSwap() => Any.Sample(proportion =>
    {
        var (here, there) = (proportion.ClopperPearson(), new Proportion(proportion.Trials - proportion.Events, proportion.Trials).ClopperPearson());
        Assert.Equal(here.Lower, 1 - there.Upper, 1e-10);
        Assert.Equal(here.Upper, 1 - there.Lower, 1e-10);
    });

    [Theory]
    [InlineData(-1, 2)]
    [InlineData(3, 2)]
    [InlineData(0, -1)]
    public void Proportion_Refuses_ImpossibleCounts(int events, int trials) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => new Proportion(events, trials));

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(double.NaN)]
    public void Intervals_Refuse_ImpossibleLevels(double level) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => new Proportion(1, 2).Wilson(level));
}
