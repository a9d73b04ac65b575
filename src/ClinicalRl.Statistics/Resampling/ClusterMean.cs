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

    /// <summary>Number of units.</summary>
    public required int Units { get; init; }

    /// <summary>Remarks.</summary>
    public required ImmutableArray<Flag> Flags { get; init; }

    /// <summary>What the resamples were fixed by.</summary>
    public required BootstrapPlan Plan { get; init; }

    /// <summary>The mean of <paramref name="clusters"/> with its interval.</summary>
    public static ClusterMean Of(Clusters clusters, BootstrapPlan plan)
    {
        var (interval, fallback) = clusters.Count switch
        {
            0 => (Reason.NoData, null),
            1 => (Reason.TooFewClusters, null),
            _ => IntervalOf(clusters, plan),
        };
        return new ClusterMean
        {
            Mean = clusters.Mean,
            StandardError = clusters.StandardError,
            Interval = interval,
            FallbackReason = fallback,
            Units = clusters.Count,
            Flags = FlagsOf(clusters, fallback),
            Plan = plan,
        };
    }

    private static (Estimate<Interval> Interval, Reason? Fallback) IntervalOf(Clusters clusters, BootstrapPlan plan)
    {
        var means = clusters.ResampledMeans(plan);
        Array.Sort(means);
        var acceleration = Jackknife.Of(clusters.LeaveOneOut()).Acceleration;
        var bca = Bca.From(means, clusters.Mean.Value, acceleration, plan.Level);
        return bca.IsDefined ? (bca.Value.Interval, null) : (Percentile.Of(means, plan.Level), bca.Reason);
    }

    private static ImmutableArray<Flag> FlagsOf(Clusters clusters, Reason? fallback)
    {
        var flags = ImmutableArray.CreateBuilder<Flag>();
        if (clusters.Count < FewUnits)
            flags.Add(Flag.FewUnits);
        if (fallback is not null)
            flags.Add(Flag.FellBack);
        return flags.ToImmutable();
    }
}
