using System.Collections.Immutable;

namespace ClinicalRl.Statistics.Integrity;

/// <summary>An indicator of effort.</summary>
public enum EffortIndicator
{
    /// <summary>Too many quick answers.</summary>
    TimeEffort,

    /// <summary>A long run of one answer.</summary>
    LongestRun,

    /// <summary>Few kinds of answers.</summary>
    Entropy,

    /// <summary>Scores that hardly vary.</summary>
    Variance,

    /// <summary>Scores that do not go with the others'.</summary>
    RestCorrelation,
}

/// <summary>Which evaluators are among the worst of their panel. A review follows, never an automatic sanction.</summary>
public static class EffortReview
{
    /// <summary>Indicators among the panel's worst that ask for a review.</summary>
    public const int IndicatorsForReview = 2;

    private const double WorstShare = 0.01;

    private static readonly Func<ResponseEffort, Estimate<double>>[] Goodness =
    [
        effort => effort.TimeEffort, effort => -effort.LongestRun, effort => effort.Entropy, effort => effort.Variance, effort => effort.RestCorrelation,
    ];

    /// <summary>
    /// Each evaluator's indicators in the worst 1% of the panel: at most 1% of it, the evaluator included, are as bad or worse. A panel of fewer than
    /// 100 has no such share, so nobody is singled out merely for being last.
    /// </summary>
    public static ImmutableSortedDictionary<string, ImmutableArray<EffortIndicator>> Worst(IReadOnlyDictionary<string, ResponseEffort> panel) =>
        panel.ToImmutableSortedDictionary(
            own => own.Key,
            own => Enum.GetValues<EffortIndicator>().Where(indicator => IsWorst(own.Value, indicator, panel.Values)).ToImmutableArray(),
            StringComparer.Ordinal);

    /// <summary>Evaluators with at least <see cref="IndicatorsForReview"/> such indicators, in ordinal order.</summary>
    public static ImmutableArray<string> ForReview(IReadOnlyDictionary<string, ResponseEffort> panel) =>
        [.. Worst(panel).Where(own => own.Value.Length >= IndicatorsForReview).Select(own => own.Key)];

    private static bool IsWorst(ResponseEffort effort, EffortIndicator indicator, IEnumerable<ResponseEffort> panel)
    {
        var own = Goodness[(int)indicator](effort);
        if (!own.IsDefined)
            return false;
        var known = panel.Select(Goodness[(int)indicator]).Where(value => value.IsDefined).ToArray();
        return known.Count(value => value.Value <= own.Value) <= WorstShare * known.Length;
    }
}
