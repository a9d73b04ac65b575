using System.Collections.Immutable;
using ClinicalRl.Statistics.Distributions;

namespace ClinicalRl.Statistics.Qualification;

/// <summary>What must hold beside the number of correct answers.</summary>
public enum ScreenGuard
{
    /// <summary>Guessing would score as high with probability above 5% (2.5% at the second attempt).</summary>
    Luck,

    /// <summary>Answering the same throughout would be right on more than half of the items.</summary>
    ConstantStrategy,

    /// <summary>No correct answer in some format that was shown.</summary>
    FormatWithoutCorrect,

    /// <summary>A never-event was missed.</summary>
    NeverEvent,

    /// <summary>Mean Brier score of the stated confidence above 0.25.</summary>
    Confidence,

    /// <summary>Answers quicker than they can be read: response-time effort below 0.9.</summary>
    Effort,

    /// <summary>More than two attempts.</summary>
    Attempts,
}

/// <summary>One answered item of the screen.</summary>
/// <param name="Correct">Whether it was right.</param>
/// <param name="Chance">Probability that a guess is right, from 0 to 1.</param>
/// <param name="Format">Such as rating or ranking.</param>
/// <param name="Key">The right answer in a form that can repeat between items, such as A or met.</param>
/// <param name="IsNeverEvent">Whether missing it is a never-event.</param>
/// <param name="Confidence">Stated probability of being right, from 0 to 1.</param>
/// <param name="Seconds">Time taken.</param>
/// <param name="ThresholdSeconds">Time below which it cannot have been read.</param>
public sealed record ScreenItem(
    bool Correct, double Chance, string Format, string Key, bool IsNeverEvent, double Confidence, double Seconds, double ThresholdSeconds);

/// <summary>The guards of the screen.</summary>
public static class ScreenGuards
{
    /// <summary>Most attempts.</summary>
    public const int MaxAttempts = 2;

    private const double FirstLuck = 0.05;
    private const double SecondLuck = 0.025;
    private const double MaxBrier = 0.25;
    private const double MinEffort = 0.9;

    /// <summary>Which guards do not hold, in order; none without items. Attempts count from 1.</summary>
    public static ImmutableArray<ScreenGuard> Broken(IReadOnlyList<ScreenItem> items, int attempt = 1)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(attempt, 1);
        if (items.Count == 0)
            return [];
        (ScreenGuard Guard, bool IsBroken)[] guards =
        [
            (ScreenGuard.Luck, LuckProbability(items) > (attempt == 1 ? FirstLuck : SecondLuck)),
            (ScreenGuard.ConstantStrategy, items.CountBy(item => item.Key, StringComparer.Ordinal).Max(key => key.Value) * 2 > items.Count),
            (ScreenGuard.FormatWithoutCorrect, items.GroupBy(item => item.Format, StringComparer.Ordinal).Any(format => format.All(item => !item.Correct))),
            (ScreenGuard.NeverEvent, items.Any(item => item.IsNeverEvent && !item.Correct)),
            (ScreenGuard.Confidence, items.Average(Brier) > MaxBrier),
            (ScreenGuard.Effort, items.Count(item => item.Seconds >= item.ThresholdSeconds) < MinEffort * items.Count),
            (ScreenGuard.Attempts, attempt > MaxAttempts),
        ];
        return [.. guards.Where(guard => guard.IsBroken).Select(guard => guard.Guard)];
    }

    /// <summary>Probability that guessing every item would give at least as many correct answers.</summary>
    public static double LuckProbability(IReadOnlyList<ScreenItem> items) =>
        BinomialDistribution.UpperTail(items.Count(item => item.Correct), [.. items.Select(item => item.Chance)]);

    private static double Brier(ScreenItem item)
    {
        var miss = Numbers.RequireUnit(item.Confidence, nameof(item)) - (item.Correct ? 1 : 0);
        return miss * miss;
    }
}
