using System.Collections.Immutable;
using ClinicalRl.Statistics.Agreement;

namespace ClinicalRl.Statistics.Aggregation;

/// <summary>
/// Variances of items, raters and error of a complete table, by analysis of variance, and the best linear predictions they give (Brennan 2001). For
/// complete tables restricted maximum likelihood gives the same when no variance is at 0.
/// </summary>
public sealed record CrossedEffects
{
    private CrossedEffects()
    {
    }

    /// <summary>Between items, held at 0.</summary>
    public required double ItemVariance { get; init; }

    /// <summary>Between raters, held at 0.</summary>
    public required double RaterVariance { get; init; }

    /// <summary>Of the rest.</summary>
    public required double ErrorVariance { get; init; }

    /// <summary>Mean of the table.</summary>
    public required double Mean { get; init; }

    /// <summary>Predicted deviation of each item.</summary>
    public required ImmutableArray<double> Items { get; init; }

    /// <summary>Predicted deviation of each rater.</summary>
    public required ImmutableArray<double> Raters { get; init; }

    /// <summary>Reliability of the mean of <paramref name="raters"/> raters for comparing items; undefined without variance.</summary>
    public Estimate<double> Relative(int raters) => Share(ErrorVariance, raters);

    /// <summary>The same for absolute decisions, in which raters' levels count as error.</summary>
    public Estimate<double> Absolute(int raters) => Share(ErrorVariance + RaterVariance, raters);

    /// <summary>From a complete table, items by raters; undefined with fewer than two of either.</summary>
    public static Estimate<CrossedEffects> Of(IReadOnlyList<IReadOnlyList<double>> ratings) => MeanSquares.Of(ratings).Then(squares =>
    {
        double n = squares.Items, k = squares.Raters;
        double items = Math.Max(0, (squares.Rows - squares.Error) / k), raters = Math.Max(0, (squares.Columns - squares.Error) / n);
        return new CrossedEffects
        {
            ItemVariance = items,
            RaterVariance = raters,
            ErrorVariance = squares.Error,
            Mean = squares.Mean,
            Items = [.. ratings.Select(row => Shrinkage(items, squares.Error / k) * ((row.Sum() / k) - squares.Mean))],
            Raters =
            [
                .. Enumerable.Range(0, squares.Raters).Select(j =>
                    Shrinkage(raters, squares.Error / n) * ((ratings.Sum(row => row[j]) / n) - squares.Mean)),
            ],
        };
    });

    private static double Shrinkage(double variance, double error) => variance == 0 ? 0 : variance / (variance + error);

    private Estimate<double> Share(double error, int raters)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(raters, 1);
        var whole = ItemVariance + (error / raters);
        return whole > 0 ? ItemVariance / whole : Reason.NoVariation;
    }
}
