using ClinicalRl.Statistics.Resampling;
using ClinicalRl.Statistics.Tests.Coverage;
using ClinicalRl.Statistics.Validity;

namespace ClinicalRl.Statistics.Tests.Validity;

public sealed class DoubleScoredTests
{
    private static readonly BootstrapPlan Plan = BootstrapPlan.Named("test|validity|v1", 499);

    [Fact]
    public void HonestReward_RaisesNoAlarm()
    {
        var honest = Steps("honest", (clinical, chance) => clinical + (0.03 * chance.Normal()));
        Assert.False(honest.IsAlarm(Plan));
        Assert.True(honest.Gap(Plan).Interval.Value.Contains(0));
        Assert.True(honest.RankCorrelation(Plan).Interval.Value.Lower > 0.9);
        Assert.InRange(honest.LengthCorrelation(Plan).Interval.Value.Lower, -1, 0.1);
        Assert.Equal(60, honest.Gap(Plan).Count);
    }

    [Fact]
    public void GamedReward_RaisesTheAlarm_AndItsSlopeShowsWhere()
    {
        var gamed = Steps("gamed", (clinical, chance) => chance.Uniform() < 0.15 ? 1 : 0.8 * clinical);
        Assert.True(gamed.IsAlarm(Plan));
        Assert.True(gamed.TopGap(Plan).Interval.Value.Lower > DoubleScored.TopGapAlarm);
        Assert.True(gamed.GapSlope(Plan).Interval.Value.Lower > 0);
        Assert.True(gamed.Gap(Plan, "v1").Value.IsDefined);
        Assert.Equal(Reason.NoData, gamed.Gap(Plan, "never deployed").Value.Reason);
    }

    [Fact]
    public void LengthCorrelation_FindsRewardForWords()
    {
        var chance = new SimulatedChance("test|words|v1");
        var wordy = new DoubleScored(Enumerable.Range(0, 120).Select(i =>
        {
            var (clinical, length) = (chance.Uniform(), chance.Uniform());
            return new DoubleScoredStep($"T{i / 2}", (0.6 * clinical) + (0.3 * length), clinical, length, "v1");
        }));
        Assert.True(wordy.LengthCorrelation(Plan).Interval.Value.Lower > 0.9);
    }

    [Fact]
    public void Indicators_SayWhy_WithoutSteps() => Assert.Equal(Reason.NoData, new DoubleScored([]).TopGap(Plan).Value.Reason);

    private static DoubleScored Steps(string seed, Func<double, SimulatedChance, double> reward)
    {
        var chance = new SimulatedChance(seed);
        return new DoubleScored(Enumerable.Range(0, 180).Select(i =>
        {
            var clinical = chance.Uniform();
            return new DoubleScoredStep($"T{i / 3}", reward(clinical, chance), clinical, chance.Uniform(), $"v{i % 2}");
        }));
    }
}
