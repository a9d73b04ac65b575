namespace ClinicalRl.Statistics.Reliability;

/// <summary>Reliability of several raters from that of one (Spearman 1910; Brown 1910), and how many are needed.</summary>
public static class SpearmanBrown
{
    // 0.9 of 0.5 needs 9 raters, not the 10 that rounding would make of 9.000000000000002.
    private const double Rounding = 1e-9;

    /// <summary>kρ / (1 + (k − 1)ρ) of at least one rater; undefined unless the reliability of one, up to 1, is above 0.</summary>
    public static Estimate<double> Of(double single, double raters)
    {
        Numbers.RequirePositive(raters, nameof(raters));
        return IsPositive(single) ? raters * single / (1 + ((raters - 1) * single)) : Reason.NonPositiveSingleReliability;
    }

    /// <summary>t(1 − ρ) / (ρ(1 − t)) for a target t between 0 and 1, not rounded.</summary>
    public static Estimate<double> ExactRaters(double target, double single)
    {
        Intervals.RequireLevel(target);
        return IsPositive(single) ? target * (1 - single) / (single * (1 - target)) : Reason.NonPositiveSingleReliability;
    }

    /// <summary>The same rounded up, at least 1.</summary>
    public static Estimate<int> RatersNeeded(double target, double single) =>
        ExactRaters(target, single).Then(exact => Math.Max(1, (int)Math.Ceiling(exact - Rounding)));

    private static bool IsPositive(double single) =>
        Numbers.RequireFinite(single, nameof(single)) <= 1 ? single > 0 : throw new ArgumentOutOfRangeException(nameof(single), single, "A reliability of at most 1.");
}
