using System.Text;
using ClinicalRl.Reports.Coverage;
using ClinicalRl.Simulation.Safety;
using ClinicalRl.Testing.RunLogs;
using CsCheck;

namespace ClinicalRl.Reports.Tests.Coverage;

public sealed class CoveredEpisodeReaderTests
{
    [Fact]
    public void Read_FindsHazardsAndEveryFailure_OfASealedLog()
    {
        var recorded = RecordedEpisode.Whole(3);
        Assert.True(CoveredEpisodeReader.TryRead(recorded.Log, out var episode, out _));
        Assert.Equal(("corridor", "corridor@1.0.0/train/3/standard", "corridor-reward@1.0.0"), (episode.Environment, episode.Scenario, episode.RewardFunction));
        Assert.Equal(recorded.Run.State.ExposedHazards, episode.Hazards);
        var text = Encoding.UTF8.GetString(recorded.Log);
        Assert.Equal(text.Split("\"verdict\":\"not_met\"").Length - 1, episode.Failures.Length);
        Assert.NotEmpty(episode.Failures);
        Assert.All(episode.Failures, failure => Assert.InRange(failure.Step, 1, recorded.Run.StepCount));
        Assert.Contains(episode.Failures, failure => failure is { Criterion: "follows-the-draught", Category: SafetyCategory.CS03, Severity: Severity.S1 });
    }

    [Fact]
    public void Read_SaysWhy_WhenAnEpisodeCannotBeCounted()
    {
        Assert.False(CoveredEpisodeReader.TryRead(RecordedEpisode.Begin(3).Play("random", 3).Log, out _, out var unsealed));
        Assert.Equal("The episode is not sealed.", unsealed);
        var log = RecordedEpisode.Whole(3).Log;
        var second = log.AsSpan().IndexOf((byte)'\n') + 1;
        Assert.False(CoveredEpisodeReader.TryRead(log.AsMemory(second), out _, out var headless));
        Assert.Equal("Line 1: the line is not in its place", headless);
        Assert.False(CoveredEpisodeReader.TryRead("nothing"u8.ToArray(), out _, out var unread));
        Assert.StartsWith("Line 1: ", unread, StringComparison.Ordinal);
        Assert.False(CoveredEpisodeReader.TryRead(default, out _, out _));
    }

    [Fact]
    public void Read_NeverThrows_WhateverTheBytes()
    {
        var log = RecordedEpisode.Whole(5).Log;
        Gen.Select(Gen.Int[0, log.Length - 1], Gen.Byte, Gen.Int[0, log.Length]).Sample((place, value, length) =>
        {
            var changed = log.ToArray();
            changed[place] = value;
            CoveredEpisodeReader.TryRead(changed.AsMemory(0, length), out _, out _);
        });
    }
}
