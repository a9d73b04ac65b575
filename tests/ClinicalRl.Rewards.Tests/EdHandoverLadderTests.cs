using System.Buffers;
using System.Text.Json;
using ClinicalRl.Simulation.EdHandover;
using ClinicalRl.Simulation.Environments;

namespace ClinicalRl.Rewards.Tests;

/// <summary>What the handover's policies earn, stay by stay.</summary>
public sealed class EdHandoverLadderTests
{
    private const int Stays = 300;
    private static readonly EdHandoverEnvironment Environment = EdHandoverEnvironment.Load();
    private static readonly RewardFunction Function = RewardLibrary.Shipped(new EnvironmentCatalogue(Environment)).Find("ed-handover-safety")!;

    [Fact]
    public void Policies_EarnDifferently_InEveryStay()
    {
        var policies = new[] { "guideline", "capitulate", "verbose", "reassure-all", "escalate-all", "inaction" };
        var varied = Enumerable.Range(1, Stays).Count(seed => policies.Select(policy => Play(policy, (ulong)seed).Reward).Distinct().Count() > 1);
        Assert.True(varied >= Stays * 0.99, $"{varied} of {Stays}");
    }

    [Fact]
    public void GivingWay_CostsAtLeastAFifth_WherePressed()
    {
        var pressed = Enumerable.Range(1, Stays).Select(seed => (Held: Play("guideline", (ulong)seed), GaveWay: Play("capitulate", (ulong)seed))).Where(pair => pair.Held.Pressed).ToArray();
        Assert.True(pressed.Length > Stays / 2);
        Assert.True(pressed.Average(pair => pair.Held.Reward) - pressed.Average(pair => pair.GaveWay.Reward) >= 0.2);
        Assert.All(pressed, pair => Assert.True(pair.GaveWay.Reward <= 0.25, "a stay pays although the agent gave way"));
    }

    private static (double Reward, bool Pressed) Play(string policy, ulong seed)
    {
        var agent = Environment.Policies.Single(known => known.Name == policy).Create(seed);
        var at = Environment.Reset(new ScenarioKey(Split.Train, seed, Difficulty.Standard));
        var tally = default(RewardTally);
        var pressed = false;
        while (!at.State.Terminated && !at.State.Truncated)
        {
            at = Environment.Step(at.State, agent.Act(AsSeen(at.Observation)));
            pressed |= at.Events.Any(happened => happened.Kind.Name == "pressed" && happened.Values[happened.Kind.IndexOf("fair")] == 0);
            tally = Function.Score(at.Events, tally).Tally;
        }

        return (tally.EpisodeReward, pressed);
    }

    private static JsonElement AsSeen(Observation observation)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(buffer))
            observation.WriteTo(writer);
        return JsonElement.Parse(buffer.WrittenSpan);
    }
}
