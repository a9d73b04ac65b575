using ClinicalRl.Statistics.Distributions;

namespace ClinicalRl.Statistics.Integrity;

/// <summary>One shared item of two evaluators.</summary>
/// <param name="First">Answer of the first.</param>
/// <param name="Second">Answer of the second.</param>
/// <param name="Right">The right answer.</param>
/// <param name="WrongAnswers">How often others gave each wrong answer; every wrong answer that can be given is listed, those never given with 0.</param>
public sealed record SharedItem(string First, string Second, string Right, IReadOnlyDictionary<string, int> WrongAnswers);

/// <summary>
/// Identical wrong answers of two evaluators against what their error rates and the popularity of each wrong answer make likely: a Poisson-binomial
/// tail. Being wrong alike is what copying shows and common knowledge does not.
/// </summary>
/// <param name="Observed">Identical wrong answers.</param>
/// <param name="Expected">Σ of their probabilities.</param>
/// <param name="PValue">Probability of so many or more.</param>
/// <param name="Items">Shared items.</param>
public sealed record IdenticalErrors(int Observed, double Expected, double PValue, int Items)
{
    /// <summary>Fewest shared items of a pair that is tested.</summary>
    public const int MinSharedItems = 30;

    /// <summary>
    /// With probability e1·e2·Σ f² for each item: e the evaluators' error rates, f the share of each wrong answer among the wrong ones, each
    /// counted once more than seen. Counts must leave the pair out, or a copying pair would make its own answers look popular. Undefined with fewer
    /// than <see cref="MinSharedItems"/>.
    /// </summary>
    public static Estimate<IdenticalErrors> Of(IReadOnlyList<SharedItem> items, double firstErrorRate, double secondErrorRate)
    {
        Numbers.RequireUnit(firstErrorRate, nameof(firstErrorRate));
        Numbers.RequireUnit(secondErrorRate, nameof(secondErrorRate));
        if (items.Count < MinSharedItems)
            return Reason.TooFewItems;
        var observed = items.Count(item => item.First == item.Second && item.First != item.Right);
        return OfProbabilities(observed, [.. items.Select(item => firstErrorRate * secondErrorRate * Alikeness(item.WrongAnswers))]);
    }

    /// <summary>From the probability of an identical wrong answer to each item.</summary>
    public static IdenticalErrors OfProbabilities(int observed, IReadOnlyList<double> probabilities) =>
        new(observed, probabilities.Sum(), BinomialDistribution.UpperTail(observed, probabilities), probabilities.Count);

    /// <summary>Σ f²: probability that two wrong answers are the same.</summary>
    private static double Alikeness(IReadOnlyDictionary<string, int> wrongAnswers)
    {
        double total = wrongAnswers.Values.Sum(count => count + 1), sum = 0;
        foreach (var count in wrongAnswers.Values.Order())
            sum += (count + 1) / total * ((count + 1) / total);
        return sum;
    }
}
