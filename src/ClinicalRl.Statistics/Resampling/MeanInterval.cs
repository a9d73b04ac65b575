namespace ClinicalRl.Statistics.Resampling;

/// <summary>
/// The short form of <see cref="ClusterMean"/> for tables: a mean of one value per independent unit (an episode, a task; never several of the
/// same unit) with its 95% bootstrap interval.
/// </summary>
/// <param name="Estimate">The mean.</param>
/// <param name="Low">Lower end; equals the estimate when undefined.</param>
/// <param name="High">Upper end; equals the estimate when undefined.</param>
/// <param name="Method">How the ends were found.</param>
public sealed record MeanInterval(double Estimate, double Low, double High, IntervalMethod Method)
{
    /// <summary>Resamples of a report.</summary>
    public const int ReportResamples = BootstrapPlan.ReportResamples;

    /// <summary>Fewer units than this deserve a flag beside the interval.</summary>
    public const int FewUnits = ClusterMean.FewUnits;

    /// <summary>
    /// The mean of <paramref name="values"/> with an interval from <paramref name="resamples"/> resamples. Pure: the same values in the same
    /// order and the same generator give the same bits. Throws <see cref="ArgumentException"/> for no value or one that is not finite.
    /// </summary>
    public static MeanInterval Of(ReadOnlySpan<double> values, CounterGenerator generator, int resamples = ReportResamples)
    {
        if (values.IsEmpty)
            throw new ArgumentException("At least one value is needed.", nameof(values));
        var mean = ClusterMean.Of(Clusters.OfSingles(values.ToArray()), new BootstrapPlan(generator, resamples));
        var estimate = mean.Mean.Value;
        if (!mean.Interval.IsDefined)
            return new MeanInterval(estimate, estimate, estimate, IntervalMethod.Undefined);
        var interval = mean.Interval.Value;
        return new MeanInterval(estimate, interval.Lower, interval.Upper, mean.FallbackReason is null ? IntervalMethod.Bca : IntervalMethod.Percentile);
    }
}
