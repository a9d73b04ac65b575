using ClinicalRl.Audit.RunLogs;
using ClinicalRl.Client.Batches;
using ClinicalRl.Cluster.Tests.Episodes;
using ClinicalRl.Cluster.Tests.Processes;
using ClinicalRl.Simulation.Randomness;

namespace ClinicalRl.Cluster.Tests;

/// <summary>The same seeds played twice in different orders, the second time over a crash: the logs differ in times and ids alone.</summary>
public sealed class DeterminismTests(DeterminismTests.TwoRuns runs) : IClassFixture<DeterminismTests.TwoRuns>
{
    private const int Seeds = 1_000;
    private const int Changes = 500;

    [Fact]
    public void Logs_AreIdentical_ButForTimesAndIds()
    {
        Assert.Equal(Seeds, runs.First.Count);
        Assert.Equal(Seeds, runs.Second.Count);
        foreach (var (seed, log) in runs.First)
            Assert.Equal(Logs.Normalise(log), Logs.Normalise(runs.Second[seed]));
    }

    [Fact]
    public void Logs_VerifyAndReplayToTheSameDigest()
    {
        Parallel.ForEach(runs.First.Keys, seed => Assert.Equal(Logs.MustVerify(runs.First[seed]), Logs.MustVerify(runs.Second[seed])));
    }

    [Fact]
    public void EverySingleByteChange_IsReported()
    {
        var random = new RandomStream(20_261_122);
        var changes = Enumerable.Range(0, Changes).Select(_ =>
        {
            var log = (byte[])runs.First[(ulong)random.Between(1, Seeds)].Clone();
            var place = random.Next(log.Length);
            log[place] ^= (byte)random.Between(1, 255);
            return (Log: log, Place: place);
        }).ToList();
        Parallel.ForEach(changes, change => Assert.True(Logs.Verify(change.Log).Verdict == RunLogVerdict.Failed, $"A changed byte at {change.Place} was not found."));
    }

    /// <summary>1,000 sealed logs of a random agent, twice.</summary>
    public sealed class TwoRuns : IAsyncLifetime
    {
        private const int KillAfterSteps = 50_000;

        public IReadOnlyDictionary<ulong, byte[]> First { get; private set; } = new Dictionary<ulong, byte[]>();

        public IReadOnlyDictionary<ulong, byte[]> Second { get; private set; } = new Dictionary<ulong, byte[]>();

        public async ValueTask InitializeAsync()
        {
            var seeds = Enumerable.Range(1, Seeds).Select(seed => (ulong)seed).ToList();
            First = await PlayAsync(seeds, together: 250, atOnce: 2, killAfterSteps: 0);
            seeds.Reverse();
            Second = await PlayAsync(seeds, together: 60, atOnce: 5, KillAfterSteps);
        }

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;

        /// <summary>Plays chunks of <paramref name="together"/> episodes by batches, <paramref name="atOnce"/> chunks at once.</summary>
        private static async Task<IReadOnlyDictionary<ulong, byte[]>> PlayAsync(List<ulong> seeds, int together, int atOnce, int killAfterSteps)
        {
            await using var service = await RestartableService.StartAsync(killAfterSteps);
            var played = seeds.Select(seed => new Played(seed, Shipped.Policy("random"))).ToList();
            await Parallel.ForEachAsync(
                played.Chunk(together), new ParallelOptions { MaxDegreeOfParallelism = atOnce }, async (chunk, _) => await PlayChunkAsync(service, chunk));
            if (killAfterSteps > 0)
                await service.WasRestartedAsync();
            var logs = new System.Collections.Concurrent.ConcurrentDictionary<ulong, byte[]>();
            await Parallel.ForEachAsync(played, new ParallelOptions { MaxDegreeOfParallelism = 8 }, async (episode, _) =>
                logs[episode.Seed] = await Logs.DownloadAsync(service.Client, episode.Id));
            return logs;
        }

        private static async Task PlayChunkAsync(RestartableService service, Played[] chunk)
        {
            var created = await service.Client.Batch.CreateAsync([.. chunk.Select(episode => episode.Creation)]);
            for (var i = 0; i < chunk.Length; i++)
                chunk[i].Answers.Add(created[i].Require());
            while (chunk.Where(episode => !episode.Ended).ToList() is { Count: > 0 } running)
            {
                var answers = await service.Client.Batch.StepAsync([.. running.Select(episode => new BatchStep(episode.Id, episode.Steps + 1, episode.Next()))]);
                for (var i = 0; i < running.Count; i++)
                    running[i].Answers.Add(answers[i].Require());
                await service.AcknowledgedAsync(running.Count);
            }
        }
    }
}
