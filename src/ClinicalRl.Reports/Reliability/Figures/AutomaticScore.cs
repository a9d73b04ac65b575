using System.Collections.Immutable;
using ClinicalRl.Statistics;
using ClinicalRl.Statistics.Aggregation;
using ClinicalRl.Statistics.Posteriors;
using ClinicalRl.Statistics.Resampling;

namespace ClinicalRl.Reports.Reliability.Figures;

/// <summary>One verdict in an automatic reward.</summary>
/// <param name="Criterion">Id of the criterion.</param>
/// <param name="Score">1 met, 0.5 partly met, 0 not met.</param>
/// <param name="Share">Its weight over the sum of all weights, from 0 to 1.</param>
public sealed record JudgedVerdict(string Criterion, double Score, double Share);

/// <summary>
/// An automatic reward, and what evaluators' agreement with its verdicts says of it. A verdict of criterion c is wrong with probability p_c, which has the posterior
/// Beta(½ + n − k, ½ + k) when k of n scenarios agreed (Jeffreys' prior, as for gold items; <see cref="BetaPosterior"/>). A wrong verdict counts 1 − s in the
/// place of its score s; a partly met one, 0 or 1, each as likely. So with shares ω
/// <code>
///   expected = Σ ω (s + (1 − 2s) E p)
///   variance = Σ ω² v + Σ_c Var(p_c) ((Σ_c a)² − Σ_c a²),   a = ω (1 − 2s),   v = E p (1 − E p) for s of 0 or 1, E p / 4 for 0.5
/// </code>
/// the second term because verdicts of one criterion are wrong together. The interval is Beta-matched at the expected reward, as those of calibrated scores
/// are (<see cref="BetaMatch"/>), and widened to hold the reward itself. Ceilings (gates) are not modelled: a reward that one lowered is inside the interval, one that
/// should have been lowered may not be. While any criterion was compared in fewer than ten scenarios nothing is known: the interval is [0, 1] and the reward uncalibrated.
/// </summary>
/// <param name="Reward">The automatic reward, unchanged.</param>
/// <param name="Lower">Lower end of the 95% interval.</param>
/// <param name="Upper">Upper end.</param>
/// <param name="IsCalibrated">Whether the interval rests on evaluators; otherwise it is [0, 1].</param>
/// <param name="Expected">The reward that evaluators are expected to give; undefined while it is uncalibrated.</param>
public sealed record AutomaticScore(double Reward, double Lower, double Upper, bool IsCalibrated, Estimate<double> Expected)
{
    /// <summary>Scenarios in which each criterion must have been compared.</summary>
    public const int LeastScenarios = ClusterMean.FewUnits;

    /// <summary>Of a reward and the verdicts it is the mean of, whose shares add up to 1. <paramref name="agreement"/> is by criterion.</summary>
    public static AutomaticScore Of(double reward, ImmutableArray<JudgedVerdict> verdicts, IReadOnlyDictionary<string, CriterionAgreement> agreement)
    {
        if (verdicts.IsEmpty || verdicts.Any(verdict => !agreement.TryGetValue(verdict.Criterion, out var known) || known.Scenarios < LeastScenarios))
            return new AutomaticScore(reward, 0, 1, false, Reason.InsufficientReference);
        var (expected, variance) = (0.0, 0.0);
        foreach (var criterion in verdicts.GroupBy(verdict => verdict.Criterion, StringComparer.Ordinal).OrderBy(own => own.Key, StringComparer.Ordinal))
        {
            var known = agreement[criterion.Key];
            var wrong = BetaPosterior.After(known.Scenarios - known.Agreed, known.Scenarios);
            var (effects, squares) = (0.0, 0.0);
            foreach (var verdict in criterion)
            {
                var effect = verdict.Share * (1 - (2 * verdict.Score));
                expected += (verdict.Share * verdict.Score) + (effect * wrong.Mean);
                variance += verdict.Share * verdict.Share * (verdict.Score is > 0 and < 1 ? wrong.Mean / 4 : wrong.Mean * (1 - wrong.Mean));
                (effects, squares) = (effects + effect, squares + (effect * effect));
            }

            variance += wrong.Variance * Math.Max(0, (effects * effects) - squares);
        }

        expected = Math.Clamp(expected, 0, 1);
        var interval = BetaMatch.Of(expected, variance).Value.Interval;
        return new AutomaticScore(reward, Math.Min(reward, interval.Lower), Math.Max(reward, interval.Upper), true, expected);
    }
}
