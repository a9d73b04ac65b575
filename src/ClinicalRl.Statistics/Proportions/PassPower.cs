using ClinicalRl.Statistics.Distributions;
using ClinicalRl.Statistics.Posteriors;
using ClinicalRl.Statistics.Resampling;

namespace ClinicalRl.Statistics.Proportions;

/// <summary>
/// pass^k, the probability that k fresh runs of a task all succeed (Yao et al. 2024), and pass@k, that at least one does (Chen et al. 2021), both
/// unbiased from n runs. The plug-in (successes/runs)^k is biased and not used.
/// </summary>
public static class PassPower
{
    /// <summary>C(c, k) / C(n, k); undefined with fewer than k runs; k is at least 1.</summary>
    public static Estimate<double> All(Proportion task, int k)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(k, 1);
        return task.Trials < k ? Reason.TooFewTrials : ChoiceRatio(task.Events, task.Trials, k);
    }

    /// <summary>1 − C(n − c, k) / C(n, k); undefined with fewer than k runs; k is at least 1.</summary>
    public static Estimate<double> Any(Proportion task, int k)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(k, 1);
        return task.Trials < k ? Reason.TooFewTrials : 1 - ChoiceRatio(task.Trials - task.Events, task.Trials, k);
    }

    /// <summary>Mean of pass^k over tasks with its standard error sd/√tasks and a bootstrap interval over tasks. Undefined when a task has fewer than k runs.</summary>
    public static (Statistic Mean, Estimate<double> StandardError) Suite(IReadOnlyList<Proportion> tasks, int k, BootstrapPlan plan)
    {
        var name = FormattableString.Invariant($"pass^{k}");
        var each = tasks.Select(task => All(task, k)).ToArray();
        if (each.FirstOrDefault(task => !task.IsDefined, 0.0).Reason is { } reason)
            return (Statistic.NotEstimable(name, reason, tasks.Count), reason);
        var mean = ClusterMean.Of(Clusters.OfSingles(each.Select(task => task.Value)), plan);
        return (mean.ToStatistic(name), mean.StandardError);
    }

    /// <summary>E p^k = B(a + k, b) / B(a, b) of a posterior, with the k-th powers of its equal-tailed interval: for one task with few runs.</summary>
    public static Statistic Expected(BetaPosterior posterior, int k, int runs, double level = 0.95)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(k, 1);
        var value = Math.Exp(BetaDistribution.LogBeta(posterior.A + k, posterior.B) - BetaDistribution.LogBeta(posterior.A, posterior.B));
        var ends = posterior.EqualTailed(level);
        return new Statistic(
            FormattableString.Invariant($"E p^{k}"), value, ends with { Lower = Math.Pow(ends.Lower, k), Upper = Math.Pow(ends.Upper, k) }, runs);
    }

    private static double ChoiceRatio(int chosen, int all, int k)
    {
        var ratio = 1.0;
        for (var i = 0; i < k; i++)
            ratio *= Math.Max(0, chosen - i) / (double)(all - i);
        return ratio;
    }
}
