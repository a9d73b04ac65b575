namespace ClinicalRl.Statistics.Aggregation;

/// <summary>
/// The model of scores: score = truth + bias of the evaluator + noise, with noise variance κ·h(truth). Scores near 0 and 1 vary less, but not
/// without limit.
/// </summary>
public static class NoiseModel
{
    /// <summary>Smallest h.</summary>
    public const double MinSpread = 0.04;

    /// <summary>The h at which weights are fixed, so that they do not depend on the scores.</summary>
    public const double ReferenceSpread = 0.16;

    /// <summary>Smallest noise factor κ.</summary>
    public const double MinNoise = 0.0004;

    /// <summary>Degrees of freedom with which an evaluator's noise is drawn towards the panel's.</summary>
    public const double PriorFreedom = 4;

    /// <summary>Fewest gold ratings of an evaluator who enters production scores.</summary>
    public const int MinGoldRatings = 8;

    /// <summary>h(θ) = max(θ(1 − θ), 0.04), θ from 0 to 1.</summary>
    public static double Spread(double truth) => Math.Max(Numbers.RequireUnit(truth, nameof(truth)) * (1 - truth), MinSpread);
}
