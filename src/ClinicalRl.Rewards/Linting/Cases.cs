using System.Collections.Immutable;
using ClinicalRl.Rewards.Predicates;
using ClinicalRl.Simulation.Facts;

namespace ClinicalRl.Rewards.Linting;

/// <summary>
/// All cases of an event that a criterion can tell apart: each fact's range is cut at the values it is compared with, one value
/// stands for each piece, and the pieces of all facts used are combined. What holds in every case holds for every event.
/// </summary>
internal sealed class Cases
{
    /// <summary>Most combinations tried for one criterion and event kind.</summary>
    public const int MaxCases = 100_000;

    /// <summary>Most combinations tried for one document.</summary>
    public const int MaxCasesOfDocument = 2_000_000;

    private readonly int width;

    private readonly ImmutableArray<(int Fact, ImmutableArray<double> Values)> axes;

    private Cases(int width, int count, ImmutableArray<(int, ImmutableArray<double>)> axes) => (this.width, Count, this.axes) = (width, count, axes);

    /// <summary>How many there are.</summary>
    public int Count { get; }

    /// <summary>The cases of <paramref name="criterion"/> at <paramref name="kind"/>; null when there are more than <see cref="MaxCases"/>.</summary>
    public static Cases? Of(Criterion criterion, EventKind kind) => Of([criterion], kind);

    /// <summary>The cases that any of <paramref name="criteria"/> tells apart at <paramref name="kind"/>; null when there are more than <see cref="MaxCases"/>.</summary>
    public static Cases? Of(ReadOnlySpan<Criterion> criteria, EventKind kind)
    {
        var all = criteria.ToArray();
        var tests = all
            .SelectMany(criterion => new[] { criterion.Applies, criterion.Met, criterion.Partly })
            .Where(predicate => predicate is not null)
            .SelectMany(predicate => FactNames.Tests(predicate!.Expression))
            .ToLookup(test => test.Fact, StringComparer.Ordinal);
        var cuts = ImmutableArray.CreateBuilder<(int, ImmutableArray<double>)>();
        var count = 1L;
        foreach (var name in all.SelectMany(FactNames.UsedBy).Distinct(StringComparer.Ordinal))
        {
            var index = kind.IndexOf(name);
            var values = Pieces(kind.Facts[index], tests[name]);
            cuts.Add((index, values));
            count *= values.Length;
            if (count > MaxCases)
                return null;
        }

        return new Cases(kind.Facts.Length, (int)count, cuts.ToImmutable());
    }

    /// <summary>Each case in turn, always in the same array.</summary>
    public IEnumerable<double[]> Values()
    {
        var values = new double[width];
        var digits = new int[axes.Length];
        while (true)
        {
            for (var i = 0; i < axes.Length; i++)
                values[axes[i].Fact] = axes[i].Values[digits[i]];
            yield return values;
            var next = 0;
            while (next < axes.Length && ++digits[next] == axes[next].Values.Length)
                digits[next++] = 0;
            if (next == axes.Length)
                break;
        }
    }

    /// <summary>One value of each piece of a fact's range, ascending: its ends, every cut, and one value between neighbouring cuts.</summary>
    internal static ImmutableArray<double> Pieces(FactField fact, IEnumerable<FactTest> tests)
    {
        var thresholds = tests.SelectMany(Literals).Select(literal => PredicateBinder.ValueOf(fact, literal));
        double[] cuts = [.. thresholds.Where(threshold => threshold >= fact.Min && threshold <= fact.Max).Distinct().Order()];
        var values = new SortedSet<double>(cuts) { fact.Min, fact.Max };
        for (var i = 1; i < cuts.Length; i++)
            values.Add(fact.Type == FactType.Number ? cuts[i - 1] + ((cuts[i] - cuts[i - 1]) / 2) : cuts[i - 1] + 1);
        return [.. values];
    }

    private static IEnumerable<Literal> Literals(FactTest test) => test switch
    {
        Comparison comparison => [comparison.Literal],
        Membership member => member.Literals,
        _ => [],
    };
}
