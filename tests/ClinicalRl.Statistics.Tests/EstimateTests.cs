using System.Text.Json;
using ClinicalRl.Statistics.Aggregation;
using ClinicalRl.Statistics.Agreement;

namespace ClinicalRl.Statistics.Tests;

public sealed class EstimateTests
{
    [Fact]
    public void Default_IsUndefined_AndItsValueThrows()
    {
        Estimate<double> none = default;
        Assert.Equal(Reason.NoData, none.Reason);
        Assert.Throws<InvalidOperationException>(() => none.Value);
        Assert.Equal("undefined (no-data)", none.ToString());
    }

    [Fact]
    public void Then_KeepsTheReason()
    {
        Estimate<double> none = Reason.NoVariation, some = 2.0;
        Assert.Equal(Reason.NoVariation, none.Then(value => value + 1).Reason);
        Assert.Equal(3, some.Then(value => value + 1).Value);
        Assert.Equal(Reason.TooFewItems, some.Then<double>(_ => Reason.TooFewItems).Reason);
    }

    [Fact]
    public void EveryReasonAndFlag_HasACodeOfItsOwn()
    {
        Assert.Equal(Enum.GetValues<Reason>(), Enum.GetValues<Reason>().Select(reason => StatisticCodes.ParseReason(reason.Code())!.Value));
        Assert.Equal(Enum.GetValues<Flag>().Length, Enum.GetValues<Flag>().Select(flag => flag.Code()).Distinct(StringComparer.Ordinal).Count());
        Assert.Equal(Enum.GetValues<IntervalMethod>().Length, Enum.GetValues<IntervalMethod>().Select(method => method.Title()).Distinct(StringComparer.Ordinal).Count());
        Assert.Null(StatisticCodes.ParseReason("whatever"));
    }

    [Fact]
    public void Json_BringsBackWhatWasWritten()
    {
        var defined = IntraclassCorrelation.Of([[1, 2], [2, 3], [4, 4]]).Value.OneWaySingle;
        foreach (var statistic in new[] { defined, Statistic.NotEstimable("alpha", Reason.NoVariation, 3) })
        {
            var back = JsonSerializer.Deserialize<Statistic>(JsonSerializer.Serialize(statistic))!;
            Assert.Equal((statistic.Method, statistic.Value, statistic.Interval, statistic.Count), (back.Method, back.Value, back.Interval, back.Count));
        }

        Assert.Equal("{\"undefined\":\"no-variation\"}", JsonSerializer.Serialize<Estimate<double>>(Reason.NoVariation));
        var sums = GoldSums.Of(0.3, 0.45) + GoldSums.Of(0.9, 0.8);
        Assert.Equal(sums, JsonSerializer.Deserialize<GoldSums>(JsonSerializer.Serialize(sums)));
    }

    [Theory]
    [InlineData("{\"undefined\":\"whatever\"}")]
    [InlineData("null")]
    [InlineData("\"text\"")]
    public void Json_Refuses_WhatIsNoEstimate(string json) => Assert.ThrowsAny<JsonException>(() => JsonSerializer.Deserialize<Estimate<double>>(json));
}
