namespace ClinicalRl.Statistics.Agreement;

/// <summary>
/// Krippendorff's sums over coded values. With the squared differences of a set of scores, expected disagreement needs only sums, and ordinal
/// differences are those of mid-ranks; nominal ones need only counts. Ratio differences need every pair of distinct values.
/// </summary>
internal sealed class Disagreement
{
    private readonly MeasurementLevel level;
    private readonly double[] distinct;
    private readonly long[] counts;
    private readonly double[] scores;
    private readonly int[] inUnit;

    public Disagreement(MeasurementLevel level, double[] distinct)
    {
        if (level == MeasurementLevel.Ratio && distinct.Length > 0)
            Numbers.RequireNotNegative(distinct[0], nameof(distinct));
        (this.level, this.distinct) = (level, distinct);
        counts = new long[distinct.Length];
        inUnit = new int[distinct.Length];
        scores = new double[distinct.Length];
        distinct.CopyTo(scores, 0);
    }

    public long Total { get; private set; }

    public void Clear()
    {
        Array.Clear(counts);
        Total = 0;
    }

    /// <summary>Counts the values of a unit; all units are counted before any is compared.</summary>
    public void Count(ReadOnlySpan<int> unit)
    {
        foreach (var place in unit)
            counts[place]++;
        Total += unit.Length;
    }

    /// <summary>Fixes the scores once all units are counted.</summary>
    public void Seal()
    {
        if (level != MeasurementLevel.Ordinal)
            return;
        var below = 0.0;
        for (var c = 0; c < counts.Length; c++)
        {
            scores[c] = below + (counts[c] / 2.0);
            below += counts[c];
        }
    }

    /// <summary>Σ over ordered pairs of a unit's values of δ², over one less than its values.</summary>
    public double Within(ReadOnlySpan<int> unit) => PairSum(unit) / (unit.Length - 1);

    /// <summary>Σ n_c n_k δ²_ck over all ordered pairs of values.</summary>
    public double Expected() => level switch
    {
        MeasurementLevel.Nominal => ((double)Total * Total) - counts.Sum(n => (double)n * n),
        MeasurementLevel.Ratio => RatioExpected(),
        _ => SquaresExpected(),
    };

    private double PairSum(ReadOnlySpan<int> unit) => level switch
    {
        MeasurementLevel.Nominal => NominalPairs(unit),
        MeasurementLevel.Ratio => RatioPairs(unit),
        _ => SquaredPairs(unit),
    };

    private double NominalPairs(ReadOnlySpan<int> unit)
    {
        var equal = 0;
        foreach (var place in unit)
            equal += (2 * inUnit[place]++) + 1;
        foreach (var place in unit)
            inUnit[place] = 0;
        return ((double)unit.Length * unit.Length) - equal;
    }

    /// <summary>Σ over ordered pairs of (x − y)² = 2m Σ (x − mean)².</summary>
    private double SquaredPairs(ReadOnlySpan<int> unit)
    {
        var mean = 0.0;
        foreach (var place in unit)
            mean += scores[place];
        mean /= unit.Length;
        var squares = 0.0;
        foreach (var place in unit)
            squares += (scores[place] - mean) * (scores[place] - mean);
        return 2 * unit.Length * squares;
    }

    private double SquaresExpected()
    {
        var mean = 0.0;
        for (var c = 0; c < counts.Length; c++)
            mean += counts[c] * scores[c];
        mean /= Total;
        var squares = 0.0;
        for (var c = 0; c < counts.Length; c++)
            squares += counts[c] * (scores[c] - mean) * (scores[c] - mean);
        return 2.0 * Total * squares;
    }

    private double RatioPairs(ReadOnlySpan<int> unit)
    {
        var sum = 0.0;
        for (var i = 1; i < unit.Length; i++)
        {
            for (var j = 0; j < i; j++)
                sum += RatioSquare(distinct[unit[i]], distinct[unit[j]]);
        }

        return 2 * sum;
    }

    private double RatioExpected()
    {
        var sum = 0.0;
        for (var c = 1; c < counts.Length; c++)
        {
            var row = 0.0;
            for (var k = 0; k < c; k++)
                row += counts[k] * RatioSquare(distinct[c], distinct[k]);
            sum += counts[c] * row;
        }

        return 2 * sum;
    }

    private static double RatioSquare(double x, double y)
    {
        var share = x + y > 0 ? (x - y) / (x + y) : 0;
        return share * share;
    }
}
