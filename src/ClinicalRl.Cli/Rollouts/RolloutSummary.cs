using ClinicalRl.Statistics.Resampling;

namespace ClinicalRl.Cli.Rollouts;

/// <summary>What the episodes that ended show. The unit of every interval is the episode.</summary>
internal sealed record RolloutSummary
{
    /// <summary>An episode pays when its reward is at least this.</summary>
    public const double Paying = 0.5;

    /// <summary>Names the way the intervals are made; part of their seed text.</summary>
    private const string Method = "v1";

    public required int Episodes { get; init; }

    public required int Steps { get; init; }

    public required TimeSpan Elapsed { get; init; }

    /// <summary>Undefined when no episode ended; without an interval when one did.</summary>
    public required ClusterMean Reward { get; init; }

    /// <summary>The same of the severity-weighted reward.</summary>
    public required ClusterMean SeverityWeighted { get; init; }

    /// <summary>Share of the episodes whose reward is at least <see cref="Paying"/>; 0 when no episode ended.</summary>
    public required double PaidShare { get; init; }

    public required CategoryCounts Categories { get; init; }

    public double StepsPerSecond => Elapsed > TimeSpan.Zero ? Steps / Elapsed.TotalSeconds : 0;

    /// <summary>Folds episodes in their order.</summary>
    public static RolloutSummary Of(RolloutRequest request, IReadOnlyList<PlayedEpisode> episodes, TimeSpan elapsed)
    {
        var categories = new CategoryCounts();
        foreach (var episode in episodes)
            categories.Add(episode.Categories);
        return new RolloutSummary
        {
            Episodes = episodes.Count,
            Steps = episodes.Sum(episode => episode.Steps),
            Elapsed = elapsed,
            Reward = Interval(request, "episode-reward", [.. episodes.Select(episode => episode.Reward)]),
            SeverityWeighted = Interval(request, "severity-weighted", [.. episodes.Select(episode => episode.SeverityWeighted)]),
            PaidShare = episodes.Count == 0 ? 0 : (double)episodes.Count(episode => episode.Reward >= Paying) / episodes.Count,
            Categories = categories,
        };
    }

    private static ClusterMean Interval(RolloutRequest request, string statistic, double[] values) => ClusterMean.Of(
        Clusters.OfSingles(values), BootstrapPlan.Named($"rollout-{request.Environment.Spec.Id}-{request.Policy.Name}|{statistic}|{Method}"));
}
