using ClinicalRl.Statistics.Resampling;

namespace ClinicalRl.Statistics.Calibration;

/// <summary>The Brier score of stated confidence (Brier 1950) and Murphy's decomposition of it on distinct stated values (Murphy 1973).</summary>
public sealed record BrierScore
{
    private BrierScore()
    {
    }

    /// <summary>Mean of (stated − outcome)²; 0 is perfect.</summary>
    public required double Score { get; init; }

    /// <summary>1 − score / (ō(1 − ō)): gain over always stating the share that is right; undefined when all outcomes are equal.</summary>
    public required Estimate<double> Skill { get; init; }

    /// <summary>Σ n (stated − observed)² / N: what calibration would gain.</summary>
    public required double Reliability { get; init; }

    /// <summary>Σ n (observed − ō)² / N: how well right and wrong are told apart.</summary>
    public required double Resolution { get; init; }

    /// <summary>ō(1 − ō). The score is reliability − resolution + uncertainty.</summary>
    public required double Uncertainty { get; init; }

    /// <summary>The three parts without their bias (Bröcker 2012; Ferro and Fricker 2012); undefined unless every stated value came at least twice.</summary>
    public required Estimate<MurphyParts> Corrected { get; init; }

    /// <summary>Number of items.</summary>
    public required int Count { get; init; }

    /// <summary>Undefined without items.</summary>
    public static Estimate<BrierScore> Of(StatedConfidence stated)
    {
        if (stated.Count == 0)
            return Reason.NoData;
        double score = 0, reliability = 0, resolution = 0, bias = 0, n = stated.Count, mean = stated.Accuracy.Value;
        for (var i = 0; i < stated.Count; i++)
            score += Square(stated.Confidence(i) - stated.Outcome(i));
        var isRepeated = true;
        foreach (var group in stated.Groups())
        {
            reliability += group.Count * Square(group.Confidence - group.Observed);
            resolution += group.Count * Square(group.Observed - mean);
            isRepeated &= group.Count > 1;
            bias += group.Count > 1 ? group.Count / n * group.Observed * (1 - group.Observed) / (group.Count - 1) : 0;
        }

        var uncertainty = stated.Uncertainty;
        return new BrierScore
        {
            Score = score / n,
            Skill = stated.IsOneClass ? Reason.ZeroDenominator : 1 - (score / n / uncertainty),
            Reliability = reliability / n,
            Resolution = resolution / n,
            Uncertainty = uncertainty,
            Corrected = isRepeated
                ? new MurphyParts((reliability / n) - bias, (resolution / n) - bias + (uncertainty / (n - 1)), uncertainty + (uncertainty / (n - 1)))
                : Reason.TooFewItems,
            Count = stated.Count,
        };
    }

    /// <summary>The score with its bootstrap interval over items.</summary>
    public static Statistic Measure(StatedConfidence stated, BootstrapPlan plan) => ClusterMean
        .Of(Clusters.OfSingles(Enumerable.Range(0, stated.Count).Select(i => Square(stated.Confidence(i) - stated.Outcome(i)))), plan)
        .ToStatistic("Brier score");

    private static double Square(double value) => value * value;
}

/// <summary>Parts of a Brier score.</summary>
/// <param name="Reliability">May be negative when corrected for bias.</param>
/// <param name="Resolution">May be negative when corrected for bias.</param>
/// <param name="Uncertainty">ō(1 − ō), corrected by N/(N − 1).</param>
public readonly record struct MurphyParts(double Reliability, double Resolution, double Uncertainty);
