using System.Text.Json.Serialization;

namespace ClinicalRl.Statistics.Streams;

/// <summary>
/// A sum in fixed point: each term is rounded once to a multiple of 2⁻⁶⁰ and added as a whole number, so that order, batching and taking terms
/// back cannot change a bit. Terms are up to 2⁴⁰ in size, of which 2²⁷ fit. 2⁻⁴⁰ would be too coarse: variances, which are small differences of large
/// sums, would leave a batch over the same ratings by more than 1e-12.
/// </summary>
/// <param name="Units">The sum in units of 2⁻⁶⁰, which is all that needs to be stored.</param>
public readonly record struct FixedPointSum(Int128 Units)
{
    private const double Unit = 1L << 60;

    private const double LargestTerm = 1L << 40;

    /// <summary>The sum.</summary>
    [JsonIgnore]
    public double Value => (double)Units / Unit;

    /// <summary>The sum of two parts.</summary>
    public static FixedPointSum operator +(FixedPointSum left, FixedPointSum right) => new(left.Units + right.Units);

    /// <summary>The sum without a part.</summary>
    public static FixedPointSum operator -(FixedPointSum left, FixedPointSum right) => new(left.Units - right.Units);

    /// <summary>A sum of one term; refuses one that is not finite or too large.</summary>
    public static FixedPointSum Of(double term) => Math.Abs(term) <= LargestTerm
        ? new FixedPointSum((Int128)Math.Round(term * Unit))
        : throw new ArgumentOutOfRangeException(nameof(term), term, "A term of at most 2^40 in size.");
}
