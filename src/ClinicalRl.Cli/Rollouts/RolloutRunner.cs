using System.Diagnostics;

namespace ClinicalRl.Cli.Rollouts;

/// <summary>Plays a rollout's episodes, several at a time, until all ended, one failed or the person stops it.</summary>
internal static class RolloutRunner
{
    /// <summary>
    /// What ended, in the order of the seeds whatever the order of play. <paramref name="ended"/> is told of every episode's steps.
    /// A stop is no failure: it is an outcome with fewer episodes.
    /// </summary>
    public static async Task<RolloutOutcome> RunAsync(RolloutRequest request, IEpisodePlayer player, Action<int> ended, CancellationToken cancel)
    {
        var episodes = new PlayedEpisode?[request.Episodes];
        var clock = Stopwatch.StartNew();
        Exception? failure = null;
        var options = new ParallelOptions { MaxDegreeOfParallelism = request.Parallel, CancellationToken = cancel };
        try
        {
            await Parallel.ForEachAsync(Enumerable.Range(0, request.Episodes), options, async (index, stop) =>
            {
                var episode = episodes[index] = await player.PlayAsync(request, index, stop);
                ended(episode.Steps);
            });
        }
        catch (OperationCanceledException) when (cancel.IsCancellationRequested)
        {
            // What ended until now is summed up below.
        }
        catch (Exception exception)
        {
            failure = exception;
        }

        var summary = RolloutSummary.Of(request, [.. episodes.OfType<PlayedEpisode>()], clock.Elapsed);
        return new RolloutOutcome(summary, cancel.IsCancellationRequested, failure);
    }
}

/// <summary>How a rollout went.</summary>
/// <param name="Summary">Over the episodes that ended.</param>
/// <param name="Stopped">The person stopped it.</param>
/// <param name="Failure">What made an episode fail, or null.</param>
internal sealed record RolloutOutcome(RolloutSummary Summary, bool Stopped, Exception? Failure);
