namespace ClinicalRl.Statistics.Resampling;

/// <summary>The plain bootstrap interval.</summary>
public static class Percentile
{
    /// <summary>Type-6 quantiles of the resampled statistics, given in ascending order.</summary>
    public static Interval Of(ReadOnlySpan<double> ascending, double level, IntervalMethod method = IntervalMethod.PercentileBootstrap)
    {
        Intervals.RequireLevel(level);
        return new Interval(Quantiles.Type6(ascending, (1 - level) / 2), Quantiles.Type6(ascending, (1 + level) / 2), level, method);
    }
}
