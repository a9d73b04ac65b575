using ClinicalRl.Statistics.Posteriors;
using ClinicalRl.Statistics.Streams;

namespace ClinicalRl.Statistics.Qualification;

/// <summary>What a stream keeps of how right an evaluator's answers to gold items were, of any format; parts can be added and taken back exactly.</summary>
/// <param name="Items">Gold items answered.</param>
/// <param name="Correct">Of these with an outcome of at least <see cref="GoldOutcome.CorrectFrom"/>.</param>
/// <param name="NeverEventsMissed">Never-event items that are not among the correct.</param>
/// <param name="Outcomes">Σ x, the outcomes from 0 to 1.</param>
/// <param name="Weights">Σ w, severity weights.</param>
/// <param name="SquaredWeights">Σ w².</param>
/// <param name="WeightedOutcomes">Σ wx.</param>
public readonly record struct OutcomeSums(
    int Items, int Correct, int NeverEventsMissed, FixedPointSum Outcomes, FixedPointSum Weights, FixedPointSum SquaredWeights, FixedPointSum WeightedOutcomes)
{
    /// <summary>Of one answer: its outcome from 0 to 1, the weight of its severity, above 0, and whether missing it is a never-event.</summary>
    public static OutcomeSums Of(double outcome, double weight, bool isNeverEvent)
    {
        Numbers.RequireUnit(outcome, nameof(outcome));
        Numbers.RequirePositive(weight, nameof(weight));
        var isCorrect = outcome >= GoldOutcome.CorrectFrom;
        return new OutcomeSums(
            1, isCorrect ? 1 : 0, isNeverEvent && !isCorrect ? 1 : 0, FixedPointSum.Of(outcome), FixedPointSum.Of(weight), FixedPointSum.Of(weight * weight),
            FixedPointSum.Of(weight * outcome));
    }

    /// <summary>Both parts.</summary>
    public static OutcomeSums operator +(OutcomeSums left, OutcomeSums right) => new(
        left.Items + right.Items, left.Correct + right.Correct, left.NeverEventsMissed + right.NeverEventsMissed, left.Outcomes + right.Outcomes,
        left.Weights + right.Weights, left.SquaredWeights + right.SquaredWeights, left.WeightedOutcomes + right.WeightedOutcomes);

    /// <summary>Without a part.</summary>
    public static OutcomeSums operator -(OutcomeSums left, OutcomeSums right) => new(
        left.Items - right.Items, left.Correct - right.Correct, left.NeverEventsMissed - right.NeverEventsMissed, left.Outcomes - right.Outcomes,
        left.Weights - right.Weights, left.SquaredWeights - right.SquaredWeights, left.WeightedOutcomes - right.WeightedOutcomes);

    /// <summary>Posterior of the rate of being right, under Jeffreys' prior.</summary>
    public BetaPosterior Posterior() => BetaPosterior.After(Outcomes.Value, Items);

    /// <summary>The same weighted by severity; undefined without items.</summary>
    public Estimate<WeightedPosterior> Weighted() => WeightedPosterior.OfSums(Weights.Value, SquaredWeights.Value, WeightedOutcomes.Value);

    /// <summary>Whether all conditions hold at one of the declared looks.</summary>
    public bool Qualifies(QualificationLooks looks)
    {
        var weighted = Weighted();
        return weighted.IsDefined && looks.Qualifies(Correct, Items, weighted.Value, NeverEventsMissed);
    }
}
