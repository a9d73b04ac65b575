using System.Collections.Immutable;
using ClinicalRl.Statistics.Proportions;

namespace ClinicalRl.Statistics.Integrity;

/// <summary>A pair that was tested for copying.</summary>
/// <param name="First">Id.</param>
/// <param name="Second">Id.</param>
/// <param name="PValue">From identical errors or likeness of residuals.</param>
public sealed record TestedPair(string First, string Second, double PValue);

/// <summary>Which of many pairs to look into: a review follows, never an automatic sanction.</summary>
public static class CopyingReview
{
    /// <summary>Tolerated share of false alarms among the flagged.</summary>
    public const double DiscoveryRate = 0.01;

    /// <summary>Pairs flagged by Benjamini and Hochberg over all that were tested, in the order given.</summary>
    public static ImmutableArray<TestedPair> Flagged(IReadOnlyList<TestedPair> pairs, double discoveryRate = DiscoveryRate)
    {
        var adjusted = MultipleTesting.Adjust([.. pairs.Select(pair => pair.PValue)], Adjustment.BenjaminiHochberg);
        return [.. pairs.Index().Where(pair => adjusted[pair.Index] <= discoveryRate).Select(pair => pair.Item)];
    }
}
