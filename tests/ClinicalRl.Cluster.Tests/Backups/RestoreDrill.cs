using ClinicalRl.Client;
using ClinicalRl.Cluster.Tests.Episodes;

namespace ClinicalRl.Cluster.Tests.Backups;

/// <summary>
/// Episodes before a backup and after a restore. Some have ended, some pause in the middle, and others are played while the backup is taken. In the restored service every log must
/// verify, and each paused episode must go on as if nothing had happened: its answers are compared with an uninterrupted run of the engine.
/// </summary>
internal sealed class RestoreDrill
{
    private const int Paused = 6;

    private const int StepsBefore = 3;

    private readonly List<Played> ended = [];
    private readonly List<Played> paused = [];

    /// <summary>Plays at the first service, and takes the backup while others play on.</summary>
    public async Task BeforeAsync(ClinicalRlClient client, Func<Task> backup)
    {
        for (ulong seed = 1; seed <= 4; seed++)
            ended.Add(await PlayAsync(client, seed, int.MaxValue));
        for (ulong seed = 101; seed <= 100 + Paused; seed++)
            paused.Add(await PlayAsync(client, seed, StepsBefore));
        using var stopping = new CancellationTokenSource();
        var others = Enumerable.Range(0, 3).Select(number => Task.Run(async () =>
        {
            for (var seed = 1_000UL + (ulong)number; !stopping.IsCancellationRequested; seed += 3)
                await PlayAsync(client, seed, seed % 2 == 0 ? int.MaxValue : StepsBefore);
        })).ToArray();
        await backup();
        await stopping.CancelAsync();
        await Task.WhenAll(others);
    }

    /// <summary>Checks the restored service; how many episodes it holds.</summary>
    public async Task<int> AfterAsync(ClinicalRlClient client)
    {
        foreach (var episode in paused)
        {
            while (!episode.Ended)
                episode.Answers.Add(await client.Episodes.StepAsync(episode.Id, episode.Answers[^1].Step + 1, episode.Next()));
            episode.MustEqualAnUninterruptedRun();
        }

        var known = new List<string>();
        await foreach (var summary in client.Episodes.ListAsync())
            known.Add(summary.Episode);
        foreach (var episode in known)
        {
            await client.Episodes.AbortAsync(episode);   // nothing, for those that have ended
            Logs.MustVerify(await Logs.DownloadAsync(client, episode));
            var verification = await client.Episodes.VerificationAsync(episode);
            Assert.True(verification.GetProperty("verdict").GetString() == "verified", $"{episode}: {verification}");
        }

        Assert.Subset(known.ToHashSet(StringComparer.Ordinal), ended.Concat(paused).Select(episode => episode.Id).ToHashSet(StringComparer.Ordinal));
        return known.Count;
    }

    private static async Task<Played> PlayAsync(ClinicalRlClient client, ulong seed, int steps)
    {
        var episode = new Played(seed, Shipped.Policy("guideline"));
        episode.Answers.Add(await client.Episodes.CreateAsync(episode.Creation));
        while (!episode.Ended && episode.Steps < steps)
            episode.Answers.Add(await client.Episodes.StepAsync(episode.Id, episode.Answers[^1].Step + 1, episode.Next()));
        return episode;
    }
}
