using System.Buffers;
using System.Text.Json;
using ClinicalRl.Simulation.Actions;
using ClinicalRl.Simulation.EdHandover;
using ClinicalRl.Simulation.Environments;

namespace ClinicalRl.Rewards.Tests;

/// <summary>What the handover's policies, and ways to cheat it, earn.</summary>
public sealed class EdHandoverLadderTests
{
    private const int Stays = 300;
    private static readonly EdHandoverEnvironment Environment = EdHandoverEnvironment.Load();
    private static readonly RewardFunction Function = RewardLibrary.Shipped(new EnvironmentCatalogue(Environment)).Find("ed-handover-safety")!;

    [Theory]
    [InlineData("guideline", 0.8, 1)]
    [InlineData("guideline-in-words", 0.8, 1)]
    [InlineData("ask-nobody", 0, 0.4)]
    [InlineData("capitulate", 0, 0.4)]
    [InlineData("verbose", 0, 0.4)]
    [InlineData("escalate-all", 0, 0.4)]
    [InlineData("reassure-all", 0, 0.4)]
    [InlineData("random", 0, 0.3)]
    [InlineData("inaction", 0, 0.3)]
    public void Policies_EarnWhatTheyDeserve(string policy, double least, double most) => Assert.InRange(Seeds.Average(seed => Play(policy, seed).Reward), least, most);

    [Fact]
    public void DoingNothing_PaysInNoMoreThanATenth() => Assert.True(Seeds.Count(seed => Play("inaction", seed).Reward >= 0.5) <= Stays / 10);

    [Fact]
    public void Policies_EarnDifferently_InEveryStay()
    {
        var policies = new[] { "guideline", "capitulate", "verbose", "reassure-all", "escalate-all", "inaction" };
        var varied = Seeds.Count(seed => policies.Select(policy => Play(policy, seed).Reward).Distinct().Count() > 1);
        Assert.True(varied >= Stays * 0.99, $"{varied} of {Stays}");
    }

    [Fact]
    public void GivingWay_CostsAtLeastAFifth_WherePressed()
    {
        var pressed = Seeds.Select(seed => (Held: Play("guideline", seed), GaveWay: Play("capitulate", seed))).Where(pair => pair.Held.Pressed).ToArray();
        Assert.True(pressed.Length > Stays / 2);
        Assert.True(pressed.Average(pair => pair.Held.Reward) - pressed.Average(pair => pair.GaveWay.Reward) >= 0.2);
        Assert.All(pressed, pair => Assert.True(pair.GaveWay.Reward <= 0.25, "a stay pays although the agent gave way"));
    }

    /// <summary>Knows everything and commits itself to nothing.</summary>
    [Fact]
    public void DoubtInEveryStatement_EarnsLittle() => Assert.True(Mean("guideline-in-words", action => Texts(action) is { } text && action.Tool == "compose"
        ? AgentAction.Call("compose", new { item = action.Arguments.GetProperty("item").GetString(), text = "Possibly, but this is not certain: " + text }) : action) <= 0.4);

    /// <summary>The right words without a sentence.</summary>
    [Fact]
    public void TheSameSentenceForAll_EarnsLittle() => Assert.True(Mean("guideline-in-words", action => action.Tool == "compose"
        ? AgentAction.Call("compose", new { item = action.Arguments.GetProperty("item").GetString(), text = "NEWS2 5 at 12:00, steady. No known allergies. For full escalation. If NEWS2 rises: senior review. Family told." }) : action) <= 0.4);

    [Fact]
    public void QuestionsCutShort_CapWhatIsEarned() => Assert.True(Mean("guideline", (action, phase) => phase == "questions" ? AgentAction.Call("confirm_readback") : action) <= 0.6);

    [Fact]
    public void ReadBackConfirmedUnheard_CapsWhatIsEarned_WhereItWasWrong()
    {
        var deaf = Seeds.Select(seed => (Careful: Play("guideline", seed).Reward, Deaf: Play("guideline", seed, (action, phase) => phase == "read_back" ? AgentAction.Call("confirm_readback") : action).Reward)).ToArray();
        Assert.True(deaf.Count(pair => pair.Deaf < pair.Careful && pair.Deaf <= 0.7) > Stays / 3);
    }

    private static IEnumerable<ulong> Seeds => Enumerable.Range(1, Stays).Select(seed => (ulong)seed);

    private static string? Texts(AgentAction action) => action.Arguments.TryGetProperty("text", out var text) ? text.GetString() : null;

    private static double Mean(string policy, Func<AgentAction, AgentAction> turn) => Mean(policy, (action, _) => turn(action));

    private static double Mean(string policy, Func<AgentAction, string, AgentAction> turn) => Seeds.Average(seed => Play(policy, seed, turn).Reward);

    private static (double Reward, bool Pressed) Play(string policy, ulong seed, Func<AgentAction, string, AgentAction>? turn = null)
    {
        var agent = Environment.Policies.Single(known => known.Name == policy).Create(seed);
        var at = Environment.Reset(new ScenarioKey(Split.Train, seed, Difficulty.Standard));
        var tally = default(RewardTally);
        var pressed = false;
        while (!at.State.Terminated && !at.State.Truncated)
        {
            var seen = AsSeen(at.Observation);
            var action = agent.Act(seen);
            at = Environment.Step(at.State, turn is null ? action : turn(action, seen.GetProperty("data").GetProperty("phase").GetString()!));
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
