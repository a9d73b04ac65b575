using System.Collections.Immutable;
using ClinicalRl.Statistics.Resampling;

namespace ClinicalRl.Statistics.Agreement;

/// <summary>Fleiss' kappa (1971) of equally many raters on each item, with the standard error under chance of Fleiss, Nee and Landis (1979).</summary>
/// <param name="Kappa">(observed − expected) / (1 − expected).</param>
/// <param name="ObservedAgreement">Share of agreeing pairs of raters.</param>
/// <param name="ExpectedAgreement">Σ p², p the shares of the categories.</param>
/// <param name="NullStandardError">Standard error if agreement were by chance: for testing, not for an interval.</param>
/// <param name="PerCategory">Kappa of each category against the others; undefined for one with a share of 0 or 1.</param>
/// <param name="Items">Number of items.</param>
public sealed record FleissKappa(
    double Kappa, double ObservedAgreement, double ExpectedAgreement, double NullStandardError, ImmutableArray<Estimate<double>> PerCategory, int Items)
{
    /// <summary>Kappa over its standard error under chance.</summary>
    public double Z => Kappa / NullStandardError;

    /// <summary>
    /// From a table of items by categories that holds numbers of raters. Undefined without items, with unequal or fewer than two raters, and when all
    /// ratings are of one category.
    /// </summary>
    public static Estimate<FleissKappa> Of(IReadOnlyList<IReadOnlyList<int>> table)
    {
        if (WhyUndefined(table) is { } reason)
            return reason;
        double items = table.Count, raters = table[0].Sum();
        var shares = Shares(table, items * raters);
        var expected = shares.Sum(p => p * p);
        if (shares.Any(p => p >= 1))
            return Reason.NoVariation;
        var agreeing = table.Sum(row => row.Sum(n => (double)n * (n - 1)));
        var observed = agreeing / (items * raters * (raters - 1));
        var spread = shares.Sum(p => p * (1 - p));
        var skew = shares.Sum(p => p * (1 - p) * (1 - (2 * p)));
        var variance = 2 / (items * raters * (raters - 1)) * ((spread * spread) - skew) / (spread * spread);
        var perCategory = shares.Select((p, c) => CategoryKappa(table, c, p, items, raters));
        return new FleissKappa((observed - expected) / (1 - expected), observed, expected, Math.Sqrt(variance), [.. perCategory], table.Count);
    }

    /// <summary>As a report prints it, with a bootstrap interval over items.</summary>
    public static Statistic Measure(IReadOnlyList<IReadOnlyList<int>> table, BootstrapPlan plan)
    {
        const string Name = "Fleiss' kappa";
        if (WhyUndefined(table) is { } reason)
            return Statistic.NotEstimable(Name, reason, table.Count);
        return Bootstrap.Of(table.Count, items => Of(Picked(table, items)).Then(fit => fit.Kappa), plan).ToStatistic(Name);
    }

    private static IReadOnlyList<int>[] Picked(IReadOnlyList<IReadOnlyList<int>> table, ReadOnlySpan<int> items)
    {
        var picked = new IReadOnlyList<int>[items.Length];
        for (var i = 0; i < picked.Length; i++)
            picked[i] = table[items[i]];
        return picked;
    }

    private static Reason? WhyUndefined(IReadOnlyList<IReadOnlyList<int>> table)
    {
        if (table.Count == 0)
            return Reason.NoData;
        foreach (var row in table)
        {
            Numbers.RequireSameLength(table[0].Count, row.Count, nameof(table));
            foreach (var count in row)
                ArgumentOutOfRangeException.ThrowIfNegative(count, nameof(table));
        }

        var raters = table[0].Sum();
        if (table.Any(row => row.Sum() != raters))
            return Reason.UnequalRaters;
        return raters < 2 ? Reason.TooFewRaters : null;
    }

    private static double[] Shares(IReadOnlyList<IReadOnlyList<int>> table, double ratings) =>
        [.. Enumerable.Range(0, table[0].Count).Select(c => table.Sum(row => row[c]) / ratings)];

    private static Estimate<double> CategoryKappa(IReadOnlyList<IReadOnlyList<int>> table, int category, double share, double items, double raters)
    {
        if (share is <= 0 or >= 1)
            return Reason.NoVariation;
        var disagreeing = table.Sum(row => row[category] * (raters - row[category]));
        return 1 - (disagreeing / (items * raters * (raters - 1) * share * (1 - share)));
    }
}
