using System.Text;
using System.Text.Json;
using ClinicalRl.Audit.Episodes;
using ClinicalRl.Audit.RunLogs;
using ClinicalRl.Simulation.Actions;
using ClinicalRl.Simulation.Environments;
using ClinicalRl.Testing.Corridor;

namespace ClinicalRl.Audit.Tests.Episodes;

public sealed class EpisodeRunTests
{
    private static readonly AgentAction Left = AgentAction.Call("move", new { direction = "left" });

    private static readonly AgentAction Right = AgentAction.Call("move", new { direction = "right" });

    [Fact]
    public void Step_LeavesTheRunAsItWas()
    {
        var before = Start(3).Step(Left);
        var outcome = Outcome(before);
        var one = before.Step(Right);
        var same = before.Step(Right);
        var other = before.Step(Left);
        Assert.Equal(outcome, Outcome(before));
        Assert.Equal(Outcome(one), Outcome(same));
        Assert.NotEqual(Outcome(one), Outcome(other));
        Assert.Equal((1, 2), (before.StepCount, one.StepCount));
    }

    [Fact]
    public void Step_Throws_WhenTheEpisodeHasEnded()
    {
        var ended = Start(3).Step(AgentAction.Call("finish"));
        Assert.True(ended.Ended);
        Assert.Throws<InvalidOperationException>(() => ended.Step(Left));
    }

    [Fact]
    public void Tally_IsTheMeanOfJudgedSteps()
    {
        var run = Start(3).Step(Left).Step(AgentAction.Call("wait", new { minutes = 2 }));
        Assert.Equal(1, run.Tally.JudgedSteps);
        Assert.False(run.Reward!.Judged);
        using var outcome = JsonDocument.Parse(Outcome(run));
        Assert.Equal(run.Tally.EpisodeReward, outcome.RootElement.GetProperty("episodeReward").GetProperty("reward").GetDouble());
    }

    private static EpisodeRun Start(ulong seed) =>
        EpisodeRun.Start(CorridorReward.Catalogue.Environments[0], CorridorReward.Function, new ScenarioKey(Split.Train, seed, Difficulty.Standard));

    private static string Outcome(EpisodeRun run)
    {
        using var output = new MemoryStream();
        using (var writer = new Utf8JsonWriter(output, RunLogWriter.Json))
            run.WriteOutcome(writer);
        return Encoding.UTF8.GetString(output.ToArray());
    }
}
