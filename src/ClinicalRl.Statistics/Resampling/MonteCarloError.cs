using ClinicalRl.Statistics.Distributions;

namespace ClinicalRl.Statistics.Resampling;

/// <summary>What the ends of a bootstrap interval owe to the finite number of resamples: the quantiles two standard errors of their tail probability away.</summary>
/// <param name="LowerStandardError">Of the lower end's tail probability.</param>
/// <param name="UpperStandardError">Of the upper end's.</param>
/// <param name="LowerFrom">Quantile two standard errors below the lower end.</param>
/// <param name="LowerTo">The same above it.</param>
/// <param name="UpperFrom">Quantile two standard errors below the upper end.</param>
/// <param name="UpperTo">The same above it.</param>
public readonly record struct MonteCarloError(
    double LowerStandardError, double UpperStandardError, double LowerFrom, double LowerTo, double UpperFrom, double UpperTo)
{
    /// <summary>Of a percentile interval: √(p(1−p)/B) at either probability p, B the number of resamples, given in ascending order.</summary>
    public static MonteCarloError OfPercentile(ReadOnlySpan<double> ascending, double level)
    {
        var tail = (1 - level) / 2;
        var error = Math.Sqrt(tail * (1 - tail) / ascending.Length);
        return Of(ascending, (tail, error), (1 - tail, error));
    }

    /// <summary>
    /// Of a BCa interval. Its levels rest on the share of resamples below the estimate, which another seed would change too: at 95% that makes the error
    /// a quarter larger than of a fixed level.
    /// </summary>
    public static MonteCarloError Of(ReadOnlySpan<double> ascending, Bca bca)
    {
        var z = NormalDistribution.Quantile((1 + bca.Interval.Level) / 2);
        return Of(
            ascending,
            (bca.LowerLevel, ErrorOf(bca, -z, bca.LowerLevel, ascending.Length)),
            (bca.UpperLevel, ErrorOf(bca, z, bca.UpperLevel, ascending.Length)));
    }

    /// <summary>
    /// The level moves by c·dp when the share p below the estimate does, the quantile by the resamples' own distribution; both are shares of the same
    /// resamples, with covariance min(p, level) − p·level.
    /// </summary>
    private static double ErrorOf(Bca bca, double z, double level, int resamples)
    {
        var share = NormalDistribution.Cumulative(bca.BiasCorrection);
        var stretch = 1 / (1 - (bca.Acceleration * (bca.BiasCorrection + z)));
        var at = bca.BiasCorrection + ((bca.BiasCorrection + z) * stretch);
        var c = Math.Exp(((bca.BiasCorrection * bca.BiasCorrection) - (at * at)) / 2) * (1 + (stretch * stretch));
        var variance = (c * c * share * (1 - share)) + (level * (1 - level)) - (2 * c * (Math.Min(share, level) - (share * level)));
        return Math.Sqrt(Math.Max(0, variance) / resamples);
    }

    private static MonteCarloError Of(ReadOnlySpan<double> ascending, (double Level, double Error) lower, (double Level, double Error) upper) => new(
        lower.Error, upper.Error, At(ascending, lower.Level - (2 * lower.Error)), At(ascending, lower.Level + (2 * lower.Error)),
        At(ascending, upper.Level - (2 * upper.Error)), At(ascending, upper.Level + (2 * upper.Error)));

    private static double At(ReadOnlySpan<double> ascending, double probability) => Quantiles.Type6(ascending, Math.Clamp(probability, 0, 1));
}
