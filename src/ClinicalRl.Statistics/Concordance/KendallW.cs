using ClinicalRl.Statistics.Distributions;
using ClinicalRl.Statistics.Resampling;

namespace ClinicalRl.Statistics.Concordance;

/// <summary>Kendall's coefficient of concordance of several rankings, corrected for ties (Kendall and Babington Smith 1939).</summary>
/// <param name="W">12S / (m²(n³ − n) − mΣ(t³ − t)); 1 is agreement, 0 none.</param>
/// <param name="ChiSquare">m(n − 1)W.</param>
/// <param name="DegreesOfFreedom">n − 1.</param>
/// <param name="P">Probability of so large a W by chance, for large n.</param>
/// <param name="Items">n.</param>
public sealed record KendallW(double W, double ChiSquare, int DegreesOfFreedom, double P, int Items)
{
    /// <summary>From a complete table, items by raters. Undefined with fewer than two of either, or when every rater ties all items.</summary>
    public static Estimate<KendallW> Of(IReadOnlyList<IReadOnlyList<double>> ratings)
    {
        foreach (var row in ratings)
        {
            Numbers.RequireSameLength(ratings[0].Count, row.Count, nameof(ratings));
            foreach (var value in row)
                Numbers.RequireFinite(value, nameof(ratings));
        }

        if (ratings.Count < 2)
            return ratings.Count == 0 ? Reason.NoData : Reason.TooFewItems;
        double n = ratings.Count, m = ratings[0].Count, ties = 0;
        if (m < 2)
            return Reason.TooFewRaters;
        var sums = new double[ratings.Count];
        for (var j = 0; j < ratings[0].Count; j++)
        {
            var ranks = MidRanks.Of([.. ratings.Select(row => row[j])]);
            for (var i = 0; i < sums.Length; i++)
                sums[i] += ranks[i];
            ties += ranks.CountBy(rank => rank).Sum(tie => Math.Pow(tie.Value, 3) - tie.Value);
        }

        var squares = sums.Sum(sum => Math.Pow(sum - (m * (n + 1) / 2), 2));
        var denominator = (m * m * ((n * n * n) - n)) - (m * ties);
        if (denominator <= 0)
            return Reason.NoVariation;
        var w = Math.Min(1, 12 * squares / denominator);
        return new KendallW(w, m * (n - 1) * w, ratings.Count - 1, ChiSquareDistribution.UpperTail(m * (n - 1) * w, n - 1), ratings.Count);
    }

    /// <summary>W with a bootstrap interval over items. Repeated items tie in every ranking, so the interval lies high for few items.</summary>
    public static Statistic Measure(IReadOnlyList<IReadOnlyList<double>> ratings, BootstrapPlan plan)
    {
        const string Name = "Kendall's W";
        var fit = Of(ratings);
        return fit.IsDefined
            ? Bootstrap.Of(ratings.Count, items => Of(Picked(ratings, items)).Then(known => known.W), plan).ToStatistic(Name)
            : Statistic.NotEstimable(Name, fit.Reason!.Value, ratings.Count);
    }

    private static IReadOnlyList<double>[] Picked(IReadOnlyList<IReadOnlyList<double>> ratings, ReadOnlySpan<int> items)
    {
        var picked = new IReadOnlyList<double>[items.Length];
        for (var i = 0; i < picked.Length; i++)
            picked[i] = ratings[items[i]];
        return picked;
    }
}
