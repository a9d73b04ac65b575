using System.Collections.Immutable;
using ClinicalRl.Statistics.Distributions;
using ClinicalRl.Statistics.Posteriors;
using ClinicalRl.Statistics.Proportions;

namespace ClinicalRl.Statistics.Qualification;

/// <summary>
/// Qualification at looks declared beforehand. At each, the exact one-sided lower bound must reach the threshold with an equal part of α, so that
/// looking several times does not raise the chance of qualifying one who is not good enough.
/// </summary>
public sealed record QualificationLooks
{
    /// <summary>Refuses a threshold or α outside 0 to 1, and looks that are not ascending from 1.</summary>
    public QualificationLooks(double threshold, ImmutableArray<int> looks, double alpha = 0.05)
    {
        Intervals.RequireLevel(threshold);
        Intervals.RequireLevel(alpha);
        for (var i = 0; i < looks.Length; i++)
            ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(looks[i], i == 0 ? 0 : looks[i - 1], nameof(looks));
        (Threshold, Looks, Alpha) = (threshold, looks, alpha);
    }

    /// <summary>Threshold 0.80, looks at 20, 40 and 60 items, α = 0.05.</summary>
    public static QualificationLooks Default { get; } = new(0.80, [20, 40, 60]);

    /// <summary>Rate that must be reached.</summary>
    public double Threshold { get; }

    /// <summary>Numbers of items at which it is decided.</summary>
    public ImmutableArray<int> Looks { get; }

    /// <summary>Probability of qualifying one whose rate is the threshold, at most, over all looks.</summary>
    public double Alpha { get; }

    private double AlphaPerLook => Alpha / Looks.Length;

    /// <summary>
    /// Fewest correct of <paramref name="items"/> whose exact lower bound reaches <paramref name="threshold"/>; null when even all correct
    /// do not. The bound reaches it when P(X ≥ x | threshold) ≤ α.
    /// </summary>
    public static int? MinimumCorrect(int items, double threshold, double alpha)
    {
        for (var x = 0; x <= items; x++)
        {
            if (BinomialDistribution.UpperTail(x, items, threshold) <= alpha)
                return x;
        }

        return null;
    }

    /// <summary>Fewest correct at each look.</summary>
    public ImmutableArray<int?> MinimumCorrect() => [.. Looks.Select(look => MinimumCorrect(look, Threshold, AlphaPerLook))];

    /// <summary>Exact one-sided lower bound at a look.</summary>
    public double LowerBound(int correct, int items) => new Proportion(correct, items).LowerBound(1 - AlphaPerLook);

    /// <summary>Whether all three conditions hold. Items beyond a declared look decide nothing until the next.</summary>
    /// <param name="correct">Items with an outcome of at least <see cref="GoldOutcome.CorrectFrom"/>.</param>
    /// <param name="items">Items answered; must be one of the looks.</param>
    /// <param name="weighted">Severity-weighted posterior of the same items.</param>
    /// <param name="neverEventsMissed">Never-event items missed.</param>
    public bool Qualifies(int correct, int items, WeightedPosterior weighted, int neverEventsMissed) =>
        Looks.Contains(items) && LowerBound(correct, items) >= Threshold && weighted.Posterior.Mean >= Threshold && neverEventsMissed == 0;

    /// <summary>Exact probability that one of true rate <paramref name="rate"/> reaches the bound at some look.</summary>
    public double QualifyProbability(double rate)
    {
        Numbers.RequireUnit(rate, nameof(rate));
        var minimum = MinimumCorrect();
        double[] undecided = [1];
        var (qualified, answered) = (0.0, 0);
        for (var look = 0; look < Looks.Length; look++)
        {
            var added = BinomialDistribution.Probabilities(Enumerable.Repeat(rate, Looks[look] - answered).ToArray());
            undecided = Convolve(undecided, added);
            answered = Looks[look];
            for (var x = minimum[look] ?? int.MaxValue; x < undecided.Length; x++)
            {
                qualified += undecided[x];
                undecided[x] = 0;
            }
        }

        return qualified;
    }

    private static double[] Convolve(double[] first, double[] second)
    {
        var sum = new double[first.Length + second.Length - 1];
        for (var i = 0; i < first.Length; i++)
        {
            for (var j = 0; j < second.Length; j++)
                sum[i + j] += first[i] * second[j];
        }

        return sum;
    }
}
