using ClinicalRl.Statistics.Distributions;
using MathNet.Numerics.Integration;

namespace ClinicalRl.Statistics.Posteriors;

/// <summary>Which of two independent rates is the smaller.</summary>
public static class PosteriorOrder
{
    private const double Tolerance = 1e-12;

    /// <summary>
    /// P(first &lt; second) = ∫ P(second ≥ q(u)) du over u from 0 to 1, q the quantile of the first. The integrand is monotone and between 0
    /// and 1 whatever the shapes; the double exponential rule takes its steep ends.
    /// </summary>
    public static double ProbabilityBelow(BetaPosterior first, BetaPosterior second)
    {
        var probability = DoubleExponentialTransformation.Integrate(
            u => BetaDistribution.UpperTail(BetaDistribution.Quantile(u, first.A, first.B), second.A, second.B), 0, 1, Tolerance);
        return Math.Clamp(probability, 0, 1);
    }
}
