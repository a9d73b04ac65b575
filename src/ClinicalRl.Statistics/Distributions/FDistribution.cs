namespace ClinicalRl.Statistics.Distributions;

/// <summary>The F distribution of a ratio of two mean squares; degrees of freedom are above 0 and need not be whole.</summary>
public static class FDistribution
{
    /// <summary>
    /// The value with probability <paramref name="p"/>, between 0 and 1, below it. By df1·F/(df1·F + df2) ~ Beta(df1/2, df2/2), from the end
    /// that is nearer.
    /// </summary>
    public static double Quantile(double p, double df1, double df2)
    {
        if (!(p > 0 && p < 1))
            throw new ArgumentOutOfRangeException(nameof(p), p, "A probability between 0 and 1, both excluded.");
        Numbers.RequirePositive(df1, nameof(df1));
        Numbers.RequirePositive(df2, nameof(df2));
        var share = BetaDistribution.Quantile(p, df1 / 2, df2 / 2);
        if (share < 0.5)
            return df2 * share / (df1 * (1 - share));
        var rest = BetaDistribution.Quantile(1 - p, df2 / 2, df1 / 2);
        return df2 * (1 - rest) / (df1 * rest);
    }
}
