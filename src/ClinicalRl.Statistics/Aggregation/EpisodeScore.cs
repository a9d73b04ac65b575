using ClinicalRl.Statistics.Reliability;

namespace ClinicalRl.Statistics.Aggregation;

/// <summary>
/// An episode's reward from its steps' scores. Steps scored by the same evaluator share that evaluator's bias, so bias terms are summed per
/// evaluator before they are squared. The interval is of the model: steps are the whole episode, not a sample of it, and are never resampled.
/// </summary>
/// <param name="Reward">Σ ω · step score, ω made to sum to 1.</param>
/// <param name="Variance">Error variance of the reward.</param>
/// <param name="Match">Interval and effective number of judgements.</param>
/// <param name="Reliability">σ²R / (σ²R + variance); undefined as the snapshot's variance between episodes.</param>
/// <param name="Steps">Number of steps.</param>
public sealed record EpisodeScore(double Reward, double Variance, BetaMatch Match, Estimate<double> Reliability, int Steps)
{
    /// <summary>
    /// From its steps in order and their weights, above 0 (null for equal ones). Undefined without steps, and when a step has no score.
    /// </summary>
    public static Estimate<EpisodeScore> Of(
        CalibrationSnapshot snapshot, IReadOnlyList<Estimate<StepScore>> steps, IReadOnlyList<double>? weights = null, double level = 0.95)
    {
        Intervals.RequireLevel(level);
        var shares = SharesOf(steps.Count, weights);
        if (steps.Count == 0)
            return Reason.NoData;
        if (steps.Any(step => !step.IsDefined))
            return Reason.UnscoredStep;
        var (reward, variance) = (0.0, 0.0);
        var loads = new SortedDictionary<string, (double Load, EvaluatorCalibration Calibration)>(StringComparer.Ordinal);
        for (var s = 0; s < shares.Length; s++)
        {
            var step = steps[s].Value;
            reward += shares[s] * step.Score;
            variance += shares[s] * shares[s] * step.NoiseVariance;
            foreach (var part in step.Parts)
                loads[part.Evaluator] = (loads.GetValueOrDefault(part.Evaluator).Load + (shares[s] * part.Weight), part.Calibration);
        }

        var mean = loads.Values.Sum(own => own.Load * (1 - own.Calibration.Shrinkage));
        variance += loads.Values.Sum(own => own.Load * own.Load * own.Calibration.BiasVariance) + (snapshot.MeanBiasVariance * mean * mean);
        reward = Math.Clamp(reward, 0, 1);
        return new EpisodeScore(
            reward, variance, BetaMatch.Of(reward, variance, level).Value,
            snapshot.EpisodeVariance.Then(between => UniverseVariance.ReliabilityOf(between, variance)), steps.Count);
    }

    /// <summary>Share of the weight of steps that have a score; 1 when all have.</summary>
    public static Estimate<double> CoveredShare(IReadOnlyList<Estimate<StepScore>> steps, IReadOnlyList<double>? weights = null)
    {
        var shares = SharesOf(steps.Count, weights);
        return steps.Count == 0 ? Reason.NoData : steps.Index().Where(step => step.Item.IsDefined).Sum(step => shares[step.Index]);
    }

    /// <summary>As a report prints it.</summary>
    public Statistic ToStatistic() => new("episode reward", Reward, Match.Interval, Steps);

    /// <summary>Reward and interval to two decimals, such as <c>0.74 [0.62, 0.84]</c>.</summary>
    public override string ToString() => FormattableString.Invariant($"{Reward:F2} [{Match.Interval.Lower:F2}, {Match.Interval.Upper:F2}]");

    private static double[] SharesOf(int steps, IReadOnlyList<double>? weights)
    {
        if (weights is null)
            return [.. Enumerable.Repeat(1.0 / Math.Max(steps, 1), steps)];
        Numbers.RequireSameLength(steps, weights.Count, nameof(weights));
        var total = weights.Sum(weight => Numbers.RequirePositive(weight, nameof(weights)));
        return [.. weights.Select(weight => weight / total)];
    }
}
