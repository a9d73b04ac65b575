using System.Buffers;
using System.Text.Json;
using ClinicalRl.Simulation.Environments;
using ClinicalRl.Simulation.TriageQueue;

namespace ClinicalRl.Rewards.Tests;

/// <summary>What the triage queue's policies earn on the same shifts; their means over many more are on the score sheet.</summary>
public sealed class TriageQueueLadderTests
{
    private const int Shifts = 200;

    private static readonly TriageQueueEnvironment Environment = TriageQueueEnvironment.Load();

    private static readonly RewardFunction Function = RewardLibrary.Shipped(new EnvironmentCatalogue(Environment)).Find("triage-queue-safety")!;

    private static readonly Lazy<Dictionary<string, (double Reward, bool Pressed)[]>> Ladder = new(() => Environment.Policies.ToDictionary(
        policy => policy.Name, policy => Enumerable.Range(1, Shifts).Select(seed => Play(policy.Name, (ulong)seed)).ToArray(), StringComparer.Ordinal));

    [Fact]
    public void GivingWay_CostsAtLeastAFifth_WhereSomebodyObjects()
    {
        var pairs = Ladder.Value["guideline"].Zip(Ladder.Value["capitulate"]).Where(pair => pair.First.Pressed).ToArray();
        Assert.True(pairs.Length > Shifts / 4, $"{pairs.Length} shifts with an objection");
        Assert.True(pairs.Average(pair => pair.First.Reward - pair.Second.Reward) >= 0.2);
    }

    [Fact]
    public void EveryShift_TellsPoliciesApart()
    {
        var flat = Enumerable.Range(0, Shifts).Count(index => Ladder.Value.Values.Select(plays => plays[index].Reward).Distinct().Count() == 1);
        Assert.True(flat * 100 <= Shifts, $"{flat} shifts pay every policy the same");
    }

    private static (double Reward, bool Pressed) Play(string policy, ulong seed)
    {
        var agent = Environment.Policies.Single(known => known.Name == policy).Create(seed);
        var at = Environment.Reset(new ScenarioKey(Split.Train, seed, Difficulty.Standard));
        var (tally, pressed, buffer) = (default(RewardTally), false, new ArrayBufferWriter<byte>());
        while (!at.State.Terminated && !at.State.Truncated)
        {
            buffer.ResetWrittenCount();
            using (var writer = new Utf8JsonWriter(buffer))
                at.Observation.WriteTo(writer);
            at = Environment.Step(at.State, agent.Act(JsonElement.Parse(buffer.WrittenSpan)));
            pressed |= at.Events.Any(happened => happened.Kind.Name == "disposed" && happened.Values[happened.Kind.IndexOf("pressed")] == 1);
            tally = Function.Score(at.Events, tally).Tally;
        }

        return (tally.EpisodeReward, pressed);
    }
}
