using ClinicalRl.Statistics.Resampling;

namespace ClinicalRl.Statistics.Concordance;

/// <summary>Correlations of two measurements; each undefined with fewer than two items or when either measurement never varies.</summary>
public static class Correlations
{
    /// <summary>Product-moment correlation.</summary>
    public static Estimate<double> Pearson(PairedValues pairs) =>
        pairs.WhyUncorrelated is { } reason ? reason : Math.Clamp(pairs.Products / Math.Sqrt(pairs.SquaresX * pairs.SquaresY), -1, 1);

    /// <summary>Product-moment correlation of mid-ranks.</summary>
    public static Estimate<double> Spearman(PairedValues pairs) =>
        pairs.WhyUncorrelated is { } reason ? reason : Pearson(new PairedValues(MidRanks.Of(pairs.X), MidRanks.Of(pairs.Y)));

    /// <summary>Kendall's tau-b: see <see cref="KendallTau"/>.</summary>
    public static Estimate<double> TauB(PairedValues pairs) => KendallTau.Of(pairs).Then(tau => tau.TauB);

    /// <summary>One of the above with its bootstrap interval over items.</summary>
    public static Statistic Measure(string method, Func<PairedValues, Estimate<double>> correlation, PairedValues pairs, BootstrapPlan plan) =>
        Bootstrap.Of(pairs.Count, places => correlation(pairs.At(places)), plan).ToStatistic(method);

    /// <summary>
    /// r / √reliability: the correlation if the second measurement had no error (Spearman 1904), with the ends of r's bootstrap interval treated alike
    /// and all held within −1 and 1. Undefined for a reliability of 0; the reliability is from 0 to 1.
    /// </summary>
    public static Statistic Disattenuated(PairedValues pairs, double reliability, BootstrapPlan plan)
    {
        const string Name = "disattenuated correlation";
        Numbers.RequireUnit(reliability, nameof(reliability));
        if (reliability == 0)
            return Statistic.NotEstimable(Name, Reason.ZeroDenominator, pairs.Count);
        var raw = Measure(Name, Pearson, pairs, plan);
        var isCapped = raw.Value.IsDefined && Math.Abs(raw.Value.Value) > Math.Sqrt(reliability);
        return raw with
        {
            Value = raw.Value.Then(Correct),
            Interval = raw.Interval.Then(known => known with { Lower = Correct(known.Lower), Upper = Correct(known.Upper) }),
            Flags = isCapped ? raw.Flags.Add(Flag.Capped) : raw.Flags,
        };

        double Correct(double correlation) => Math.Clamp(correlation / Math.Sqrt(reliability), -1, 1);
    }
}
