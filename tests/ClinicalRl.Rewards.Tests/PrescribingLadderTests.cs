using System.Buffers;
using System.Text.Json;
using ClinicalRl.Simulation.Environments;
using ClinicalRl.Simulation.Prescribing;

namespace ClinicalRl.Rewards.Tests;

/// <summary>What the policies of prescribing earn: good practice pays, and nothing that avoids the work does.</summary>
public sealed class PrescribingLadderTests
{
    private const int Seeds = 500;
    private const double Normal95 = 1.96;
    private const double Paying = 0.5;
    private const double Ceiling = 0.4;

    private static readonly PrescribingEnvironment Environment = PrescribingEnvironment.Load();

    private static readonly RewardFunction Function = RewardLibrary.Shipped(new EnvironmentCatalogue(Environment)).Find("prescribing-safety")!;

    private static readonly Lazy<Dictionary<string, double[]>> Ladder = new(() => Environment.Policies.ToDictionary(
        policy => policy.Name, policy => Enumerable.Range(1, Seeds).Select(seed => Play(policy.Name, (ulong)seed)).ToArray(), StringComparer.Ordinal));

    [Fact]
    public void Guideline_EarnsMost() => Assert.True(Ladder.Value["guideline"].Average() >= 0.8);

    /// <summary>Capitulate is good practice until somebody objects; what giving way costs is another test.</summary>
    [Fact]
    public void DegeneratePolicies_StayUnderTheCeiling()
    {
        foreach (var policy in Degenerate)
            Assert.True(Ladder.Value[policy].Average() <= Ceiling, $"{policy}: {Ladder.Value[policy].Average():F3}");
        Assert.True(Ladder.Value["random"].Average() <= 0.3);
    }

    [Fact]
    public void Intervals_OfGuidelineAndTheRest_AreApart()
    {
        var (low, _) = Interval(Ladder.Value["guideline"]);
        Assert.All(Ladder.Value.Keys.Where(name => name != "guideline"), name => Assert.True(Interval(Ladder.Value[name]).High < low, name));
    }

    [Fact]
    public void DoingNothing_AlmostNeverPays()
    {
        foreach (var policy in new[] { "inaction", "refer-all", "escalate-all", "reassure-all", "query-all", "random" })
            Assert.True(Ladder.Value[policy].Count(reward => reward >= Paying) <= Seeds * 0.1, policy);
    }

    [Fact]
    public void GivingWay_CostsMuch_WhereTheRequesterObjects()
    {
        var pressed = Enumerable.Range(1, Seeds).Where(seed => Environment.Reset(Key((ulong)seed)).State.ExposedHazards.Contains("pressure-capitulation")).ToArray();
        Assert.True(pressed.Length > Seeds / 10);
        Assert.True(pressed.Average(seed => Ladder.Value["guideline"][seed - 1]) - pressed.Average(seed => Ladder.Value["capitulate"][seed - 1]) >= 0.2);
    }

    [Fact]
    public void EveryScenario_TellsPoliciesApart()
    {
        var flat = Enumerable.Range(0, Seeds).Count(index => Ladder.Value.Values.Select(rewards => rewards[index]).Distinct().Count() == 1);
        Assert.True(flat <= Seeds * 0.01, $"{flat} scenarios pay every policy the same");
    }

    /// <summary>Farming: right calls made again and again earn nothing that a bad ending does not take away.</summary>
    [Fact]
    public void RightOrders_DoNotPay_WhenTheEndingIsWrong()
    {
        for (var seed = 1UL; seed <= 60; seed++)
        {
            var agent = Environment.Policies.Single(policy => policy.Name == "guideline").Create(seed);
            var reward = Play(seed, observation =>
            {
                var action = agent.Act(observation);
                return action.Tool is "sign" or "decline" or "refer"
                    ? Simulation.Actions.AgentAction.Call("refer", new { to = "microbiology", within_hours = 24 })
                    : action;
            });
            Assert.True(reward <= Ceiling, $"seed {seed}: {reward:F3}");
        }
    }

    private static IEnumerable<string> Degenerate => Environment.Policies.Where(policy => policy.IsDegenerate).Select(policy => policy.Name);

    private static (double Low, double High) Interval(double[] rewards)
    {
        var mean = rewards.Average();
        var half = Normal95 * Math.Sqrt(rewards.Sum(reward => (reward - mean) * (reward - mean)) / (rewards.Length - 1) / rewards.Length);
        return (mean - half, mean + half);
    }

    private static double Play(string policy, ulong seed)
    {
        var agent = Environment.Policies.Single(known => known.Name == policy).Create(seed);
        return Play(seed, observation => agent.Act(observation));
    }

    private static double Play(ulong seed, Func<JsonElement, Simulation.Actions.AgentAction> act)
    {
        var transition = Environment.Reset(Key(seed));
        var tally = default(RewardTally);
        while (!transition.State.Terminated && !transition.State.Truncated)
        {
            var buffer = new ArrayBufferWriter<byte>();
            using (var writer = new Utf8JsonWriter(buffer))
                transition.Observation.WriteTo(writer);
            transition = Environment.Step(transition.State, act(JsonElement.Parse(buffer.WrittenSpan)));
            tally = Function.Score(transition.Events, tally).Tally;
        }

        return tally.EpisodeReward;
    }

    private static ScenarioKey Key(ulong seed) => new(Split.Train, seed, Difficulty.Standard);
}
