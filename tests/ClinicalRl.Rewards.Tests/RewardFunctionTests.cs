using System.Text;
using System.Text.Json;
using ClinicalRl.Rewards.Tests.Wards;
using ClinicalRl.Simulation.Facts;
using ClinicalRl.Simulation.Safety;

namespace ClinicalRl.Rewards.Tests;

public sealed class RewardFunctionTests
{
    private const string Told = """
          - id: told
            statement: The patient is told why.
            category: CS08
            severity: S2
            judge: [seen, left]
            applies: minutes_overdue > 0 minutes
            met: explained
            partly: minutes_overdue < 5 minutes
        """;

    private const string Level = """
          - id: level
            statement: The level is not the lowest.
            category: CS01
            also: [CS03]
            severity: S1
            weight: 2.5
            judge: seen
            met: level < 5
            gate: {cap: 0.25, scope: step}
        """;

    private const string Place = """
          - id: place
            statement: Nobody is sent home.
            category: CS01
            severity: S0
            judge: seen
            met: outcome != home
            gate: {cap: 0.5, scope: episode}
        """;

    [Fact]
    public void Compile_CarriesIdentity_OfTheDocument()
    {
        var text = Ward.Text(Ward.Prompt);
        var function = Ward.Compile(text);
        Assert.Equal("ward-reward", function.Id);
        Assert.Equal("1.0.0", function.Version.ToString());
        Assert.Equal(RewardStatus.Draft, function.Status);
        Assert.Equal(Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(Encoding.UTF8.GetBytes(text))), function.Hash);
        Assert.NotEqual(function.Hash, Ward.Compile(text + "\n").Hash);
    }

    [Theory]
    [InlineData(10, 1)]
    [InlineData(10.5, 0)]
    public void Score_JudgesTheEvent_ByItsPredicate(double minutes, double expected)
    {
        var step = Ward.Compile(Ward.Text(Ward.Prompt)).Score([Ward.SeenAt(minutes)], default);
        Assert.True(step.Judged);
        Assert.Equal(expected, step.Value);
        Assert.Equal(expected, step.Tally.EpisodeReward);
    }

    [Fact]
    public void Score_WeighsVerdicts_AndLeavesOutWhatDoesNotApply()
    {
        var function = Ward.Compile(Ward.Text(Ward.Prompt, Told, Level));
        Assert.Equal(["prompt", "told", "level"], Ids(function.Score([Ward.SeenAt(2)], default)));
        Assert.Equal(["prompt", "level"], Ids(function.Score([Ward.SeenAt(0)], default)));
        Assert.Equal(((8 * 1) + (2 * 0.5) + (2.5 * 1)) / 12.5, function.Score([Ward.SeenAt(2, explained: false)], default).Value);
        Assert.Equal((2.5 + 2) / 12.5, function.Score([Ward.SeenAt(20)], default).Value);
    }

    [Fact]
    public void Score_JudgesEveryEvent_OfAStep()
    {
        var function = Ward.Compile(Ward.Text(Ward.Prompt, Told));
        var step = function.Score([Ward.SeenAt(20, explained: false), Ward.LeftAt(600, explained: true), new FactEvent(Ward.Closed, null, [])], default);
        Assert.Equal(["prompt", "told", "told"], Ids(step));
        Assert.Equal(2.0 / 12, step.Value);
        Assert.Equal(["P1", "P1", "P2"], step.Breakdown.Select(verdict => verdict.Subject));
    }

    [Fact]
    public void Score_IsNeutral_WhenNothingIsJudged()
    {
        var zero = Ward.Compile(Ward.Text(Ward.Prompt));
        var carry = Ward.Compile(Ward.Text(Ward.Prompt).Replace("criteria:", "step: {neutral: carry}\ncriteria:", StringComparison.Ordinal));
        FactEvent[] closed = [new FactEvent(Ward.Closed, null, [])];
        foreach (var function in new[] { zero, carry })
        {
            var first = function.Score([], default);
            Assert.Equal((0, false, default), (first.Value, first.Judged, first.Tally));
            Assert.Empty(first.Breakdown);
        }

        var before = zero.Score([Ward.SeenAt(1)], default).Tally;
        Assert.Equal((0, false), (zero.Score(closed, before).Value, zero.Score(closed, before).Judged));
        Assert.Equal((1, false), (carry.Score(closed, before).Value, carry.Score(closed, before).Judged));
        Assert.Equal(before, carry.Score(closed, before).Tally);
    }

    [Fact]
    public void Score_CapsTheStep_WhenAStepGateFalls()
    {
        var function = Ward.Compile(Ward.Text(Ward.Prompt, Level));
        var capped = function.Score([Ward.SeenAt(1, level: 5)], default);
        Assert.Equal(0.25, capped.Value);
        Assert.Equal(1, capped.Tally.Cap);
        Assert.Equal(0, function.Score([Ward.SeenAt(100, level: 5)], default).Value);
        Assert.Equal(1, function.Score([Ward.SeenAt(1, level: 4)], capped.Tally).Value);
    }

    [Theory]
    [InlineData("0.3", "0.6")]
    [InlineData("0.6", "0.3")]
    public void Score_TakesTheLowestCap_WhenSeveralGatesFall(string first, string second)
    {
        var gates = new[] { first, second }.Select((cap, i) => Level.Replace("id: level", $"id: level-{i}", StringComparison.Ordinal).Replace("0.25", cap, StringComparison.Ordinal).Replace("level < 5", $"level < {5 - i}", StringComparison.Ordinal));
        var function = Ward.Compile(Ward.Text([Ward.Prompt, .. gates]));
        Assert.Equal(0.3, function.Score([Ward.SeenAt(1, level: 5)], default).Value);
    }

    [Fact]
    public void Score_CapsTheEpisode_FromThenOn_WhenAnEpisodeGateFalls()
    {
        var function = Ward.Compile(Ward.Text(Ward.Prompt, Place));
        var first = function.Score([Ward.SeenAt(1, outcome: 1)], default).Tally;
        Assert.Equal((1, 1), (first.Cap, first.EpisodeReward));
        var second = function.Score([Ward.SeenAt(1, outcome: 0)], first);
        Assert.Equal(1, second.Value);   // severity S0 weighs nothing, and the gate is the episode's
        var third = function.Score([Ward.SeenAt(1, outcome: 1)], second.Tally).Tally;
        Assert.Equal((0.5, 1, 0.5), (third.Cap, third.MeanReward, third.EpisodeReward));
        Assert.Equal(["place"], third.Gates);
    }

    [Fact]
    public void Score_IsNotJudged_WhenNoVerdictHasWeight()
    {
        var function = Ward.Compile(Ward.Text(Place));
        var step = function.Score([Ward.SeenAt(1, outcome: 0)], default);
        Assert.Equal((0, false, 1), (step.Value, step.Judged, step.Breakdown.Count));
        Assert.Equal((0.5, 0), (step.Tally.Cap, step.Tally.JudgedSteps));
    }

    [Fact]
    public void Score_UsesTheSeverityWeightedMean_WhenTheDocumentSaysSo()
    {
        var text = Ward.Text(Ward.Prompt, Told);
        var weighted = Ward.Compile(text.Replace("criteria:", "episode: {aggregate: severity-weighted}\ncriteria:", StringComparison.Ordinal));
        FactEvent[][] steps = [[Ward.SeenAt(1)], [Ward.LeftAt(100)]];
        RewardTally tally = default, plain = default;
        foreach (var step in steps)
            (tally, plain) = (weighted.Score(step, tally).Tally, Ward.Compile(text).Score(step, plain).Tally);
        Assert.Equal((0.5, 10.0 / 12), (tally.MeanReward, tally.SeverityWeightedReward));
        Assert.Equal(10.0 / 12, tally.EpisodeReward);
        Assert.Equal(0.5, plain.EpisodeReward);
    }

    [Fact]
    public void Score_Refuses_AnEventOfAnotherEnvironment()
    {
        var function = Ward.Compile(Ward.Text(Ward.Prompt));
        var stranger = new FactEvent(Ward.Seen with { Name = "seen" }, null, [1, 1, 1, 1]);
        Assert.Throws<ArgumentException>(() => function.Score([stranger], default));
    }

    [Fact]
    public void WriteBreakdown_ShowsVerdictsWithTheirEvidence()
    {
        var step = Ward.Compile(Ward.Text(Ward.Prompt, Told, Level, Place)).Score([Ward.SeenAt(0.1 + 0.2, level: 5, explained: false, subject: null)], default);
        const string Expected = """
            [{"criterion":"prompt","verdict":"met","score":1,"weight":8,"severity":"S4","category":"CS01","subject":null,"evidence":{"minutes_overdue":0.30000000000000004}},
            {"criterion":"told","verdict":"partly_met","score":0.5,"weight":2,"severity":"S2","category":"CS08","subject":null,"evidence":{"minutes_overdue":0.30000000000000004,"explained":false}},
            {"criterion":"level","verdict":"not_met","score":0,"weight":2.5,"severity":"S1","category":"CS01","subject":null,"evidence":{"level":5},"gate":{"cap":0.25,"scope":"step"}},
            {"criterion":"place","verdict":"not_met","score":0,"weight":0,"severity":"S0","category":"CS01","subject":null,"evidence":{"outcome":"home"},"gate":{"cap":0.5,"scope":"episode"}}]
            """;
        Assert.Equal(Expected.ReplaceLineEndings(""), Json(step.WriteBreakdown));
        Assert.Equal("[]", Json(Ward.Compile(Ward.Text(Ward.Prompt)).Score([], default).WriteBreakdown));
    }

    [Fact]
    public void Document_KeepsWhatWasWritten()
    {
        var document = Ward.Compile(Ward.Text(Ward.Prompt, Told, Level)).Document;
        Assert.Equal(("A team", "software engineer", 0.4), (document.Author.Name, document.Author.Role, document.ExploitCeiling));
        Assert.Equal([8, 2, 2.5], document.Criteria.Select(criterion => criterion.Weight));
        Assert.Equal([SafetyCategory.CS03], document.Criteria[2].Also);
        Assert.Equal("minutes_overdue > 0 minutes", document.Criteria[1].Applies!.Text);
        Assert.Equal(new Gate(0.25, GateScope.Step), document.Criteria[2].Gate);
    }

    private static IEnumerable<string> Ids(StepReward step) => step.Breakdown.Select(verdict => verdict.Criterion.Id);

    private static string Json(Action<Utf8JsonWriter> write)
    {
        using var stream = new MemoryStream();
        using (var writer = new Utf8JsonWriter(stream))
            write(writer);
        return Encoding.UTF8.GetString(stream.ToArray());
    }
}
