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
            ? new BootstrapInterval(bca.Value.Interval, null, MonteCarloError.Of(resampled, bca.Value.LowerLevel, bca.Value.UpperLevel))
            : new BootstrapInterval(
                Percentile.Of(resampled, level), bca.Reason, MonteCarloError.Of(resampled, (1 - level) / 2, (1 + level) / 2));
    }
}

/// <summary>What another seed could have given: the ends two standard errors of their tail probability away.</summary>
/// <param name="TailStandardError">√(p(1−p)/B) of the lower end's probability p, B the number of resamples.</param>
/// <param name="LowerFrom">Quantile at the lower end's probability less two standard errors.</param>
/// <param name="LowerTo">The same, plus two.</param>
/// <param name="UpperFrom">Quantile at the upper end's probability less two standard errors.</param>
/// <param name="UpperTo">The same, plus two.</param>
public readonly record struct MonteCarloError(double TailStandardError, double LowerFrom, double LowerTo, double UpperFrom, double UpperTo)
{
    /// <summary>From the resampled statistics in ascending order and the probabilities of the two ends.</summary>
    public static MonteCarloError Of(ReadOnlySpan<double> ascending, double lowerLevel, double upperLevel)
    {
        double lower = StandardError(lowerLevel, ascending.Length), upper = StandardError(upperLevel, ascending.Length);
        return new MonteCarloError(
            lower,
            Quantiles.Type6(ascending, Math.Max(0, lowerLevel - (2 * lower))),
            Quantiles.Type6(ascending, Math.Min(1, lowerLevel + (2 * lower))),
            Quantiles.Type6(ascending, Math.Max(0, upperLevel - (2 * upper))),
            Quantiles.Type6(ascending, Math.Min(1, upperLevel + (2 * upper))));
    }

    private static double StandardError(double probability, int resamples) => Math.Sqrt(probability * (1 - probability) / resamples);
}
