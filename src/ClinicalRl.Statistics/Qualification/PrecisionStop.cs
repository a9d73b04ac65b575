using ClinicalRl.Statistics.Posteriors;

namespace ClinicalRl.Statistics.Qualification;

/// <summary>
/// Stops when a rate is known closely enough. With the default minimum the Jeffreys interval still covers about as often as it says; stopping
/// from the first items on would not. A report marks the result <see cref="Flag.FixedWidthSequential"/>.
/// </summary>
/// <param name="HalfWidth">Largest half-width, above 0 and below 1/2.</param>
/// <param name="MinTrials">Fewest trials before it may stop.</param>
/// <param name="Level">Level of the interval.</param>
public sealed record PrecisionStop(double HalfWidth = 0.05, int MinTrials = 100, double Level = 0.95)
{
    /// <summary>Whether the equal-tailed interval under Jeffreys' prior is narrow enough after these.</summary>
    public bool IsReached(int successes, int trials) =>
        trials >= MinTrials && BetaPosterior.After(successes, trials).EqualTailed(Level).Width < 2 * HalfWidth;
}
