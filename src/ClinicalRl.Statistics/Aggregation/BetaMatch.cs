using ClinicalRl.Statistics.Posteriors;

namespace ClinicalRl.Statistics.Aggregation;

/// <summary>
/// An interval of a score from 0 to 1 with a known error variance: quantiles of Beta(1/2 + n·m, 1/2 + n(1 − m)), n the number of Bernoulli
/// judgements that would be as precise.
/// </summary>
/// <param name="EffectiveCount">n = max(0, h(m)/V − 1).</param>
/// <param name="Posterior">The Beta distribution.</param>
/// <param name="Interval">Its quantiles, widened to hold m.</param>
public sealed record BetaMatch(double EffectiveCount, BetaPosterior Posterior, Interval Interval)
{
    /// <summary>More judgements than this are counted as this many: nobody could read the difference, and Beta quantiles lose accuracy beyond.</summary>
    public const double MaxJudgements = 1e9;

    /// <summary>Of a mean from 0 to 1 and its error variance, at least 0; undefined for a variance of 0.</summary>
    public static Estimate<BetaMatch> Of(double mean, double variance, double level = 0.95)
    {
        Intervals.RequireLevel(level);
        var spread = NoiseModel.Spread(mean);
        if (Numbers.RequireNotNegative(variance, nameof(variance)) == 0)
            return Reason.ZeroErrorVariance;
        return OfJudgements(mean, Math.Clamp((spread / variance) - 1, 0, MaxJudgements), level);
    }

    /// <summary>The interval of a mean of <paramref name="judgements"/> independent Bernoulli judgements, at least 0.</summary>
    public static BetaMatch OfJudgements(double mean, double judgements, double level = 0.95)
    {
        Numbers.RequireUnit(mean, nameof(mean));
        var posterior = BetaPosterior.After(Numbers.RequireNotNegative(judgements, nameof(judgements)) * mean, judgements);
        var ends = posterior.EqualTailed(level);
        return new BetaMatch(judgements, posterior, new Interval(Math.Min(mean, ends.Lower), Math.Max(mean, ends.Upper), level, IntervalMethod.BetaMatched));
    }
}
