namespace ClinicalRl.Statistics.Distributions;

/// <summary>Student's t distribution with degrees of freedom above 0, which need not be whole.</summary>
public static class StudentDistribution
{
    /// <summary>
    /// The value with probability <paramref name="p"/>, between 0 and 1, below it. By t²/(df + t²) ~ Beta(1/2, df/2), so that it is as
    /// accurate as the Beta quantile.
    /// </summary>
    public static double Quantile(double p, double df)
    {
        if (!(p > 0 && p < 1))
            throw new ArgumentOutOfRangeException(nameof(p), p, "A probability between 0 and 1, both excluded.");
        Numbers.RequirePositive(df, nameof(df));
        var tail = 2 * Math.Min(p, 1 - p);
        var near = BetaDistribution.Quantile(1 - tail, 0.5, df / 2);
        var ratio = near < 0.5 ? near / (1 - near) : FarRatio(tail, df);
        return Math.Sign(p - 0.5) * Math.Sqrt(df * ratio);
    }

    private static double FarRatio(double tail, double df)
    {
        var rest = BetaDistribution.Quantile(tail, df / 2, 0.5);
        return (1 - rest) / rest;
    }
}
