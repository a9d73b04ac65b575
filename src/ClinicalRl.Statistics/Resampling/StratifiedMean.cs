namespace ClinicalRl.Statistics.Resampling;

/// <summary>One stratum of a stratified sample.</summary>
/// <param name="Share">Its share of the population, above 0; shares are made to sum to 1.</param>
/// <param name="Clusters">What was drawn from it, in independent units.</param>
public sealed record Stratum(double Share, Clusters Clusters);

/// <summary>
/// A mean over strata weighted by their shares of the population; units are resampled within each stratum at its size (Rao and Wu 1988;
/// Davison and Hinkley 1997, section 3.8).
/// </summary>
/// <param name="Mean">Σ share · mean of the stratum; undefined when a stratum has no value.</param>
/// <param name="StandardError">√Σ (share · standard error of the stratum)²; undefined when a stratum has fewer than two units.</param>
/// <param name="Interval">BCa, or percentile when it does not exist.</param>
/// <param name="FallbackReason">Why the interval is not BCa.</param>
/// <param name="Units">Units in all strata.</param>
public sealed record StratifiedMean(
    Estimate<double> Mean, Estimate<double> StandardError, Estimate<Interval> Interval, Reason? FallbackReason, int Units)
{
    /// <summary>The mean of <paramref name="strata"/>, given in canonical order.</summary>
    public static StratifiedMean Of(IReadOnlyList<Stratum> strata, BootstrapPlan plan)
    {
        foreach (var stratum in strata)
            Numbers.RequirePositive(stratum.Share, nameof(strata));
        var units = strata.Sum(stratum => stratum.Clusters.Count);
        if (strata.Count == 0 || strata.Any(stratum => stratum.Clusters.Count == 0))
            return new StratifiedMean(Reason.NoData, Reason.NoData, Reason.NoData, null, units);
        var total = strata.Sum(stratum => stratum.Share);
        var shares = strata.Select(stratum => stratum.Share / total).ToArray();
        var mean = strata.Select((stratum, s) => shares[s] * stratum.Clusters.Mean.Value).Sum();
        if (strata.Any(stratum => stratum.Clusters.Count < 2))
            return new StratifiedMean(mean, Reason.TooFewClusters, Reason.TooFewClusters, null, units);
        var error = Math.Sqrt(strata.Select((stratum, s) => Math.Pow(shares[s] * stratum.Clusters.StandardError.Value, 2)).Sum());
        var interval = BootstrapInterval.From(Resample(strata, shares, units, plan), 0, mean, JackknifeOf(strata, shares, mean), plan.Level);
        return new StratifiedMean(
            mean, error, interval.Then(known => known.Interval), interval.IsDefined ? interval.Value.FallbackReason : null, units);
    }

    /// <summary>As a report prints it.</summary>
    public Statistic ToStatistic(string method) => new(method, Mean, Interval, Units) { Flags = Bootstrap.FlagsOf(Units, FallbackReason) };

    private static double[] Resample(IReadOnlyList<Stratum> strata, double[] shares, int units, BootstrapPlan plan)
    {
        var means = new double[plan.Resamples];
        for (var b = 0; b < means.Length; b++)
        {
            var counter = (ulong)b * (ulong)units;
            for (var s = 0; s < shares.Length; s++)
            {
                means[b] += shares[s] * strata[s].Clusters.ResampledMean(plan.Generator, counter);
                counter += (ulong)strata[s].Clusters.Count;
            }
        }

        return means;
    }

    private static Jackknife JackknifeOf(IReadOnlyList<Stratum> strata, double[] shares, double mean) => Jackknife.Of(
        [.. strata.SelectMany((stratum, s) => stratum.Clusters.LeaveOneOut().Select(without => mean + (shares[s] * (without - stratum.Clusters.Mean.Value))))]);
}
