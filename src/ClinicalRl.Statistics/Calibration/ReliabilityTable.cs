using System.Collections.Immutable;

namespace ClinicalRl.Statistics.Calibration;

/// <summary>One bin of a calibration curve.</summary>
/// <param name="Bin">Its place from 0.</param>
/// <param name="Count">Items in it, at least 1.</param>
/// <param name="MeanConfidence">Mean of what was stated.</param>
/// <param name="Observed">Share that was right.</param>
public readonly record struct ReliabilityBin(int Bin, int Count, double MeanConfidence, double Observed);

/// <summary>A calibration curve in equal bins (Guo et al. 2017). Its errors are biased upwards for few items; <see cref="IsotonicCalibration"/> is not binned.</summary>
/// <param name="Bins">The bins that have items, ascending.</param>
/// <param name="ExpectedError">Σ (n/N) |stated − observed|.</param>
/// <param name="MaxError">The largest |stated − observed|.</param>
/// <param name="Count">Number of items.</param>
public sealed record ReliabilityTable(ImmutableArray<ReliabilityBin> Bins, double ExpectedError, double MaxError, int Count)
{
    /// <summary>Bins of a report.</summary>
    public const int DefaultBins = 10;

    // 0.3 · 10 must fall into bin 3 although its product may be 2.9999….
    private const double Rounding = 1e-9;

    /// <summary>Undefined without items; at least one bin.</summary>
    public static Estimate<ReliabilityTable> Of(StatedConfidence stated, int bins = DefaultBins)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(bins, 1);
        if (stated.Count == 0)
            return Reason.NoData;
        var sums = new (double Confidence, double Right, int Count)[bins];
        for (var i = 0; i < stated.Count; i++)
        {
            ref var sum = ref sums[Math.Min(bins - 1, (int)((bins * stated.Confidence(i)) + Rounding))];
            sum = (sum.Confidence + stated.Confidence(i), sum.Right + stated.Outcome(i), sum.Count + 1);
        }

        ImmutableArray<ReliabilityBin> filled =
        [
            .. sums.Select((sum, bin) => new ReliabilityBin(bin, sum.Count, sum.Confidence / sum.Count, sum.Right / sum.Count)).Where(bin => bin.Count > 0),
        ];
        var errors = filled.Select(bin => Math.Abs(bin.MeanConfidence - bin.Observed)).ToArray();
        return new ReliabilityTable(filled, filled.Select((bin, i) => bin.Count * errors[i]).Sum() / stated.Count, errors.Max(), stated.Count);
    }
}
