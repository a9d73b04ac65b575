using ClinicalRl.Statistics.Concordance;
using ClinicalRl.Statistics.Distributions;

namespace ClinicalRl.Statistics.Integrity;

/// <summary>A step scored by two evaluators, each seen from the step's score without both.</summary>
/// <param name="First">Residual of the first, bias removed.</param>
/// <param name="Second">Residual of the second.</param>
/// <param name="FirstVariance">Error variance of the first's score, κh + u; above 0.</param>
/// <param name="SecondVariance">The same of the second's.</param>
/// <param name="RestVariance">Error variance of the score that both are compared with; 0 on gold items.</param>
public readonly record struct SharedStep(double First, double Second, double FirstVariance, double SecondVariance, double RestVariance);

/// <summary>
/// Correlation of two evaluators' residuals. Both are taken from the same score, whose error they share, so honest residuals correlate too: the
/// test is against that correlation, not against 0, which would accuse every pair of a small panel.
/// </summary>
/// <param name="Correlation">Of the residuals.</param>
/// <param name="HonestCorrelation">V / √((V + v1)(V + v2)) of the mean variances.</param>
/// <param name="PValue">One-sided, by Fisher's z.</param>
/// <param name="Steps">Shared steps.</param>
public sealed record ResidualLikeness(double Correlation, double HonestCorrelation, double PValue, int Steps)
{
    private const double NearlyOne = 1 - 1e-12;

    /// <summary>Undefined with fewer than <see cref="IdenticalErrors.MinSharedItems"/> steps or residuals that do not vary.</summary>
    public static Estimate<ResidualLikeness> Of(IReadOnlyList<SharedStep> steps)
    {
        if (steps.Count < IdenticalErrors.MinSharedItems)
            return Reason.TooFewItems;
        double first = 0, second = 0, rest = 0;
        foreach (var step in steps)
        {
            first += Numbers.RequirePositive(step.FirstVariance, nameof(steps));
            second += Numbers.RequirePositive(step.SecondVariance, nameof(steps));
            rest += Numbers.RequireNotNegative(step.RestVariance, nameof(steps));
        }

        var honest = rest / Math.Sqrt((rest + first) * (rest + second));
        return Correlations.Pearson(new PairedValues([.. steps.Select(step => step.First)], [.. steps.Select(step => step.Second)])).Then(correlation =>
        {
            var z = (FisherZ(correlation) - FisherZ(honest)) * Math.Sqrt(steps.Count - 3);
            return new ResidualLikeness(correlation, honest, NormalDistribution.Cumulative(-z), steps.Count);
        });
    }

    private static double FisherZ(double correlation) => Math.Atanh(Math.Clamp(correlation, -NearlyOne, NearlyOne));
}
