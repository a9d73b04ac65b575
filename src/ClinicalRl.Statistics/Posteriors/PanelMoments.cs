namespace ClinicalRl.Statistics.Posteriors;

/// <summary>A panel's mean rate and how alike its evaluators are, by moments (Kleinman 1973): sums only, so it can be streamed.</summary>
/// <param name="Mean">Pooled rate.</param>
/// <param name="RawCorrelation">Correlation of two outcomes of one evaluator; negative when they vary less than by chance.</param>
/// <param name="Concentration">(1 − ρ) / ρ; undefined when ρ is not above 0, or not below 1.</param>
public sealed record PanelMoments(double Mean, double RawCorrelation, Estimate<double> Concentration)
{
    /// <summary>The raw correlation held from 0 to 1.</summary>
    public double Correlation => Math.Clamp(RawCorrelation, 0, 1);

    /// <summary>Both shapes; undefined as the concentration.</summary>
    public Estimate<BetaPosterior> Distribution => Concentration.Then(sum => new BetaPosterior(Mean * sum, (1 - Mean) * sum));

    /// <summary>From successes and trials of each evaluator; undefined as the likelihood fit, but for no overdispersion.</summary>
    public static Estimate<PanelMoments> Of(IReadOnlyList<int> successes, IReadOnlyList<int> trials)
    {
        if (PanelCounts.WhyNotFitted(successes, trials) is { } reason)
            return reason;
        double all = trials.Sum(), mean = successes.Sum() / all, spread = 0, squares = 0;
        var evaluators = 0;
        for (var j = 0; j < trials.Count; j++)
        {
            if (trials[j] == 0)
                continue;
            double n = trials[j], deviation = (successes[j] / n) - mean;
            spread += n * deviation * deviation;
            squares += n * n;
            evaluators++;
        }

        var correlation = ((spread / (mean * (1 - mean))) - (evaluators - 1)) / (all - (squares / all) - (evaluators - 1));
        Estimate<double> concentration = correlation switch
        {
            <= 0 => Reason.BoundaryNoOverdispersion,
            >= 1 => Reason.NotIdentifiable,
            _ => (1 - correlation) / correlation,
        };
        return new PanelMoments(mean, correlation, concentration);
    }
}

/// <summary>What both panel fits need of their counts.</summary>
public static class PanelCounts
{
    /// <summary>Successes over trials of all evaluators; undefined without trials.</summary>
    public static Estimate<double> PooledProportion(IReadOnlyList<int> successes, IReadOnlyList<int> trials)
    {
        RequireCounts(successes, trials);
        var all = trials.Sum();
        return all == 0 ? Reason.NoData : (double)successes.Sum() / all;
    }

    /// <summary>Why no distribution can be fitted; null when one can. Evaluators without items do not count.</summary>
    internal static Reason? WhyNotFitted(IReadOnlyList<int> successes, IReadOnlyList<int> trials)
    {
        RequireCounts(successes, trials);
        var evaluators = trials.Count(n => n > 0);
        int right = successes.Sum(), all = trials.Sum();
        if (evaluators == 0)
            return Reason.NoData;
        if (evaluators == 1)
            return Reason.TooFewEvaluators;
        if (right == 0 || right == all)
            return Reason.NoVariation;
        return trials.All(n => n <= 1) ? Reason.NotIdentifiable : null;
    }

    private static void RequireCounts(IReadOnlyList<int> successes, IReadOnlyList<int> trials)
    {
        Numbers.RequireSameLength(successes.Count, trials.Count, nameof(trials));
        for (var j = 0; j < trials.Count; j++)
        {
            ArgumentOutOfRangeException.ThrowIfNegative(successes[j], nameof(successes));
            ArgumentOutOfRangeException.ThrowIfGreaterThan(successes[j], trials[j], nameof(successes));
        }
    }
}
