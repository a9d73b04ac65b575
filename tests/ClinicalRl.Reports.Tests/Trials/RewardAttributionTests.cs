using System.Text;
using System.Text.Json;
using ClinicalRl.Audit.Episodes;
using ClinicalRl.Reports.Trials;
using ClinicalRl.Rewards;
using ClinicalRl.Simulation;
using ClinicalRl.Simulation.Environments;
using ClinicalRl.Simulation.Facts;
using ClinicalRl.Simulation.Policies;
using ClinicalRl.Testing.Corridor;

namespace ClinicalRl.Reports.Tests.Trials;

public sealed class RewardAttributionTests
{
    private const string Gate = "gate: {cap: 0.4, scope: episode}";

    private static readonly EnvironmentSpec Corridor = CorridorReward.Catalogue.Environments[0].Spec;

    // A move towards the door pays 1. Then the walker leaves elsewhere after 80 minutes: 2 of 10 is paid, by not overstaying.
    [Theory]
    [InlineData(Gate, "", 0.5 * 2 / 3, 0.1 * 2 / 3, 0.4 + 0.2)]                                      // (1 + 0.2) ÷ 2 = 0.6, capped at 0.4
    [InlineData("gate: {cap: 0.1, scope: step}", "", 0.5, 0.05, 0.4 + 0.05)]                          // the second step is capped at 0.1
    [InlineData("", "", 0.5, 0.1, 0.4)]
    [InlineData("", "episode: {aggregate: severity-weighted}", 1 / 11.0, 2 / 11.0, 8 / 11.0)]                    // weights 1 and 10
    public void Reward_IsSplit_AmongTheCriteriaThatPaidAndCostIt(string gate, string aggregate, double follows, double stays, double leavesCost)
    {
        var function = Compile(CorridorReward.Yaml.Replace(Gate, gate, StringComparison.Ordinal).Replace("exploitCeiling: 0.5", "exploitCeiling: 0.5\n" + aggregate, StringComparison.Ordinal));
        var attribution = new RewardAttribution(function.Document);
        var first = function.Score([Event("moved", 1, 3)], default);
        var second = function.Score([Event("episode_ended", 0, 80)], first.Tally);
        attribution.Add(first);
        attribution.Add(second);
        attribution.End(second.Tally);
        Assert.Equal(follows, attribution.Gains[0], 1e-12);
        Assert.Equal(0, attribution.Gains[1]);
        Assert.Equal(stays, attribution.Gains[2], 1e-12);
        Assert.Equal(leavesCost, attribution.Losses[1], 1e-12);
        Assert.Equal(second.Tally.EpisodeReward, attribution.Gains.Sum(), 1e-12);
        Assert.Equal(1, attribution.Gains.Sum() + attribution.Losses.Sum(), 1e-12);
    }

    [Fact]
    public void Nothing_IsSplit_WhenNothingWasJudged()
    {
        var attribution = new RewardAttribution(CorridorReward.Function.Document);
        attribution.Add(CorridorReward.Function.Score([], default));
        attribution.End(default);
        Assert.All(attribution.Gains.Concat(attribution.Losses), amount => Assert.Equal(0, amount));
    }

    [Fact]
    public void Sums_Hold_ForEveryShippedRewardFunction_WhoeverPlays()
    {
        var catalogue = ShippedEnvironments.Load();
        var library = RewardLibrary.Shipped(catalogue);
        var played = 0;
        foreach (var environment in catalogue.Environments)
        {
            var function = library.Find(environment.Spec.DefaultRewardFunction)!;
            foreach (var policy in environment.Policies)
            {
                for (var seed = 1UL; seed <= 6; seed++, played++)
                {
                    var (attribution, tally) = Play(environment, function, policy, seed);
                    Assert.Equal(tally.EpisodeReward, attribution.Gains.Sum(), 1e-9);
                    Assert.Equal(tally.JudgedSteps == 0 ? 0 : 1, attribution.Gains.Sum() + attribution.Losses.Sum(), 1e-9);
                    Assert.All(attribution.Gains.Concat(attribution.Losses), amount => Assert.InRange(amount, 0, 1 + 1e-9));
                }
            }
        }

        Assert.True(played > 100, "too few episodes were looked at");
    }

    private static (RewardAttribution Attribution, RewardTally Tally) Play(IEnvironment environment, RewardFunction function, PolicyDefinition definition, ulong seed)
    {
        var (policy, attribution) = (definition.Create(seed), new RewardAttribution(function.Document));
        var run = EpisodeRun.Start(environment, function, new ScenarioKey(Split.Train, seed, Difficulty.Standard));
        while (!run.Ended)
        {
            using var buffer = new MemoryStream();
            using (var writer = new Utf8JsonWriter(buffer))
                run.Observation.WriteTo(writer);
            run = run.Step(policy.Act(JsonElement.Parse(buffer.ToArray())));
            attribution.Add(run.Reward!);
        }

        attribution.End(run.Tally);
        return (attribution, run.Tally);
    }

    private static RewardFunction Compile(string yaml) => RewardFunction.Compile(RewardDocumentParser.Parse(Encoding.UTF8.GetBytes(yaml)), Corridor);

    private static FactEvent Event(string kind, params double[] values) => new(Corridor.Facts.Kinds.Single(known => known.Name == kind), null, values);
}
