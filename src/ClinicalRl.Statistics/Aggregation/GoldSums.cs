using ClinicalRl.Statistics.Streams;

namespace ClinicalRl.Statistics.Aggregation;

/// <summary>What a stream keeps of an evaluator's gold ratings: sums that can be added, taken back and merged exactly.</summary>
/// <param name="Count">Gold ratings.</param>
/// <param name="Weights">Σ 1/h.</param>
/// <param name="Residuals">Σ d/h, d = score − reference.</param>
/// <param name="Squares">Σ d²/h.</param>
public readonly record struct GoldSums(int Count, FixedPointSum Weights, FixedPointSum Residuals, FixedPointSum Squares)
{
    /// <summary>Of one rating; score and reference from 0 to 1.</summary>
    public static GoldSums Of(double score, double reference)
    {
        var weight = 1 / NoiseModel.Spread(reference);
        var residual = Numbers.RequireUnit(score, nameof(score)) - reference;
        return new GoldSums(
            1, FixedPointSum.Of(weight), FixedPointSum.Of(residual * weight), FixedPointSum.Of(residual * residual * weight));
    }

    /// <summary>Both parts.</summary>
    public static GoldSums operator +(GoldSums left, GoldSums right) =>
        new(left.Count + right.Count, left.Weights + right.Weights, left.Residuals + right.Residuals, left.Squares + right.Squares);

    /// <summary>Without a part.</summary>
    public static GoldSums operator -(GoldSums left, GoldSums right) =>
        new(left.Count - right.Count, left.Weights - right.Weights, left.Residuals - right.Residuals, left.Squares - right.Squares);

    /// <summary>Σ d/h over Σ 1/h; undefined without ratings.</summary>
    public Estimate<double> MeanResidual => Count == 0 ? Reason.NoData : Residuals.Value / Weights.Value;

    /// <summary>Σ (d − mean)²/h.</summary>
    public double ResidualSquares => Count == 0 ? 0 : Math.Max(0, Squares.Value - (Residuals.Value * Residuals.Value / Weights.Value));
}
