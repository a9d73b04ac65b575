namespace ClinicalRl.Statistics.Agreement;

/// <summary>
/// Krippendorff's coincidences as a stream keeps them: whole numbers only, so that units may come in any order, be taken back, and parts may
/// be merged without changing a bit. Not for several threads at once.
/// </summary>
public sealed class CoincidenceCounts
{
    /// <summary>Most categories.</summary>
    public const int MaxCategories = 256;

    /// <summary>Most values of one unit.</summary>
    public const int MaxRaters = 64;

    private readonly int categories;

    // Ordered pairs (c, k) of units with m values, one matrix for each m, made when first needed.
    private readonly long[]?[] pairs = new long[]?[MaxRaters + 1];

    /// <summary>For values that are categories numbered from 0, ascending where order matters.</summary>
    public CoincidenceCounts(int categories)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(categories, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(categories, MaxCategories);
        this.categories = categories;
    }

    /// <summary>Units with at least two values.</summary>
    public int Units { get; private set; }

    /// <summary>Adds a unit by its categories; one with fewer than two changes nothing.</summary>
    public void Add(ReadOnlySpan<int> unit) => Change(unit, 1);

    /// <summary>Takes back a unit that was added with the same categories, as when one of them is revised.</summary>
    public void Remove(ReadOnlySpan<int> unit) => Change(unit, -1);

    /// <summary>Adds all of <paramref name="other"/>, which has the same number of categories.</summary>
    public void Merge(CoincidenceCounts other)
    {
        if (other.categories != categories)
            throw new ArgumentException("Only counts of the same categories can be merged.", nameof(other));
        Units += other.Units;
        for (var m = 2; m < pairs.Length; m++)
        {
            if (other.pairs[m] is not { } theirs)
                continue;
            var ours = pairs[m] ??= new long[categories * categories];
            for (var i = 0; i < ours.Length; i++)
                ours[i] += theirs[i];
        }
    }

    /// <summary>
    /// Alpha of the units counted, with <paramref name="values"/> (ascending, one for each category) as what the categories are worth; they may be
    /// left out at the nominal and ordinal levels. Undefined as <see cref="KrippendorffAlpha"/>.
    /// </summary>
    public Estimate<double> Alpha(MeasurementLevel level, IReadOnlyList<double>? values = null)
    {
        if (values is null && level is MeasurementLevel.Interval or MeasurementLevel.Ratio)
            throw new ArgumentNullException(nameof(values), "Interval and ratio levels need the categories' values.");
        if (Units == 0)
            return Reason.NoPairableValues;
        var coincidences = Coincidences();
        var totals = Enumerable.Range(0, categories).Select(c => Enumerable.Range(0, categories).Sum(k => coincidences[(c * categories) + k])).ToArray();
        var scores = Scores(level, values, totals);
        var (observed, expected) = (0.0, 0.0);
        for (var c = 0; c < categories; c++)
        {
            for (var k = 0; k < c; k++)
            {
                var square = Square(level, scores[c], scores[k]);
                observed += coincidences[(c * categories) + k] * square;
                expected += totals[c] * totals[k] * square;
            }
        }

        return expected <= 0 ? Reason.NoVariation : 1 - ((totals.Sum() - 1) * observed / expected);
    }

    private static double Square(MeasurementLevel level, double x, double y) => level switch
    {
        MeasurementLevel.Nominal => 1,
        MeasurementLevel.Ratio => x + y > 0 ? (x - y) * (x - y) / ((x + y) * (x + y)) : 0,
        _ => (x - y) * (x - y),
    };

    private double[] Scores(MeasurementLevel level, IReadOnlyList<double>? values, double[] totals)
    {
        var scores = new double[categories];
        var below = 0.0;
        for (var c = 0; c < categories; c++)
        {
            scores[c] = level switch
            {
                MeasurementLevel.Ordinal => below + (totals[c] / 2),
                MeasurementLevel.Nominal => c,
                MeasurementLevel.Ratio => Numbers.RequireNotNegative(values![c], nameof(values)),
                _ => Numbers.RequireFinite(values![c], nameof(values)),
            };
            below += totals[c];
        }

        return scores;
    }

    private double[] Coincidences()
    {
        var sums = new double[categories * categories];
        for (var m = 2; m < pairs.Length; m++)
        {
            if (pairs[m] is not { } counts)
                continue;
            for (var i = 0; i < sums.Length; i++)
                sums[i] += counts[i] / (m - 1.0);
        }

        return sums;
    }

    private void Change(ReadOnlySpan<int> unit, int sign)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(unit.Length, MaxRaters, nameof(unit));
        foreach (var category in unit)
            ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)category, (uint)categories, nameof(unit));
        if (unit.Length < 2)
            return;
        var counts = pairs[unit.Length] ??= new long[categories * categories];
        for (var i = 0; i < unit.Length; i++)
        {
            for (var j = 0; j < unit.Length; j++)
                counts[(unit[i] * categories) + unit[j]] += i == j ? 0 : sign;
        }

        Units += sign;
    }
}
