using ClinicalRl.Statistics.Distributions;

namespace ClinicalRl.Statistics.Resampling;

/// <summary>A bias-corrected and accelerated bootstrap interval (Efron 1987), with what it was made of.</summary>
/// <param name="BiasCorrection">z0: normal quantile of the share of resamples below the estimate, ties counted half.</param>
/// <param name="Acceleration">a, from the jackknife.</param>
/// <param name="LowerLevel">Probability at which the resamples' quantile is the lower end.</param>
/// <param name="UpperLevel">The same for the upper end.</param>
/// <param name="Interval">The interval.</param>
public readonly record struct Bca(double BiasCorrection, double Acceleration, double LowerLevel, double UpperLevel, Interval Interval)
{
    private const double TieTolerance = 1e-12;

    /// <summary>
    /// From the resampled statistics in ascending order. Undefined when every resample lies on one side of the estimate, or
    /// when the acceleration leaves no adjusted level.
    /// </summary>
    public static Estimate<Bca> From(ReadOnlySpan<double> ascending, double estimate, double acceleration, double level)
    {
        Intervals.RequireLevel(level);
        var share = ShareBelow(ascending, estimate);
        if (share is 0 or 1)
            return Reason.BiasCorrectionInfinite;
        var z0 = NormalDistribution.Quantile(share);
        var z = NormalDistribution.Quantile((1 + level) / 2);
        double down = 1 - (acceleration * (z0 - z)), up = 1 - (acceleration * (z0 + z));
        if (!(down > 0 && up > 0))
            return Reason.NonPositiveDenominator;
        var lowerLevel = NormalDistribution.Cumulative(z0 + ((z0 - z) / down));
        var upperLevel = NormalDistribution.Cumulative(z0 + ((z0 + z) / up));
        var interval = new Interval(Quantiles.Type6(ascending, lowerLevel), Quantiles.Type6(ascending, upperLevel), level, IntervalMethod.BcaBootstrap);
        return new Bca(z0, acceleration, lowerLevel, upperLevel, interval);
    }

    private static double ShareBelow(ReadOnlySpan<double> values, double estimate)
    {
        var tolerance = TieTolerance * Math.Max(1, Math.Abs(estimate));
        double below = 0;
        foreach (var value in values)
        {
            if (Math.Abs(value - estimate) <= tolerance)
                below += 0.5;
            else if (value < estimate)
                below++;
        }

        return below / values.Length;
    }
}
