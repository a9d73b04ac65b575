using ClinicalRl.Statistics.Posteriors;

namespace ClinicalRl.Statistics.Drift;

/// <summary>Whether a rate fell between a reference period and a recent one.</summary>
/// <param name="Probability">P(recent below reference), from the two posteriors.</param>
public readonly record struct RateChange(double Probability)
{
    /// <summary>A probability above this is an alarm.</summary>
    public const double AlarmAbove = 0.99;

    /// <summary>Whether the fall is as good as certain.</summary>
    public bool IsAlarm => Probability > AlarmAbove;

    /// <summary>From independent posteriors.</summary>
    public static RateChange Between(BetaPosterior reference, BetaPosterior recent) => new(recent.ProbabilityBelow(reference));
}
