using ClinicalRl.Statistics.Streams;

namespace ClinicalRl.Statistics.Aggregation;

/// <summary>φ: how much noisier production scores are than gold ones, from how far the scores of steps lie apart. Frozen in the next snapshot.</summary>
/// <param name="Heterogeneity">Σ Q of steps with at least two scores.</param>
/// <param name="Freedom">Σ (scores − 1) of the same.</param>
public readonly record struct NoiseInflation(FixedPointSum Heterogeneity, int Freedom)
{
    /// <summary>Degrees of freedom from which φ is estimated; below, it is 1.</summary>
    public const int MinFreedom = 100;

    /// <summary>max(1, ΣQ / Σ(k − 1)).</summary>
    public double Value => Freedom < MinFreedom ? 1 : Math.Max(1, Heterogeneity.Value / Freedom);

    /// <summary>Of one step; nothing when it has a single score.</summary>
    public static NoiseInflation Of(StepScore step) => step.DegreesOfFreedom > 0
        ? new NoiseInflation(FixedPointSum.Of(step.HeterogeneityQ), step.DegreesOfFreedom)
        : default;

    /// <summary>Both parts.</summary>
    public static NoiseInflation operator +(NoiseInflation left, NoiseInflation right) =>
        new(left.Heterogeneity + right.Heterogeneity, left.Freedom + right.Freedom);

    /// <summary>Without a part, as when a step is scored anew.</summary>
    public static NoiseInflation operator -(NoiseInflation left, NoiseInflation right) =>
        new(left.Heterogeneity - right.Heterogeneity, left.Freedom - right.Freedom);
}
