using System.Collections.Immutable;

namespace ClinicalRl.Statistics;

/// <summary>One number as a report prints it: how it was made, its value and interval or why they do not exist, and what it rests on.</summary>
/// <param name="Method">The published name of the estimator.</param>
/// <param name="Value">The estimate.</param>
/// <param name="Interval">Its interval, which carries its own method and level.</param>
/// <param name="Count">Independent units it rests on (items, episodes, tasks, evaluators).</param>
public sealed record Statistic(string Method, Estimate<double> Value, Estimate<Interval> Interval, int Count)
{
    /// <summary>Remarks.</summary>
    public ImmutableArray<Flag> Flags { get; init; } = [];

    /// <summary>A statistic that does not exist, and so has no interval.</summary>
    public static Statistic NotEstimable(string method, Reason reason, int count) => new(method, reason, reason, count);

    /// <inheritdoc/>
    public override string ToString() => Interval.IsDefined && Value.IsDefined
        ? FormattableString.Invariant($"{Method}: {Value.Value:F4} [{Interval.Value.Lower:F4}, {Interval.Value.Upper:F4}] ({Interval.Value.Method.Title()}, n = {Count})")
        : FormattableString.Invariant($"{Method}: {Value} (interval {Interval}, n = {Count})");
}
