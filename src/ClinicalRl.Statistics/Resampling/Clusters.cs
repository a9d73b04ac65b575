using System.Collections.Immutable;

namespace ClinicalRl.Statistics.Resampling;

/// <summary>
/// Values in independent units (episodes, tasks, gold items), each unit's sum and count. The units' order must be canonical (by id,
/// ordinal), since a resample picks them by place.
/// </summary>
public sealed class Clusters
{
    private readonly ImmutableArray<(double Sum, int Count)> units;

    private Clusters(ImmutableArray<(double Sum, int Count)> units)
    {
        this.units = units;
        var (sum, count) = (0.0, 0);
        foreach (var unit in units)
            (sum, count) = (sum + unit.Sum, count + unit.Count);
        (Sum, ValueCount) = (sum, count);
    }

    /// <summary>How many units.</summary>
    public int Count => units.Length;

    /// <summary>How many values in all of them.</summary>
    public int ValueCount { get; }

    /// <summary>Mean of all values; undefined without any.</summary>
    public Estimate<double> Mean => ValueCount == 0 ? Reason.NoData : Sum / ValueCount;

    /// <summary>√(Σ_c (Σ_{i∈c} (x_i − mean))² · G/(G−1)) / n; undefined with fewer than two units.</summary>
    public Estimate<double> StandardError
    {
        get
        {
            if (Count < 2)
                return Reason.TooFewClusters;
            var mean = Sum / ValueCount;
            var squares = 0.0;
            foreach (var (sum, count) in units)
            {
                var deviation = sum - (count * mean);
                squares += deviation * deviation;
            }

            return Math.Sqrt(squares * Count / (Count - 1)) / ValueCount;
        }
    }

    private double Sum { get; }

    /// <summary>Units of several values each; a unit without values is refused, and so is a value that is not finite.</summary>
    public static Clusters Of(IEnumerable<IReadOnlyCollection<double>> clusters) => new([.. clusters.Select(Add)]);

    /// <summary>Units of one value each.</summary>
    public static Clusters OfSingles(IEnumerable<double> values) => Of(values.Select(value => new[] { value }));

    /// <summary>The mean of each resample of whole units, in order of resamples.</summary>
    public double[] ResampledMeans(BootstrapPlan plan)
    {
        var means = new double[plan.Resamples];
        for (var b = 0; b < means.Length; b++)
            means[b] = ResampledMean(plan.Generator, (ulong)b * (ulong)Count);
        return means;
    }

    /// <summary>The mean of one resample of whole units, whose first unit is drawn by output <paramref name="counter"/>.</summary>
    internal double ResampledMean(CounterGenerator generator, ulong counter)
    {
        var (sum, count) = (0.0, 0);
        for (var i = 0; i < Count; i++)
        {
            var unit = units[generator.Index(counter + (ulong)i, Count)];
            (sum, count) = (sum + unit.Sum, count + unit.Count);
        }

        return sum / count;
    }

    /// <summary>The mean with each unit left out in turn; needs two units.</summary>
    public double[] LeaveOneOut()
    {
        if (Count < 2)
            throw new InvalidOperationException("Leaving one unit out needs at least two.");
        return [.. units.Select(unit => (Sum - unit.Sum) / (ValueCount - unit.Count))];
    }

    private static (double Sum, int Count) Add(IReadOnlyCollection<double> values)
    {
        var sum = 0.0;
        foreach (var value in values)
            sum += Numbers.RequireFinite(value, nameof(values));
        return values.Count > 0 ? (sum, values.Count) : throw new ArgumentException("A unit has at least one value.", nameof(values));
    }
}
