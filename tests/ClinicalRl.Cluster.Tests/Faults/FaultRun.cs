using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using ClinicalRl.Cluster.Tests.Episodes;
using ClinicalRl.Cluster.Tests.Processes;

namespace ClinicalRl.Cluster.Tests.Faults;

/// <summary>
/// Many clients that play one episode after another while something is done to the cluster, and then the comparison of every answer they were given
/// with a run of the engine here, with the journal, with the sealed logs and with the ledger.
/// </summary>
internal sealed class FaultRun(SiloCluster cluster, ulong firstSeed, TimeSpan thinking)
{
    private static readonly string[] Policies = ["guideline", "random", "escalate-all"];

    private readonly ConcurrentBag<Played> played = [];
    private readonly ConcurrentBag<double> milliseconds = [];
    private long seeds;
    private volatile bool ending;

    /// <summary>Plays with so many clients until <paramref name="faults"/> are done, and then until the episodes under way have ended.</summary>
    public async Task PlayAsync(int clients, Func<Task> faults)
    {
        var playing = Enumerable.Range(0, clients).Select(_ => Task.Run(PlayManyAsync)).ToArray();
        try
        {
            await faults();
        }
        finally
        {
            ending = true;
        }

        await Task.WhenAll(playing).WaitAsync(TimeSpan.FromMinutes(5));
    }

    /// <summary>Fails unless nothing acknowledged was lost, doubled or changed, every episode ended, and every log is sound and in the ledger once.</summary>
    public async Task<string> CheckAsync()
    {
        var records = await cluster.RecordsAsync();
        await Parallel.ForEachAsync(played, new ParallelOptions { MaxDegreeOfParallelism = 4 }, async (episode, _) =>
        {
            Assert.True(episode.Ended);
            episode.MustEqualAnUninterruptedRun();
            Assert.Equal(episode.Steps + 2, records[episode.Id]);   // header, steps, seal
            Logs.MustVerify(await Logs.DownloadAsync(cluster.Client, episode.Id));
        });
        await MustBeInTheLedgerOnceAsync();
        var stalls = milliseconds.Order().ToArray();
        return string.Create(
            CultureInfo.InvariantCulture,
            $"{played.Count} episodes, {played.Sum(episode => episode.Steps)} acknowledged steps: lost 0, doubled 0, wrong 0; median {stalls[stalls.Length / 2]:F1} ms, p99 {stalls[stalls.Length * 99 / 100]:F0} ms, longest stall {stalls[^1] / 1000:F1} s");
    }

    /// <summary>The longest that a client waited for one answer.</summary>
    public TimeSpan LongestStall => TimeSpan.FromMilliseconds(milliseconds.Max());

    private async Task PlayManyAsync()
    {
        while (!ending)
        {
            var number = Interlocked.Increment(ref seeds);
            var episode = new Played(firstSeed + (ulong)number, Shipped.Policy(Policies[number % Policies.Length]));
            var open = await TimedAsync(() => cluster.Client.Episodes.StartAsync(episode.Creation));
            episode.Answers.Add(open.Last);
            played.Add(episode);
            while (!episode.Ended)
            {
                var action = episode.Next();
                if (!ending)
                    await Task.Delay(thinking);
                episode.Answers.Add(await TimedAsync(() => open.StepAsync(action)));
            }
        }
    }

    private async Task<T> TimedAsync<T>(Func<Task<T>> call)
    {
        var begun = Stopwatch.GetTimestamp();
        var answer = await call();
        milliseconds.Add(Stopwatch.GetElapsedTime(begun).TotalMilliseconds);
        return answer;
    }

    private async Task MustBeInTheLedgerOnceAsync()
    {
        var mine = played.Select(episode => episode.Id).Order(StringComparer.Ordinal).ToList();
        var entered = new List<string>();
        for (var clock = Stopwatch.StartNew(); entered.Count < mine.Count; await Task.Delay(200))
        {
            Assert.True(clock.Elapsed < TimeSpan.FromMinutes(2), $"The ledger has {entered.Count} of {mine.Count} entries.");
            entered.Clear();
            await foreach (var item in cluster.Client.Ledger.EntriesAsync(int.MaxValue))
            {
                if (mine.BinarySearch(item.Entry.Episode, StringComparer.Ordinal) >= 0)
                    entered.Add(item.Entry.Episode);
            }
        }

        Assert.Equal(mine, entered.Order(StringComparer.Ordinal));
    }
}
