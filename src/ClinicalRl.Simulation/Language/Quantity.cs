namespace ClinicalRl.Simulation.Language;

/// <summary>How a number stands to what is meant.</summary>
public enum Comparison : byte
{
    /// <summary>That number, or anything from the low to the high end.</summary>
    Exactly,

    /// <summary>About that number.</summary>
    About,

    /// <summary>More than it, or at least it.</summary>
    AtLeast,

    /// <summary>Less than it, or at most it.</summary>
    AtMost,
}

/// <summary>The form a quantity was written in.</summary>
public enum QuantityForm : byte
{
    /// <summary>One number: <see cref="Quantity.Low"/> equals <see cref="Quantity.High"/>.</summary>
    Single,

    /// <summary>From a low to a high number, both included.</summary>
    Range,

    /// <summary>Two numbers with a stroke or "over" or "out of": <see cref="Quantity.Low"/> is the first written, <see cref="Quantity.High"/> the second (128/72, 8/10).</summary>
    Ratio,
}

/// <summary>A number with its unit.</summary>
/// <param name="Low">The number, the low end, or the first of a ratio; in <paramref name="Unit"/>.</param>
/// <param name="High">The number, the high end, or the second of a ratio; in <paramref name="Unit"/>.</param>
/// <param name="Form">How it was written.</param>
/// <param name="Unit">Its unit; when none is written, the usual one of the concept it belongs to, else <see cref="Language.Unit.None"/>.</param>
/// <param name="Comparison">Exactly, about, at least, at most.</param>
/// <param name="Span">Where it is.</param>
/// <param name="Clause">Index in <see cref="Reading.Clauses"/>.</param>
/// <param name="Mention">Index in <see cref="Reading.Mentions"/> of the concept it belongs to, or -1.</param>
/// <param name="IsUnitImplied">No unit was written.</param>
public readonly record struct Quantity(
    double Low, double High, QuantityForm Form, Unit Unit, Comparison Comparison, TextSpan Span, int Clause, int Mention, bool IsUnitImplied)
{
    /// <summary>Its low and high end in another unit, or null when that measures something else.</summary>
    public (double Low, double High)? In(Unit unit)
    {
        if (unit == Unit)
            return (Low, High);
        return Units.Factor(Unit, unit) is { } factor ? (Low * factor.Times / factor.Over, High * factor.Times / factor.Over) : null;
    }
}
