using MathNet.Numerics.Distributions;

namespace ClinicalRl.Statistics.Resampling;

/// <summary>Ends of a bias-corrected and accelerated interval, or of a percentile interval where the correction is infinite.</summary>
/// <param name="Low">Lower end.</param>
/// <param name="High">Upper end.</param>
/// <param name="Bias">z0; 0 unless BCa.</param>
/// <param name="Method">Which of the two it is.</param>
public readonly record struct BcaLimits(double Low, double High, double Bias, IntervalMethod Method)
{
    private const double TieTolerance = 1e-12;

    /// <summary>From the resampled statistics (in any order), the estimate and the jackknife's acceleration.</summary>
    public static BcaLimits Of(ReadOnlySpan<double> resampled, double estimate, double acceleration, double level)
    {
        var sorted = resampled.ToArray();
        Array.Sort(sorted);
        var (lower, upper) = ((1 - level) / 2, (1 + level) / 2);
        var share = ShareBelow(sorted, estimate);
        if (share is <= 0 or >= 1)
            return new BcaLimits(Quantiles.Type6(sorted, lower), Quantiles.Type6(sorted, upper), 0, IntervalMethod.Percentile);
        var bias = Normal.InvCDF(0, 1, share);
        return new BcaLimits(
            Quantiles.Type6(sorted, Adjust(lower, bias, acceleration)), Quantiles.Type6(sorted, Adjust(upper, bias, acceleration)), bias, IntervalMethod.Bca);
    }

    /// <summary>The level to read off the resamples in place of <paramref name="level"/>.</summary>
    public static double Adjust(double level, double bias, double acceleration)
    {
        var shifted = bias + Normal.InvCDF(0, 1, level);
        return Normal.CDF(0, 1, bias + (shifted / (1 - (acceleration * shifted))));
    }

    private static double ShareBelow(double[] resampled, double estimate)
    {
        var tolerance = TieTolerance * Math.Max(1, Math.Abs(estimate));
        double below = 0;
        foreach (var value in resampled)
            below += Math.Abs(value - estimate) <= tolerance ? 0.5 : value < estimate ? 1 : 0;
        return below / resampled.Length;
    }
}
