using ClinicalRl.Rewards.Tests.Wards;
using System.Text;
using System.Text.Json;

namespace ClinicalRl.Rewards.Tests;

public sealed class RewardTallyTests
{
    [Fact]
    public void Episode_IsThePublishedMean_OfThePublishedSteps()
    {
        RewardTally tally = default;
        foreach (var value in new[] { 0.92, 0.88, 0.34, 0.81 })
            tally = tally.WithStep(value, 1, EpisodeAggregate.Mean);
        Assert.Equal(0.7375, tally.MeanReward);
        Assert.Equal(0.7375, tally.EpisodeReward);
        Assert.Equal(4, tally.JudgedSteps);
        Assert.Equal(0.81, tally.LastValue);
    }

    [Fact]
    public void Default_IsTheTallyBeforeTheFirstStep()
    {
        RewardTally tally = default;
        Assert.Equal((0, 0, 0, 1, 0), (tally.JudgedSteps, tally.MeanReward, tally.SeverityWeightedReward, tally.Cap, tally.EpisodeReward));
        Assert.Empty(tally.Gates);
        Assert.Equal("""{"reward":0,"mean":0,"severity_weighted":0,"judged_steps":0,"cap":1,"gates":[]}""", Json(tally));
    }

    [Fact]
    public void SeverityWeighted_CountsEachStepByItsWeight()
    {
        var tally = default(RewardTally).WithStep(1, 1, EpisodeAggregate.Mean).WithStep(0.5, 3, EpisodeAggregate.Mean);
        Assert.Equal(0.75, tally.MeanReward);
        Assert.Equal(0.625, tally.SeverityWeightedReward);
    }

    [Fact]
    public void Mean_StaysAtOne_WhenEveryStepIsPerfect()
    {
        RewardTally tally = default;
        for (var i = 0; i < 1_000; i++)
            tally = tally.WithStep(1, 0.1 + (i % 7), EpisodeAggregate.SeverityWeighted);
        Assert.Equal((1, 1, 1), (tally.MeanReward, tally.SeverityWeightedReward, tally.EpisodeReward));
    }

    [Fact]
    public void Gates_KeepTheLowestCap_AndEveryCriterionOnce()
    {
        var tally = default(RewardTally).WithStep(0.9, 1, EpisodeAggregate.Mean).WithGate("b", 0.4).WithGate("a", 0.6).WithGate("b", 0.4);
        Assert.Equal((0.4, 0.4), (tally.Cap, tally.EpisodeReward));
        Assert.Equal(["a", "b"], tally.Gates);
        Assert.Equal("""{"reward":0.4,"mean":0.9,"severity_weighted":0.9,"judged_steps":1,"cap":0.4,"gates":["a","b"]}""", Json(tally));
    }

    [Fact]
    public void Tallies_AreEqual_WhenTheirHistoriesAre()
    {
        var one = default(RewardTally).WithStep(0.9, 1, EpisodeAggregate.Mean).WithGate("a", 0.4).WithGate("b", 0.6);
        var other = default(RewardTally).WithStep(0.9, 1, EpisodeAggregate.Mean).WithGate("b", 0.6).WithGate("a", 0.4);
        Assert.Equal(one, other);
        Assert.Equal(one.GetHashCode(), other.GetHashCode());
        Assert.NotEqual(one, other.WithGate("c", 0.4));
        Assert.NotEqual(one, other.WithStep(0.9, 1, EpisodeAggregate.Mean));
    }

    private static string Json(RewardTally tally)
    {
        using var stream = new MemoryStream();
        using (var writer = new Utf8JsonWriter(stream))
            tally.WriteTo(writer);
        return Encoding.UTF8.GetString(stream.ToArray());
    }

    [Fact]
    public void PublishedExample_ComesOutOfADocument()
    {
        var criteria = new[] { ("a", 3.4, "level < 5"), ("b", 4.7, "level in [1, 2, 4]"), ("c", 0.7, "level <= 2"), ("d", 0.4, "level = 1"), ("e", 0.8, "level = 5") };
        var function = Ward.Compile(Ward.Text([.. criteria.Select(criterion => FormattableString.Invariant(
            $"  - {{id: {criterion.Item1}, statement: Wanted., category: CS01, severity: S3, weight: {criterion.Item2}, judge: seen, met: '{criterion.Item3}'}}"))]));
        RewardTally tally = default;
        var rewards = new List<double>();
        foreach (var level in new[] { 1, 2, 3, 4 })
        {
            var step = function.Score([Ward.SeenAt(1, level)], tally);
            rewards.Add(step.Value);
            tally = step.Tally;
        }

        Assert.Equal([0.92, 0.88, 0.34, 0.81], rewards);
        Assert.Equal((0.7375, 4), (tally.EpisodeReward, tally.JudgedSteps));
    }
}
