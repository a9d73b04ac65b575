namespace ClinicalRl.Statistics.Resampling;

/// <summary>One value of a crossed design: who gave it and what it was given to, both as places from 0.</summary>
/// <param name="Row">Such as an evaluator.</param>
/// <param name="Column">Such as an item.</param>
/// <param name="Value">A finite number.</param>
public readonly record struct CrossedValue(int Row, int Column, double Value);

/// <summary>
/// The mean of a crossed table for claims about rows and columns in general: both are resampled independently and a cell weighs the product
/// of the two multiplicities (the pigeonhole bootstrap, Owen 2007). It errs on the wide side.
/// </summary>
public static class CrossedMean
{
    /// <summary>Mean and percentile interval over <paramref name="rows"/> and <paramref name="columns"/>; undefined with fewer than two of either.</summary>
    public static Statistic Of(IReadOnlyList<CrossedValue> values, int rows, int columns, BootstrapPlan plan)
    {
        const string Name = "mean, crossed";
        foreach (var (row, column, value) in values)
        {
            ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)row, (uint)rows, nameof(values));
            ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)column, (uint)columns, nameof(values));
            Numbers.RequireFinite(value, nameof(values));
        }

        var units = Math.Min(rows, columns);
        if (values.Count == 0)
            return Statistic.NotEstimable(Name, Reason.NoData, units);
        var mean = values.Sum(cell => cell.Value) / values.Count;
        return units < 2
            ? new Statistic(Name, mean, Reason.TooFewClusters, units)
            : new Statistic(Name, mean, IntervalOf(values, rows, columns, plan), units) { Flags = Bootstrap.FlagsOf(units, null) };
    }

    private static Estimate<Interval> IntervalOf(IReadOnlyList<CrossedValue> values, int rows, int columns, BootstrapPlan plan)
    {
        var means = new List<double>(plan.Resamples);
        int[] rowTimes = new int[rows], columnTimes = new int[columns];
        for (var b = 0; b < plan.Resamples; b++)
        {
            var counter = (ulong)b * (ulong)(rows + columns);
            Draw(plan.Generator, counter, rowTimes);
            Draw(plan.Generator, counter + (ulong)rows, columnTimes);
            var (sum, weight) = (0.0, 0L);
            foreach (var (row, column, value) in values)
            {
                var times = (long)rowTimes[row] * columnTimes[column];
                (sum, weight) = (sum + (times * value), weight + times);
            }

            if (weight > 0)
                means.Add(sum / weight);
        }

        if (means.Count == 0 || plan.Resamples - means.Count > BootstrapInterval.MaxUndefinedShare * plan.Resamples)
            return Reason.TooManyUndefinedResamples;
        means.Sort();
        return Percentile.Of(means.ToArray(), plan.Level);
    }

    private static void Draw(CounterGenerator generator, ulong counter, int[] times)
    {
        Array.Clear(times);
        for (var i = 0; i < times.Length; i++)
            times[generator.Index(counter + (ulong)i, times.Length)]++;
    }
}
