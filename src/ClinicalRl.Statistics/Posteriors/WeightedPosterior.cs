namespace ClinicalRl.Statistics.Posteriors;

/// <summary>
/// A posterior in which outcomes weigh by severity. The weights change the proportion, and through Kish's effective number they widen the
/// posterior; as pseudo-counts they would make it depend on their unit.
/// </summary>
/// <param name="Posterior">Beta(a0 + n·p, b0 + n(1 − p)) with the two figures below.</param>
/// <param name="Proportion">Σwx / Σw.</param>
/// <param name="EffectiveCount">(Σw)² / Σw² (Kish 1965).</param>
public sealed record WeightedPosterior(BetaPosterior Posterior, double Proportion, double EffectiveCount)
{
    private static readonly double[] SeverityWeights = [1, 2, 4, 8, 10];

    /// <summary>Default weight of severities S1 to S5, given as 1 to 5.</summary>
    public static double WeightOf(int severity) => severity is >= 1 and <= 5
        ? SeverityWeights[severity - 1]
        : throw new ArgumentOutOfRangeException(nameof(severity), severity, "A severity from 1 to 5.");

    /// <summary>From outcomes in [0, 1] and their weights, above 0; undefined without any.</summary>
    public static Estimate<WeightedPosterior> Of(
        IReadOnlyList<double> weights, IReadOnlyList<double> outcomes, double priorA = BetaPosterior.Jeffreys, double priorB = BetaPosterior.Jeffreys)
    {
        Numbers.RequireSameLength(weights.Count, outcomes.Count, nameof(outcomes));
        var (sum, squares, weighted) = (0.0, 0.0, 0.0);
        for (var i = 0; i < weights.Count; i++)
        {
            var weight = Numbers.RequirePositive(weights[i], nameof(weights));
            sum += weight;
            squares += weight * weight;
            weighted += weight * Numbers.RequireUnit(outcomes[i], nameof(outcomes));
        }

        return OfSums(sum, squares, weighted, priorA, priorB);
    }

    /// <summary>From Σw, Σw² and Σwx, as streams keep them.</summary>
    public static Estimate<WeightedPosterior> OfSums(
        double weights, double squaredWeights, double weightedOutcomes, double priorA = BetaPosterior.Jeffreys, double priorB = BetaPosterior.Jeffreys)
    {
        if (weights <= 0)
            return Reason.NoData;
        var proportion = Math.Clamp(weightedOutcomes / weights, 0, 1);
        var effective = weights * weights / squaredWeights;
        return new WeightedPosterior(BetaPosterior.After(effective * proportion, effective, priorA, priorB), proportion, effective);
    }
}
