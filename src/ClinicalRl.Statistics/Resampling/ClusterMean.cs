using System.Collections.Immutable;

namespace ClinicalRl.Statistics.Resampling;

/// <summary>A mean over independent units with its bootstrap interval.</summary>
public sealed record ClusterMean
{
    /// <summary>Fewer units than this are flagged.</summary>
    public const int FewUnits = 10;

    /// <summary>Mean of all values; undefined without any.</summary>
    public required Estimate<double> Mean { get; init; }

    /// <summary>Cluster standard error of the mean; undefined with fewer than two units.</summary>
    public required Estimate<double> StandardError { get; init; }

    /// <summary>
    /// BCa interval, whole units resampled. When BCa does not exist it is the percentile interval, <see cref="Flag.FellBack"/> is set and
    /// <see cref="FallbackReason"/> says why. Undefined with fewer than two units.
    /// </summary>
    public required Estimate<Interval> Interval { get; init; }

    /// <summary>Why <see cref="Interval"/> is not BCa; null when it is, or when there is none.</summary>
    public required Reason? FallbackReason { get; init; }

    /// <summary>What the ends owe to the number of resamples; undefined when the interval is.</summary>
    public required Estimate<MonteCarloError> MonteCarlo { get; init; }

    /// <summary>Number of units.</summary>
    public required int Units { get; init; }

    /// <summary>Remarks.</summary>
    public required ImmutableArray<Flag> Flags { get; init; }

    /// <summary>What the resamples were fixed by.</summary>
    public required BootstrapPlan Plan { get; init; }

    /// <summary>The mean of <paramref name="clusters"/> with its interval.</summary>
    public static ClusterMean Of(Clusters clusters, BootstrapPlan plan)
    {
        Estimate<BootstrapInterval> interval = clusters.Count switch
        {
            0 => Reason.NoData,
            1 => Reason.TooFewClusters,
            _ => BootstrapInterval.From(clusters.ResampledMeans(plan), 0, clusters.Mean.Value, Jackknife.Of(clusters.LeaveOneOut()), plan.Level),
        };
        var fallback = interval.IsDefined ? interval.Value.FallbackReason : null;
        return new ClusterMean
        {
            Mean = clusters.Mean,
            StandardError = clusters.StandardError,
            Interval = interval.Then(known => known.Interval),
            MonteCarlo = interval.Then(known => known.MonteCarlo),
            FallbackReason = fallback,
            Units = clusters.Count,
            Flags = Bootstrap.FlagsOf(clusters.Count, fallback),
            Plan = plan,
        };
    }

    /// <summary>As a report prints it.</summary>
    public Statistic ToStatistic(string method) => new(method, Mean, Interval, Units) { Flags = Flags };
}
