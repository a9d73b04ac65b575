using ClinicalRl.Client;
using ClinicalRl.Cluster.Tests.Episodes;
using ClinicalRl.Cluster.Tests.Processes;

namespace ClinicalRl.Cluster.Tests;

/// <summary>The service is killed while 200 agents play; they only wait, and nothing they were told is lost or changed.</summary>
public sealed class CrashTests
{
    private const int Agents = 200;

    /// <summary>About the middle: an episode has some hundred steps.</summary>
    private const int KillAfterSteps = 8_000;

    [Fact]
    public async Task EveryAcknowledgedStep_IsThereOnce_AndEveryEpisodeGoesOnTheSame_AfterKill9()
    {
        await using var service = await RestartableService.StartAsync(KillAfterSteps);
        string[] policies = ["guideline", "random"];
        var played = Enumerable.Range(0, Agents).Select(i => new Played((ulong)i + 1, Shipped.Policy(policies[i % policies.Length]))).ToList();
        await Task.WhenAll(played.Select(episode => PlayAsync(service, episode)));
        await service.WasRestartedAsync();
        await Parallel.ForEachAsync(played, new ParallelOptions { MaxDegreeOfParallelism = 4 }, async (episode, _) =>
        {
            episode.MustEqualAnUninterruptedRun();
            await MustBeRecordedOnceAsync(service.Client, episode);
            Logs.MustVerify(await Logs.DownloadAsync(service.Client, episode.Id));
        });
        await MustBeInTheLedgerOnceAsync(service.Client, played);
        Assert.Equal((Agents, played.Sum(episode => episode.Steps), Agents), await service.UsageAsync());
    }

    private static async Task PlayAsync(RestartableService service, Played episode)
    {
        var open = await service.Client.Episodes.StartAsync(episode.Creation);
        episode.Answers.Add(open.Last);
        while (!episode.Ended)
        {
            episode.Answers.Add(await open.StepAsync(episode.Next()));
            await service.AcknowledgedAsync(1);
        }
    }

    private static async Task MustBeInTheLedgerOnceAsync(ClinicalRlClient client, List<Played> played)
    {
        var deadline = DateTime.UtcNow + TimeSpan.FromMinutes(2);
        var entered = new List<string>();
        while (entered.Count < played.Count)
        {
            Assert.True(DateTime.UtcNow < deadline, $"the ledger has {entered.Count} entries");
            entered.Clear();
            await foreach (var item in client.Ledger.EntriesAsync(played.Count + 1))
                entered.Add(item.Entry.Episode);
        }

        Assert.Equal(played.Select(episode => episode.Id).Order(StringComparer.Ordinal), entered.Order(StringComparer.Ordinal));
    }

    private static async Task MustBeRecordedOnceAsync(ClinicalRlClient client, Played episode)
    {
        var trajectory = await client.Episodes.TrajectoryAsync(episode.Id);
        Assert.Equal(Enumerable.Range(1, episode.Steps), trajectory.Steps.Select(step => step.GetProperty("step").GetInt32()));
        Assert.Equal(
            episode.Answers.Skip(1).Select(answer => answer.State),
            trajectory.Steps.Select(step => step.GetProperty("outcome").GetProperty("state").GetString()!));
    }
}
