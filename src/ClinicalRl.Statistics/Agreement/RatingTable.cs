using System.Collections.Immutable;

namespace ClinicalRl.Statistics.Agreement;

/// <summary>
/// Values given to units (items, steps) by raters; who gave which does not matter, and any may be missing. Categories are numbers: any coding
/// of names will do at the nominal level.
/// </summary>
public sealed class RatingTable
{
    private readonly ImmutableArray<double> values;

    private readonly ImmutableArray<int> starts;

    private RatingTable(ImmutableArray<double> values, ImmutableArray<int> starts) => (this.values, this.starts) = (values, starts);

    /// <summary>Number of units, also those without a value.</summary>
    public int Units => starts.Length - 1;

    /// <summary>Number of values.</summary>
    public int ValueCount => values.Length;

    /// <summary>Units in canonical order (by id, ordinal), each with its values; null is missing. Refuses what is not finite.</summary>
    public static RatingTable Of(IEnumerable<IReadOnlyList<double?>> units)
    {
        var known = ImmutableArray.CreateBuilder<double>();
        var bounds = ImmutableArray.CreateBuilder<int>();
        bounds.Add(0);
        foreach (var unit in units)
        {
            foreach (var value in unit)
            {
                if (value is { } number)
                    known.Add(Numbers.RequireFinite(number, nameof(units)));
            }

            bounds.Add(known.Count);
        }

        return new RatingTable(known.ToImmutable(), bounds.ToImmutable());
    }

    /// <summary>The values of a unit, without those missing.</summary>
    public ReadOnlySpan<double> Values(int unit) => values.AsSpan(starts[unit]..starts[unit + 1]);

    /// <summary>The units with at least two values, which are all that agreement can be seen in.</summary>
    public RatingTable Pairable()
    {
        var kept = ImmutableArray.CreateBuilder<double>(values.Length);
        var bounds = ImmutableArray.CreateBuilder<int>(starts.Length);
        bounds.Add(0);
        for (var unit = 0; unit < Units; unit++)
        {
            if (Values(unit).Length < 2)
                continue;
            kept.AddRange(Values(unit));
            bounds.Add(kept.Count);
        }

        return new RatingTable(kept.ToImmutable(), bounds.ToImmutable());
    }

    /// <summary>The distinct values, ascending, and for each value its place among them.</summary>
    internal (double[] Distinct, int[] Places) Coded()
    {
        var distinct = values.ToArray();
        Array.Sort(distinct);
        var count = 0;
        foreach (var value in distinct)
        {
            if (count == 0 || distinct[count - 1] != value)
                distinct[count++] = value;
        }

        Array.Resize(ref distinct, count);
        var places = new int[values.Length];
        for (var i = 0; i < places.Length; i++)
            places[i] = Array.BinarySearch(distinct, values[i]);
        return (distinct, places);
    }

    /// <summary>Where a unit's values start and end among all values.</summary>
    internal (int Start, int End) Bounds(int unit) => (starts[unit], starts[unit + 1]);
}
