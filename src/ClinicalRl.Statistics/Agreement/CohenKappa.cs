using ClinicalRl.Statistics.Distributions;

namespace ClinicalRl.Statistics.Agreement;

/// <summary>Cohen's kappa of two raters, weighted or not (Cohen 1960, 1968), with the standard error of Fleiss, Cohen and Everitt (1969).</summary>
/// <param name="Kappa">(observed − expected) / (1 − expected).</param>
/// <param name="StandardError">Large-sample standard error; 0 at perfect agreement.</param>
/// <param name="Observed">Weighted share of agreement.</param>
/// <param name="Expected">The same if the two answered independently.</param>
/// <param name="Items">Number of items.</param>
public sealed record CohenKappa(double Kappa, double StandardError, double Observed, double Expected, int Items)
{
    /// <summary>
    /// From a square table of counts: rows are the first rater's categories, columns the second's. Undefined without items, and when expected
    /// agreement is complete.
    /// </summary>
    public static Estimate<CohenKappa> Of(IReadOnlyList<IReadOnlyList<int>> table, AgreementWeights weights = AgreementWeights.Identity)
    {
        var k = table.Count;
        double items = 0;
        foreach (var row in table)
        {
            Numbers.RequireSameLength(k, row.Count, nameof(table));
            foreach (var count in row)
                ArgumentOutOfRangeException.ThrowIfNegative(count, nameof(table));
            items += row.Sum();
        }

        if (items == 0)
            return Reason.NoData;
        var agreement = WeightTables.Of(weights, k);
        var rows = table.Select(row => row.Sum() / items).ToArray();
        var columns = Enumerable.Range(0, k).Select(j => table.Sum(row => row[j]) / items).ToArray();
        double observed = Sum(k, (i, j) => agreement[i, j] * table[i][j] / items), expected = Sum(k, (i, j) => agreement[i, j] * rows[i] * columns[j]);
        if (expected >= 1)
            return Reason.NoVariation;
        var kappa = (observed - expected) / (1 - expected);
        var rowMeans = Enumerable.Range(0, k).Select(i => Enumerable.Range(0, k).Sum(j => columns[j] * agreement[i, j])).ToArray();
        var columnMeans = Enumerable.Range(0, k).Select(j => Enumerable.Range(0, k).Sum(i => rows[i] * agreement[i, j])).ToArray();
        var spread = Sum(k, (i, j) => table[i][j] / items * Square(agreement[i, j] - ((rowMeans[i] + columnMeans[j]) * (1 - kappa))));
        var variance = (spread - Square(kappa - (expected * (1 - kappa)))) / (items * Square(1 - expected));
        return new CohenKappa(kappa, Math.Sqrt(Math.Max(variance, 0)), observed, expected, (int)items);
    }

    /// <summary>As a report prints it: a normal interval held within −1 and 1, undefined at perfect agreement, where the error is 0.</summary>
    public static Statistic Measure(IReadOnlyList<IReadOnlyList<int>> table, AgreementWeights weights = AgreementWeights.Identity, double level = 0.95)
    {
        Intervals.RequireLevel(level);
        var z = NormalDistribution.Quantile((1 + level) / 2);
        var fit = Of(table, weights);
        return new Statistic(
            $"Cohen's kappa, {weights.ToString().ToLowerInvariant()}",
            fit.Then(known => known.Kappa),
            fit.Then<Interval>(known => known.StandardError <= 1e-12
                ? Reason.ZeroStandardError
                : new Interval(
                    Math.Max(-1, known.Kappa - (z * known.StandardError)), Math.Min(1, known.Kappa + (z * known.StandardError)), level, IntervalMethod.Normal)),
            table.Sum(row => row.Sum()));
    }

    private static double Square(double value) => value * value;

    private static double Sum(int k, Func<int, int, double> cell)
    {
        var sum = 0.0;
        for (var i = 0; i < k; i++)
        {
            for (var j = 0; j < k; j++)
                sum += cell(i, j);
        }

        return sum;
    }
}
