using System.Collections.Immutable;

namespace ClinicalRl.Statistics.Concordance;

/// <summary>Two measurements of the same items, such as an automatic reward and a clinician's score of the same steps.</summary>
public sealed class PairedValues
{
    /// <summary>Refuses lists of different lengths and what is not finite.</summary>
    public PairedValues(IReadOnlyList<double> x, IReadOnlyList<double> y)
    {
        Numbers.RequireSameLength(x.Count, y.Count, nameof(y));
        foreach (var value in x)
            Numbers.RequireFinite(value, nameof(x));
        foreach (var value in y)
            Numbers.RequireFinite(value, nameof(y));
        (X, Y) = ([.. x], [.. y]);
        Count = X.Length;
        if (Count == 0)
            return;
        (MeanX, MeanY) = (X.Sum() / Count, Y.Sum() / Count);
        for (var i = 0; i < Count; i++)
        {
            SquaresX += (X[i] - MeanX) * (X[i] - MeanX);
            SquaresY += (Y[i] - MeanY) * (Y[i] - MeanY);
            Products += (X[i] - MeanX) * (Y[i] - MeanY);
        }

        IsConstantX = X.All(value => value == X[0]);
        IsConstantY = Y.All(value => value == Y[0]);
    }

    /// <summary>First measurement.</summary>
    public ImmutableArray<double> X { get; }

    /// <summary>Second measurement.</summary>
    public ImmutableArray<double> Y { get; }

    /// <summary>Number of items.</summary>
    public int Count { get; }

    /// <summary>Mean of the first.</summary>
    public double MeanX { get; }

    /// <summary>Mean of the second.</summary>
    public double MeanY { get; }

    /// <summary>Σ (x − mean)².</summary>
    public double SquaresX { get; }

    /// <summary>Σ (y − mean)².</summary>
    public double SquaresY { get; }

    /// <summary>Σ (x − mean)(y − mean).</summary>
    public double Products { get; }

    /// <summary>Whether the first never varies.</summary>
    public bool IsConstantX { get; }

    /// <summary>Whether the second never varies.</summary>
    public bool IsConstantY { get; }

    /// <summary>Why a correlation does not exist: fewer than two items, or a measurement that never varies; null when it does.</summary>
    internal Reason? WhyUncorrelated => Count switch
    {
        0 => Reason.NoData,
        1 => Reason.TooFewItems,
        _ => IsConstantX || IsConstantY ? Reason.NoVariation : null,
    };

    /// <summary>The items at these places.</summary>
    public PairedValues At(ReadOnlySpan<int> places)
    {
        var (x, y) = (new double[places.Length], new double[places.Length]);
        for (var i = 0; i < places.Length; i++)
            (x[i], y[i]) = (X[places[i]], Y[places[i]]);
        return new PairedValues(x, y);
    }
}
