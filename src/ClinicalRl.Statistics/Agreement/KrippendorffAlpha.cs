using ClinicalRl.Statistics.Resampling;

namespace ClinicalRl.Statistics.Agreement;

/// <summary>
/// Krippendorff's alpha: 1 − (n − 1) Σ o_ck δ²_ck / Σ n_c n_k δ²_ck over units with at least two values (Hayes and Krippendorff 2007). 1 is
/// agreement, 0 is chance, and systematic disagreement is negative.
/// </summary>
public static class KrippendorffAlpha
{
    /// <summary>
    /// Undefined when no unit has two values, and when all values in such units are equal: that is no evidence of agreement. The ratio level takes time
    /// with the square of the number of distinct values; the others do not.
    /// </summary>
    public static Estimate<double> Of(RatingTable ratings, MeasurementLevel level)
    {
        var sample = new AlphaSample(ratings.Pairable(), level);
        return sample.Of([.. Enumerable.Range(0, sample.Units)]);
    }

    /// <summary>Alpha with a bootstrap over the units that have two values (Zapf et al. 2016); BCa by default, percentile beside it.</summary>
    public static Bootstrap Resample(RatingTable ratings, MeasurementLevel level, BootstrapPlan plan)
    {
        var sample = new AlphaSample(ratings.Pairable(), level);
        return sample.Units == 0
            ? Bootstrap.Without(Reason.NoPairableValues, Reason.NoPairableValues, 0)
            : Bootstrap.Of(sample.Units, sample.Of, plan);
    }

    /// <summary>As a report prints it.</summary>
    public static Statistic Measure(RatingTable ratings, MeasurementLevel level, BootstrapPlan plan) =>
        Resample(ratings, level, plan).ToStatistic($"Krippendorff's alpha, {level.ToString().ToLowerInvariant()}");
}

/// <summary>Units that can be drawn again and again. What disagreement is within a unit depends on the other units at the ordinal level only.</summary>
internal sealed class AlphaSample
{
    private readonly RatingTable ratings;
    private readonly int[] places;
    private readonly Disagreement disagreement;
    private readonly double[]? within;

    public AlphaSample(RatingTable pairable, MeasurementLevel level)
    {
        ratings = pairable;
        (var distinct, places) = pairable.Coded();
        disagreement = new Disagreement(level, distinct);
        if (level != MeasurementLevel.Ordinal)
            within = [.. Enumerable.Range(0, Units).Select(unit => disagreement.Within(PlacesOf(unit)))];
    }

    public int Units => ratings.Units;

    public Estimate<double> Of(ReadOnlySpan<int> units)
    {
        disagreement.Clear();
        foreach (var unit in units)
            disagreement.Count(PlacesOf(unit));
        if (disagreement.Total == 0)
            return Reason.NoPairableValues;
        disagreement.Seal();
        var observed = 0.0;
        foreach (var unit in units)
            observed += within is { } known ? known[unit] : disagreement.Within(PlacesOf(unit));
        var expected = disagreement.Expected();
        return expected <= 0 ? Reason.NoVariation : 1 - ((disagreement.Total - 1) * observed / expected);
    }

    private ReadOnlySpan<int> PlacesOf(int unit)
    {
        var (start, end) = ratings.Bounds(unit);
        return places.AsSpan(start..end);
    }
}
