using ClinicalRl.Statistics.Distributions;

namespace ClinicalRl.Statistics.Concordance;

/// <summary>Bias and limits of agreement of two measurements (Bland and Altman 1986, 1999), with the exact normal quantile.</summary>
/// <param name="Bias">Mean of first less second, with Student's interval.</param>
/// <param name="StandardDeviation">Of the differences.</param>
/// <param name="LowerLimit">Bias − z·SD, with its interval.</param>
/// <param name="UpperLimit">Bias + z·SD, with its interval.</param>
public sealed record BlandAltman(Statistic Bias, double StandardDeviation, Statistic LowerLimit, Statistic UpperLimit)
{
    /// <summary>Undefined with fewer than two items. Differences that never vary have limits of no width.</summary>
    public static Estimate<BlandAltman> Of(PairedValues pairs, double level = 0.95)
    {
        Intervals.RequireLevel(level);
        if (pairs.Count < 2)
            return pairs.Count == 0 ? Reason.NoData : Reason.TooFewItems;
        double n = pairs.Count;
        var differences = pairs.X.Select((x, i) => x - pairs.Y[i]).ToArray();
        var bias = differences.Sum() / n;
        var deviation = Math.Sqrt(differences.Sum(d => (d - bias) * (d - bias)) / (n - 1));
        var (z, t) = (NormalDistribution.Quantile((1 + level) / 2), StudentDistribution.Quantile((1 + level) / 2, n - 1));
        var (reach, limitReach) = (t * deviation / Math.Sqrt(n), t * deviation * Math.Sqrt((1 / n) + (z * z / (2 * (n - 1)))));
        return new BlandAltman(
            Named("bias", bias, reach), deviation, Named("lower limit of agreement", bias - (z * deviation), limitReach),
            Named("upper limit of agreement", bias + (z * deviation), limitReach));

        Statistic Named(string method, double value, double half) =>
            new(method, value, new Interval(value - half, value + half, level, IntervalMethod.StudentT), pairs.Count);
    }
}
