using MathNet.Numerics;
using MathNet.Numerics.Distributions;

namespace ClinicalRl.Statistics.Distributions;

/// <summary>The standard normal distribution.</summary>
public static class NormalDistribution
{
    private static readonly double RootTwo = Math.Sqrt(2);

    /// <summary>Probability of a value up to <paramref name="z"/>; accurate in the lower tail too.</summary>
    public static double Cumulative(double z) => 0.5 * SpecialFunctions.Erfc(-z / RootTwo);

    /// <summary>The value with probability <paramref name="p"/>, between 0 and 1, below it.</summary>
    public static double Quantile(double p)
    {
        if (!(p > 0 && p < 1))
            throw new ArgumentOutOfRangeException(nameof(p), p, "A probability between 0 and 1, both excluded.");
        return Normal.InvCDF(0, 1, p);
    }
}
