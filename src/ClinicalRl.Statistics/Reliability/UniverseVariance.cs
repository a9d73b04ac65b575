namespace ClinicalRl.Statistics.Reliability;

/// <summary>
/// Variance of the truth between steps (or episodes) of a task family: the variance of their scores less the mean of their error variances
/// (Cronbach et al. 1972; Brennan 2001).
/// </summary>
/// <param name="Observed">Variance of the scores, divisor n − 1.</param>
/// <param name="MeanError">Mean error variance.</param>
/// <param name="Count">Reference steps or episodes.</param>
public sealed record UniverseVariance(double Observed, double MeanError, int Count)
{
    /// <summary>Fewest reference steps or episodes.</summary>
    public const int MinReferences = 30;

    /// <summary>Held at 0 (flag <see cref="Flag.Boundary"/>) when scores vary no more than their errors.</summary>
    public double Value => Math.Max(0, Observed - MeanError);

    /// <summary>Value over observed variance: reliability within the reference; undefined when the scores do not vary.</summary>
    public Estimate<double> Share => Observed > 0 ? Value / Observed : Reason.NoVariation;

    /// <summary>From scores and their error variances; undefined with fewer than <paramref name="minReferences"/> (at least two).</summary>
    public static Estimate<UniverseVariance> Of(IReadOnlyList<double> scores, IReadOnlyList<double> errors, int minReferences = MinReferences)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(minReferences, 2);
        Numbers.RequireSameLength(scores.Count, errors.Count, nameof(errors));
        if (scores.Count < minReferences)
            return Reason.InsufficientReference;
        var mean = scores.Sum(score => Numbers.RequireFinite(score, nameof(scores))) / scores.Count;
        var squares = scores.All(score => score == scores[0]) ? 0 : scores.Sum(score => (score - mean) * (score - mean));
        return new UniverseVariance(
            squares / (scores.Count - 1), errors.Sum(error => Numbers.RequireNotNegative(error, nameof(errors))) / errors.Count, scores.Count);
    }

    /// <summary>σ²/(σ² + error): dependability of one score for absolute decisions; 0 when the variance is 0.</summary>
    public static double ReliabilityOf(double variance, double error) =>
        Numbers.RequireNotNegative(variance, nameof(variance)) == 0 ? 0 : variance / (variance + Numbers.RequireNotNegative(error, nameof(error)));
}
