using System.Collections.Immutable;

namespace ClinicalRl.Statistics.Calibration;

/// <summary>Stated probabilities of being right, each with whether it was: what all calibration figures are made of.</summary>
public sealed class StatedConfidence
{
    private readonly ImmutableArray<double> confidence;

    private readonly ImmutableArray<bool> correct;

    /// <summary>Refuses lists of different lengths and confidences outside 0 to 1.</summary>
    public StatedConfidence(IReadOnlyList<double> confidence, IReadOnlyList<bool> correct)
    {
        Numbers.RequireSameLength(confidence.Count, correct.Count, nameof(correct));
        foreach (var value in confidence)
            Numbers.RequireUnit(value, nameof(confidence));
        (this.confidence, this.correct) = ([.. confidence], [.. correct]);
        Right = correct.Count(isRight => isRight);
    }

    /// <summary>Number of items.</summary>
    public int Count => confidence.Length;

    /// <summary>Items that were right.</summary>
    public int Right { get; }

    /// <summary>Share that was right; undefined without items.</summary>
    public Estimate<double> Accuracy => Count == 0 ? Reason.NoData : (double)Right / Count;

    /// <summary>ō(1 − ō): the Brier score of one who always states the share that is right.</summary>
    internal double Uncertainty => Right / (double)Count * (Count - Right) / Count;

    /// <summary>Whether all items were right, or none.</summary>
    internal bool IsOneClass => Right == 0 || Right == Count;

    /// <summary>Stated probability of item <paramref name="i"/>.</summary>
    public double Confidence(int i) => confidence[i];

    /// <summary>1 when item <paramref name="i"/> was right, else 0.</summary>
    public double Outcome(int i) => correct[i] ? 1 : 0;

    /// <summary>The items in groups of one stated value, ascending.</summary>
    internal ImmutableArray<ConfidenceGroup> Groups() =>
    [
        .. Enumerable.Range(0, Count).GroupBy(i => confidence[i]).OrderBy(group => group.Key)
            .Select(group => new ConfidenceGroup(group.Key, group.Count(), group.Count(i => correct[i]))),
    ];

    /// <summary>The items in the order of <paramref name="places"/>, for resampling.</summary>
    internal StatedConfidence At(ReadOnlySpan<int> places)
    {
        var (stated, right) = (new double[places.Length], new bool[places.Length]);
        for (var i = 0; i < places.Length; i++)
            (stated[i], right[i]) = (confidence[places[i]], correct[places[i]]);
        return new StatedConfidence(stated, right);
    }
}

/// <summary>Items with the same stated confidence.</summary>
/// <param name="Confidence">What was stated.</param>
/// <param name="Count">How often.</param>
/// <param name="Right">How often it was right.</param>
internal readonly record struct ConfidenceGroup(double Confidence, int Count, int Right)
{
    public double Observed => (double)Right / Count;
}
