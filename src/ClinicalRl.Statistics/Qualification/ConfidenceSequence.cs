using ClinicalRl.Statistics.Distributions;
using ClinicalRl.Statistics.Posteriors;

namespace ClinicalRl.Statistics.Qualification;

/// <summary>
/// An interval of a rate that holds at every look at once, by mixing the likelihood over a Beta distribution (Robbins 1970; Howard et al. 2021):
/// all p with ln B(a + x, b + n − x) − ln B(a, b) − x ln p − (n − x) ln(1 − p) &lt; ln(1/α).
/// </summary>
public static class ConfidenceSequence
{
    /// <summary>
    /// After <paramref name="successes"/> in <paramref name="trials"/>; [0, 1] without trials. Not intersected with earlier intervals, since that would
    /// depend on the order of arrival.
    /// </summary>
    public static Interval Of(int successes, int trials, double level = 0.95, double a = BetaPosterior.Jeffreys, double b = BetaPosterior.Jeffreys)
    {
        Intervals.RequireLevel(level);
        ArgumentOutOfRangeException.ThrowIfNegative(successes);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(successes, trials);
        double x = successes, rest = trials - successes, peak = trials == 0 ? 0.5 : x / trials;
        var limit = BetaDistribution.LogBeta(a + x, b + rest) - BetaDistribution.LogBeta(a, b) + Math.Log(1 - level);
        var lower = successes == 0 ? 0 : Bisection.Find(p => limit - LogLikelihood(p), 0, peak);
        var upper = successes == trials ? 1 : Bisection.Find(p => LogLikelihood(p) - limit, peak, 1);
        return new Interval(lower, upper, level, IntervalMethod.ConfidenceSequence);

        double LogLikelihood(double p) => (x == 0 ? 0 : x * Math.Log(p)) + (rest == 0 ? 0 : rest * Math.Log(1 - p));
    }
}
