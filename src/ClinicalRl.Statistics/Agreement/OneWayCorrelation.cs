using ClinicalRl.Statistics.Distributions;

namespace ClinicalRl.Statistics.Agreement;

/// <summary>ICC(1,1) of units with different numbers of ratings (Donner 1986), from the mean squares between and within units.</summary>
/// <param name="Value">(between − within) / (between + (k0 − 1) within).</param>
/// <param name="Interval">By F with k0 in place of the number of raters: exact for equal numbers, close for others.</param>
/// <param name="EffectiveRaters">k0 = (N − Σm²/N) / (n − 1).</param>
/// <param name="Between">Mean square between units.</param>
/// <param name="Within">Mean square within units.</param>
/// <param name="Units">Units with a rating.</param>
public sealed record OneWayCorrelation(
    Estimate<double> Value, Estimate<Interval> Interval, double EffectiveRaters, double Between, double Within, int Units)
{
    /// <summary>Undefined with fewer than two units that have a rating, or when no unit has two.</summary>
    public static Estimate<OneWayCorrelation> Of(RatingTable ratings, double level = 0.95)
    {
        Intervals.RequireLevel(level);
        var units = 0;
        double total = ratings.ValueCount, sum = 0, squaredSizes = 0;
        for (var unit = 0; unit < ratings.Units; unit++)
        {
            var size = ratings.Values(unit).Length;
            units += size > 0 ? 1 : 0;
            squaredSizes += (double)size * size;
            sum += SumOf(ratings.Values(unit));
        }

        if (units < 2)
            return units == 0 ? Reason.NoData : Reason.TooFewItems;
        if (ratings.ValueCount == units)
            return Reason.TooFewRaters;
        var (between, within) = Squares(ratings, sum / total);
        (between, within) = (between / (units - 1), within / (total - units));
        var raters = (total - (squaredSizes / total)) / (units - 1);
        var denominator = between + ((raters - 1) * within);
        Estimate<double> value = between == 0 && within == 0 ? Reason.NoVariation
            : denominator <= 0 ? Reason.NonPositiveDenominator : (between - within) / denominator;
        return new OneWayCorrelation(value, IntervalOf(between, within, raters, units, total, level), raters, between, within, units);
    }

    /// <summary>As a report prints it.</summary>
    public Statistic ToStatistic() => new("ICC(1,1), unequal numbers", Value, Interval, Units);

    private static (double Between, double Within) Squares(RatingTable ratings, double mean)
    {
        var (between, within) = (0.0, 0.0);
        for (var unit = 0; unit < ratings.Units; unit++)
        {
            var values = ratings.Values(unit);
            if (values.IsEmpty)
                continue;
            var own = SumOf(values) / values.Length;
            between += values.Length * (own - mean) * (own - mean);
            foreach (var value in values)
                within += (value - own) * (value - own);
        }

        return (between, within);
    }

    private static Estimate<Interval> IntervalOf(double between, double within, double raters, int units, double total, double level)
    {
        if (within == 0)
            return Reason.ZeroErrorVariance;
        var (f, p) = (between / within, (1 + level) / 2);
        double low = f / FDistribution.Quantile(p, units - 1, total - units), high = f * FDistribution.Quantile(p, total - units, units - 1);
        return low + raters - 1 > 0
            ? new Interval((low - 1) / (low + raters - 1), (high - 1) / (high + raters - 1), level, IntervalMethod.FRatio)
            : Reason.NonPositiveDenominator;
    }

    private static double SumOf(ReadOnlySpan<double> values)
    {
        var sum = 0.0;
        foreach (var value in values)
            sum += value;
        return sum;
    }
}
