namespace ClinicalRl.Statistics.Resampling;

/// <summary>A bootstrap interval with what it was made of.</summary>
/// <param name="Interval">BCa where it exists, else percentile.</param>
/// <param name="FallbackReason">Why it is not BCa; null when it is, or when percentile was asked for.</param>
/// <param name="MonteCarlo">How much the ends owe to the finite number of resamples.</param>
public sealed record BootstrapInterval(Interval Interval, Reason? FallbackReason, MonteCarloError MonteCarlo)
{
    /// <summary>Largest share of resamples that may have no value of the statistic.</summary>
    public const double MaxUndefinedShare = 0.05;

    /// <summary>
    /// The default: BCa, or percentile when the bias correction or the acceleration does not exist. <paramref name="resampled"/> is put into
    /// ascending order; <paramref name="undefined"/> more resamples had no value.
    /// </summary>
    public static Estimate<BootstrapInterval> From(double[] resampled, int undefined, double estimate, Jackknife jackknife, double level)
    {
        if (resampled.Length == 0 || undefined > MaxUndefinedShare * (resampled.Length + undefined))
            return Reason.TooManyUndefinedResamples;
        Array.Sort(resampled);
        var bca = Bca.From(resampled, estimate, jackknife.Acceleration, level);
        return bca.IsDefined
            ? new BootstrapInterval(bca.Value.Interval, null, MonteCarloError.Of(resampled, bca.Value))
            : new BootstrapInterval(Percentile.Of(resampled, level), bca.Reason, MonteCarloError.OfPercentile(resampled, level));
    }
}
