namespace ClinicalRl.Statistics.Posteriors;

/// <summary>How right an answer to a gold item is, from 0 to 1.</summary>
public static class GoldOutcome
{
    /// <summary>Largest difference from the reference at which a rating is right, unless the item says otherwise.</summary>
    public const double DefaultTolerance = 0.10;

    /// <summary>Outcomes from here count as correct where only right and wrong are told apart.</summary>
    public const double CorrectFrom = 0.8;

    // A difference of 0.1 between scores given to two decimals is not exactly 0.1 in binary.
    private const double Rounding = 1e-9;

    /// <summary>1 when |score − reference| is at most the tolerance, else 0; all in [0, 1].</summary>
    public static double Rating(double score, double reference, double tolerance = DefaultTolerance) =>
        Math.Abs(Numbers.RequireUnit(score, nameof(score)) - Numbers.RequireUnit(reference, nameof(reference)))
            <= Numbers.RequireUnit(tolerance, nameof(tolerance)) + Rounding ? 1 : 0;

    /// <summary>Preferences are negative, 0 for a tie, or positive: 1 when they agree, 1/2 when exactly one is a tie, else 0.</summary>
    public static double Comparison(int preference, int reference) =>
        Math.Sign(preference) == Math.Sign(reference) ? 1 : preference == 0 || reference == 0 ? 0.5 : 0;

    /// <summary>Whether met or not met agrees.</summary>
    public static double RubricItem(bool met, bool reference) => met == reference ? 1 : 0;

    /// <summary>
    /// Share of the pairs ordered by the reference that the answer puts in the same order, a pair it ties counted half. The whole ranking is one
    /// trial, since its pairs depend on each other. Undefined when the reference orders no pair.
    /// </summary>
    public static Estimate<double> Ranking(IReadOnlyList<double> ranks, IReadOnlyList<double> reference)
    {
        Numbers.RequireSameLength(ranks.Count, reference.Count, nameof(reference));
        var (right, pairs) = (0.0, 0);
        for (var i = 0; i < ranks.Count; i++)
        {
            for (var j = 0; j < i; j++)
            {
                var order = reference[i].CompareTo(reference[j]);
                if (order == 0)
                    continue;
                pairs++;
                var answer = ranks[i].CompareTo(ranks[j]);
                right += answer == 0 ? 0.5 : Math.Sign(answer) == Math.Sign(order) ? 1 : 0;
            }
        }

        return pairs == 0 ? Reason.NoVariation : right / pairs;
    }
}
