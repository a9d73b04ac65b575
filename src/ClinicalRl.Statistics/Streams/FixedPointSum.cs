namespace ClinicalRl.Statistics.Streams;

/// <summary>
/// A sum in fixed point: each term is rounded once to a multiple of 2⁻⁴⁰ and added as a whole number, so that order, batching and taking terms
/// back cannot change a bit. Terms are up to 2⁴⁰ in size; 2⁴⁶ of these fit.
/// </summary>
public readonly record struct FixedPointSum
{
    private const double Unit = 1L << 40;

    private const double LargestTerm = 1L << 40;

    private readonly Int128 units;

    private FixedPointSum(Int128 units) => this.units = units;

    /// <summary>The sum.</summary>
    public double Value => (double)units / Unit;

    /// <summary>The sum of two parts.</summary>
    public static FixedPointSum operator +(FixedPointSum left, FixedPointSum right) => new(left.units + right.units);

    /// <summary>The sum without a part.</summary>
    public static FixedPointSum operator -(FixedPointSum left, FixedPointSum right) => new(left.units - right.units);

    /// <summary>A sum of one term; refuses one that is not finite or too large.</summary>
    public static FixedPointSum Of(double term) => Math.Abs(term) <= LargestTerm
        ? new FixedPointSum((Int128)Math.Round(term * Unit))
        : throw new ArgumentOutOfRangeException(nameof(term), term, "A term of at most 2^40 in size.");
}
