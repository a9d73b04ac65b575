using ClinicalRl.Statistics.Distributions;

namespace ClinicalRl.Statistics.Concordance;

/// <summary>Lin's concordance correlation (1989): how near pairs lie to the line of equality, with divisors n.</summary>
/// <param name="Value">2 s_xy / (s_x² + s_y² + (x̄ − ȳ)²).</param>
/// <param name="Pearson">Precision; undefined when a measurement never varies.</param>
/// <param name="BiasCorrection">Accuracy: value over correlation.</param>
/// <param name="LocationShift">(ȳ − x̄) / √(s_x s_y).</param>
/// <param name="ScaleShift">s_x / s_y.</param>
/// <param name="StandardError">Large-sample standard error.</param>
/// <param name="Interval">By Fisher's z.</param>
/// <param name="Items">Number of items.</param>
public sealed record LinConcordance(
    double Value, Estimate<double> Pearson, Estimate<double> BiasCorrection, Estimate<double> LocationShift, Estimate<double> ScaleShift,
    Estimate<double> StandardError, Estimate<Interval> Interval, int Items)
{
    /// <summary>Fewest items.</summary>
    public const int MinItems = 3;

    /// <summary>Undefined with fewer than three items, or when both measurements are the same constant.</summary>
    public static Estimate<LinConcordance> Of(PairedValues pairs, double level = 0.95)
    {
        Intervals.RequireLevel(level);
        if (pairs.Count < MinItems)
            return pairs.Count == 0 ? Reason.NoData : Reason.TooFewItems;
        if (pairs.IsConstantX || pairs.IsConstantY)
            return OfConstant(pairs);
        double n = pairs.Count, difference = pairs.MeanY - pairs.MeanX, varianceX = pairs.SquaresX / n, varianceY = pairs.SquaresY / n;
        var value = 2 * pairs.Products / n / (varianceX + varianceY + (difference * difference));
        var scale = Math.Sqrt(Math.Sqrt(varianceX * varianceY));
        var (shift, correlation) = (difference / scale, Correlations.Pearson(pairs).Value);
        var bias = 2 / (Math.Sqrt(varianceX / varianceY) + Math.Sqrt(varianceY / varianceX) + (shift * shift));
        var variance = Variance(value, correlation, bias, shift, n);
        var isExact = pairs.X.SequenceEqual(pairs.Y) || variance <= 1e-30 || Math.Abs(value) >= 1;
        Estimate<double> error = isExact ? Reason.ZeroErrorVariance : Math.Sqrt(variance);
        return new LinConcordance(
            value, correlation, bias, shift, Math.Sqrt(varianceX / varianceY), error, error.Then(known => IntervalOf(value, known, level)), pairs.Count);
    }

    /// <summary>As a report prints it.</summary>
    public static Statistic Measure(PairedValues pairs, double level = 0.95)
    {
        var fit = Of(pairs, level);
        return new Statistic("Lin's concordance", fit.Then(known => known.Value), fit.Then(known => known.Interval), pairs.Count);
    }

    private static Estimate<LinConcordance> OfConstant(PairedValues pairs)
    {
        if (pairs.IsConstantX && pairs.IsConstantY && pairs.X[0] == pairs.Y[0])
            return Reason.NoVariation;
        return new LinConcordance(
            0, Reason.NoVariation, Reason.NoVariation, Reason.NoVariation, Reason.NoVariation, Reason.NoVariation, Reason.NoVariation, pairs.Count);
    }

    /// <summary>Lin's variance, written with the bias correction so that a correlation of 0 divides nothing.</summary>
    private static double Variance(double value, double correlation, double bias, double shift, double n)
    {
        var square = shift * shift;
        return (((1 - (correlation * correlation)) * bias * bias * (1 - (value * value)))
            + (2 * value * value * bias * (1 - value) * square)
            - (0.5 * value * value * bias * bias * square * square)) / (n - 2);
    }

    private static Interval IntervalOf(double value, double error, double level)
    {
        var z = 0.5 * Math.Log((1 + value) / (1 - value));
        var reach = NormalDistribution.Quantile((1 + level) / 2) * error / (1 - (value * value));
        return new Interval(Math.Tanh(z - reach), Math.Tanh(z + reach), level, IntervalMethod.FisherZ);
    }
}
