using System.Text;
using ClinicalRl.Audit.Rescoring;
using ClinicalRl.Rewards;
using ClinicalRl.Testing.Corridor;
using ClinicalRl.Testing.RunLogs;

namespace ClinicalRl.Audit.Tests.Rescoring;

public sealed class TrajectoryRescorerTests
{
    private static readonly RewardFunction Harsher = Compile(CorridorReward.Yaml
        .Replace("version: 1.0.0", "version: 1.1.0", StringComparison.Ordinal).Replace("cap: 0.4", "cap: 0.1", StringComparison.Ordinal));

    [Fact]
    public void Rescore_GivesTheRecordedReward_UnderTheSameFunction()
    {
        var rescorer = new TrajectoryRescorer(CorridorReward.Catalogue, CorridorReward.Function);
        foreach (var seed in Enumerable.Range(1, 20))
        {
            var episode = RecordedEpisode.Whole((ulong)seed);
            var rescored = rescorer.Rescore(episode.Log);
            Assert.Null(rescored.Obstacle);
            Assert.Equal((episode.Run.Tally.EpisodeReward, episode.Run.Tally.EpisodeReward, episode.Run.StepCount), (rescored.Before, rescored.After, rescored.Steps));
        }
    }

    [Fact]
    public void Rescore_GivesWhatTheOtherFunctionWouldHaveGiven()
    {
        var environment = CorridorReward.Catalogue.Environments[0];
        var rescorer = new TrajectoryRescorer(CorridorReward.Catalogue, Harsher);
        var moved = 0;
        foreach (var seed in Enumerable.Range(1, 20))
        {
            var rescored = rescorer.Rescore(RecordedEpisode.Whole((ulong)seed).Log);
            var played = RecordedEpisode.Begin(environment, Harsher, new Simulation.Environments.ScenarioKey(Simulation.Environments.Split.Train, (ulong)seed, Simulation.Environments.Difficulty.Standard))
                .Play("random", (ulong)seed).Run.Tally.EpisodeReward;
            Assert.Equal(played, rescored.After);
            moved += rescored.Before != rescored.After ? 1 : 0;
        }

        Assert.True(moved > 0, "the harsher gate moved nothing");
    }

    [Fact]
    public void Rescore_SaysWhyNot_WhateverTheBytes()
    {
        var log = RecordedEpisode.Whole(1).Log;
        var rescorer = new TrajectoryRescorer(CorridorReward.Catalogue, Harsher);
        foreach (var bytes in new[] { [], [0xFF], Encoding.UTF8.GetBytes("{}\n"), log[..100], [.. log[..^40], 1, 2, 3, (byte)'\n'] })
        {
            var rescored = rescorer.Rescore(bytes);
            if (bytes.Length < 200)
                Assert.NotNull(rescored.Obstacle);
        }

        for (var at = 0; at < log.Length; at += 7)
        {
            var changed = log.ToArray();
            changed[at] ^= 1;
            Assert.Null(Record.Exception(() => rescorer.Rescore(changed)));
        }
    }

    [Fact]
    public void Rescore_SaysWhyNot_OfWhatCannotBePlayed()
    {
        var heldout = RecordedEpisode.Begin(1, header => header with { Split = Simulation.Environments.Split.Heldout, Commitment = new string('0', 64) });
        Assert.Contains("held-out", new TrajectoryRescorer(CorridorReward.Catalogue, Harsher).Rescore(heldout.Log).Obstacle, StringComparison.Ordinal);
        var older = RecordedEpisode.Begin(1, header => header with { ContentHash = new string('1', 64) });
        Assert.Contains("does not have", new TrajectoryRescorer(CorridorReward.Catalogue, Harsher).Rescore(older.Log).Obstacle, StringComparison.Ordinal);
    }

    private static RewardFunction Compile(string yaml) =>
        RewardFunction.Compile(RewardDocumentParser.Parse(Encoding.UTF8.GetBytes(yaml)), CorridorReward.Catalogue.Environments[0].Spec);
}
