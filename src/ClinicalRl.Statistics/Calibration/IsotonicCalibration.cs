using System.Collections.Immutable;

namespace ClinicalRl.Statistics.Calibration;

/// <summary>A stated confidence and the rate that fits it.</summary>
/// <param name="Confidence">What was stated.</param>
/// <param name="Rate">The fitted rate.</param>
public readonly record struct CalibratedPoint(double Confidence, double Rate);

/// <summary>
/// The rising step function nearest to the outcomes, by pooling adjacent violators on distinct stated values, and the decomposition of the
/// Brier score it gives (Dimitriadis, Gneiting and Jordan 2021): score = miscalibration − discrimination + uncertainty.
/// </summary>
/// <param name="Fitted">A point for each distinct stated value, ascending.</param>
/// <param name="Brier">The score.</param>
/// <param name="Miscalibration">Score less the score of the fitted rates; at least 0.</param>
/// <param name="Discrimination">Uncertainty less the score of the fitted rates; at least 0.</param>
/// <param name="Uncertainty">ō(1 − ō).</param>
/// <param name="Count">Number of items.</param>
public sealed record IsotonicCalibration(
    ImmutableArray<CalibratedPoint> Fitted, double Brier, double Miscalibration, double Discrimination, double Uncertainty, int Count)
{
    /// <summary>Undefined without items.</summary>
    public static Estimate<IsotonicCalibration> Of(StatedConfidence stated)
    {
        if (stated.Count == 0)
            return Reason.NoData;
        var groups = stated.Groups();
        var rates = Pool([.. groups.Select(group => (double)group.Right)], [.. groups.Select(group => (double)group.Count)]);
        var (brier, fitted) = (0.0, 0.0);
        for (var k = 0; k < groups.Length; k++)
        {
            brier += Score(groups[k], groups[k].Confidence);
            fitted += Score(groups[k], rates[k]);
        }

        (brier, fitted) = (brier / stated.Count, fitted / stated.Count);
        return new IsotonicCalibration(
            [.. groups.Select((group, k) => new CalibratedPoint(group.Confidence, rates[k]))],
            brier, brier - fitted, stated.Uncertainty - fitted, stated.Uncertainty, stated.Count);
    }

    /// <summary>
    /// Rising means of groups given by their sums and weights, above 0: groups that would fall are pooled. Also used to calibrate continuous
    /// scores.
    /// </summary>
    public static double[] Pool(IReadOnlyList<double> sums, IReadOnlyList<double> weights)
    {
        Numbers.RequireSameLength(sums.Count, weights.Count, nameof(weights));
        var blocks = new Stack<(double Sum, double Weight, int Groups)>();
        for (var i = 0; i < sums.Count; i++)
        {
            var block = (Sum: Numbers.RequireFinite(sums[i], nameof(sums)), Weight: Numbers.RequirePositive(weights[i], nameof(weights)), Groups: 1);
            while (blocks.TryPeek(out var before) && before.Sum * block.Weight >= block.Sum * before.Weight)
            {
                blocks.Pop();
                block = (block.Sum + before.Sum, block.Weight + before.Weight, block.Groups + before.Groups);
            }

            blocks.Push(block);
        }

        return [.. blocks.Reverse().SelectMany(block => Enumerable.Repeat(block.Sum / block.Weight, block.Groups))];
    }

    private static double Score(ConfidenceGroup group, double rate) =>
        (group.Right * (1 - rate) * (1 - rate)) + ((group.Count - group.Right) * rate * rate);
}
