using MathNet.Numerics;

namespace ClinicalRl.Statistics.Distributions;

/// <summary>The chi-square distribution.</summary>
public static class ChiSquareDistribution
{
    /// <summary>Probability of a value of at least <paramref name="x"/>, at least 0, with <paramref name="df"/> degrees of freedom, above 0.</summary>
    public static double UpperTail(double x, double df) =>
        SpecialFunctions.GammaUpperRegularized(Numbers.RequirePositive(df, nameof(df)) / 2, Numbers.RequireNotNegative(x, nameof(x)) / 2);
}
