namespace ClinicalRl.Rewards.Scoring;

/// <summary>
/// Weights as whole thousandths, and scores as whole halves, so that a step's sums are exact: neither the order of events nor a
/// common factor of all weights changes the last bit of a reward.
/// </summary>
internal static class WeightUnits
{
    /// <summary>Units of a weight of 1.</summary>
    public const int PerOne = 1_000;

    /// <summary>Whether <paramref name="weight"/> is the double nearest to a whole number of thousandths.</summary>
    public static bool IsWhole(double weight) => (double)Of(weight) / PerOne == weight;

    /// <summary>The nearest whole number of thousandths.</summary>
    public static long Of(double weight) => (long)((weight * PerOne) + 0.5);
}
