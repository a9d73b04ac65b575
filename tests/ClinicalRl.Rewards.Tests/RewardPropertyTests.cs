using System.Globalization;
using System.Text;
using ClinicalRl.Rewards.Tests.Wards;
using ClinicalRl.Simulation.Facts;
using CsCheck;

namespace ClinicalRl.Rewards.Tests;

/// <summary>What holds for every document and every history.</summary>
public sealed class RewardPropertyTests
{
    private static readonly string[] Predicates =
    [
        "minutes_overdue <= 10 minutes", "level in [1, 2]", "level >= 3 or explained", "outcome = ward", "outcome != home and not explained", "explained",
    ];

    private static readonly Gen<FactEvent> Event =
        Gen.Select(Gen.Double[0, 240], Gen.Int[1, 5], Gen.Int[0, 2], Gen.Bool, Gen.Int[0, 9])
            .Select(facts => facts.Item5 == 0 ? Ward.LeftAt(facts.Item1, facts.Item4, facts.Item2) : Ward.SeenAt(facts.Item1, facts.Item2, facts.Item3, facts.Item4));

    private static readonly Gen<FactEvent[][]> History = Event.Array[0, 4].Array[0, 8];

    private static readonly Gen<CriterionText[]> Criteria =
        Gen.Select(Gen.Int[0, 5], Gen.Int[0, 5], Gen.Int[0, 5], Gen.Int[250, 2_000], Gen.Int[0, 5]).Select(c => new CriterionText(c.Item1, c.Item2, c.Item3, c.Item4, c.Item5)).Array[1, 6]
            .Select(criteria => criteria.DistinctBy(criterion => criterion.Met).ToArray())   // the same condition twice would count one failure twice
            .Where(IsSound);

    [Fact]
    public void Rewards_LieBetweenZeroAndOne() => Gen.Select(Criteria, History).Sample((criteria, history) =>
    {
        var function = Compile(criteria, 1);
        RewardTally tally = default;
        foreach (var step in history)
        {
            var scored = function.Score(step, tally);
            tally = scored.Tally;
            Assert.All([scored.Value, tally.MeanReward, tally.SeverityWeightedReward, tally.EpisodeReward, tally.Cap], value => Assert.InRange(value, 0, 1));
            Assert.True(tally.EpisodeReward <= tally.Cap);
        }
    });

    [Fact]
    public void OrderOfEvents_DoesNotMatter_WithinAStep() => Gen.Select(Criteria, Event.Array[0, 6], Gen.Shuffle(new[] { 0, 1, 2, 3, 4, 5 })).Sample((criteria, events, order) =>
    {
        var function = Compile(criteria, 1);
        var before = function.Score([Ward.SeenAt(3)], default).Tally;
        var shuffled = order.Where(i => i < events.Length).Select(i => events[i]).ToArray();
        var (one, other) = (function.Score(events, before), function.Score(shuffled, before));
        Assert.Equal((one.Value, one.Judged, one.Tally), (other.Value, other.Judged, other.Tally));
    });

    [Fact]
    public void CommonFactorOfWeights_DoesNotMatter() => Gen.Select(Criteria, History, Gen.Int[2, 5]).Sample((criteria, history, factor) =>
    {
        var (one, other) = (Compile(criteria, 1), Compile(criteria, factor));
        RewardTally tally = default, scaled = default;
        foreach (var step in history)
        {
            var (plain, times) = (one.Score(step, tally), other.Score(step, scaled));
            Assert.Equal(plain.Value, times.Value);
            (tally, scaled) = (plain.Tally, times.Tally);
        }

        Assert.Equal(tally.MeanReward, scaled.MeanReward);
        Assert.Equal(tally.SeverityWeightedReward, scaled.SeverityWeightedReward, 1e-12);
        Assert.Equal(tally.Cap, scaled.Cap);
    });

    [Fact]
    public void Replay_GivesTheSameTally() => Gen.Select(Criteria, History).Sample((criteria, history) =>
    {
        var first = history.Aggregate(default(RewardTally), (tally, step) => Compile(criteria, 1).Score(step, tally).Tally);
        var again = history.Aggregate(default(RewardTally), (tally, step) => Compile(criteria, 1).Score(step, tally).Tally);
        Assert.Equal(first, again);
    });

    [Fact]
    public void StepReward_IsTheWeightedMeanOfItsBreakdown_UnlessAGateFalls() => Gen.Select(Criteria, Event.Array[0, 4]).Sample((criteria, events) =>
    {
        var step = Compile(criteria, 1).Score(events, default);
        var weights = step.Breakdown.Sum(verdict => verdict.Criterion.Weight);
        var mean = weights == 0 ? 0 : step.Breakdown.Sum(verdict => verdict.Criterion.Weight * verdict.Score) / weights;
        var gates = step.Breakdown.Where(verdict => verdict.GateFired && verdict.Criterion.Gate!.Scope == GateScope.Step).Select(verdict => verdict.Criterion.Gate!.Cap);
        Assert.Equal(Math.Min(mean, gates.DefaultIfEmpty(1).Min()), step.Value, 1e-12);
    });

    private static bool IsSound(CriterionText[] criteria) => Ward.Lint(Text(criteria, 1)).All(finding => finding.Level == FindingLevel.Warning);

    private static string Text(CriterionText[] criteria, int factor) => Ward.Text([.. criteria.Select((criterion, i) => criterion.Write(i, factor))]);

    private static RewardFunction Compile(CriterionText[] criteria, int factor) => Ward.Compile(Text(criteria, factor));

    private sealed record CriterionText(int Met, int Applies, int Partly, int Thousandths, int Gate)
    {
        public string Write(int index, int factor)
        {
            var weight = (Thousandths * factor / 1_000m).ToString(CultureInfo.InvariantCulture);
            var text = new StringBuilder($"  - {{id: c{index}, statement: Wanted., category: CS01, severity: S3, weight: {weight}, judge: seen, met: '{Predicates[Met]}'");
            if (Partly != Met && Partly < 2 && Met > 3)
                text.Append(CultureInfo.InvariantCulture, $", partly: '{Predicates[Partly]}'");
            if (Gate < 2)
                text.Append(CultureInfo.InvariantCulture, $", gate: {{cap: 0.{index + 1}, scope: {(Gate == 0 ? "step" : "episode")}}}");
            if (Applies < 2 && Met > 2)
                text.Append(CultureInfo.InvariantCulture, $", applies: '{Predicates[Applies]}'");
            return text.Append('}').ToString();
        }
    }
}
