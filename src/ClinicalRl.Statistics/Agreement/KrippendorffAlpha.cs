using ClinicalRl.Statistics.Resampling;

namespace ClinicalRl.Statistics.Agreement;

/// <summary>
/// Krippendorff's alpha: 1 − (n − 1) Σ o_ck δ²_ck / Σ n_c n_k δ²_ck over units with at least two values (Hayes and Krippendorff 2007). 1 is
/// agreement, 0 is chance, and systematic disagreement is negative.
/// </summary>
public static class KrippendorffAlpha
{
    /// <summary>Undefined when no unit has two values, and when all values in such units are equal: that is no evidence of agreement.</summary>
    public static Estimate<double> Of(RatingTable ratings, MeasurementLevel level)
    {
        var pairable = ratings.Pairable();
        var (distinct, places) = pairable.Coded();
        return Of(pairable, places, new Disagreement(level, distinct), null);
    }

    /// <summary>Alpha with a bootstrap over the units that have two values (Zapf et al. 2016); BCa by default, percentile beside it.</summary>
    public static Bootstrap Resample(RatingTable ratings, MeasurementLevel level, BootstrapPlan plan)
    {
        var pairable = ratings.Pairable();
        var (distinct, places) = pairable.Coded();
        var disagreement = new Disagreement(level, distinct);
        if (pairable.Units == 0)
            return Bootstrap.Without(Reason.NoPairableValues, Reason.NoPairableValues, 0);
        return Bootstrap.Of(pairable.Units, units => Of(pairable, places, disagreement, units), plan);
    }

    /// <summary>As a report prints it.</summary>
    public static Statistic Measure(RatingTable ratings, MeasurementLevel level, BootstrapPlan plan) =>
        Resample(ratings, level, plan).ToStatistic($"Krippendorff's alpha, {level.ToString().ToLowerInvariant()}");

    private static Estimate<double> Of(RatingTable ratings, ReadOnlySpan<int> places, Disagreement disagreement, ReadOnlySpan<int> units)
    {
        var isAll = units.IsEmpty;
        var count = isAll ? ratings.Units : units.Length;
        disagreement.Clear();
        for (var i = 0; i < count; i++)
            disagreement.Count(PlacesOf(ratings, places, isAll ? i : units[i]));
        if (disagreement.Total == 0)
            return Reason.NoPairableValues;
        disagreement.Seal();
        var observed = 0.0;
        for (var i = 0; i < count; i++)
            observed += disagreement.Within(PlacesOf(ratings, places, isAll ? i : units[i]));
        var expected = disagreement.Expected();
        return expected <= 0 ? Reason.NoVariation : 1 - ((disagreement.Total - 1) * observed / expected);
    }

    private static ReadOnlySpan<int> PlacesOf(RatingTable ratings, ReadOnlySpan<int> places, int unit)
    {
        var (start, end) = ratings.Bounds(unit);
        return places[start..end];
    }
}
