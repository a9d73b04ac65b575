namespace ClinicalRl.Statistics.Resampling;

/// <summary>The Bayesian bootstrap of a mean (Rubin 1981): weights −ln(1−U), normalised.</summary>
public static class BayesianMean
{
    /// <summary>Quantile interval of the posterior mean; undefined with fewer than two values.</summary>
    public static Estimate<Interval> Of(ReadOnlySpan<double> values, BootstrapPlan plan)
    {
        if (values.Length < 2)
            return Reason.TooFewItems;
        foreach (var value in values)
            Numbers.RequireFinite(value, nameof(values));

        var means = new double[plan.Resamples];
        for (var b = 0; b < means.Length; b++)
        {
            var (weighted, total) = (0.0, 0.0);
            for (var i = 0; i < values.Length; i++)
            {
                var weight = -Math.Log(1 - plan.Generator.Unit(((ulong)b * (ulong)values.Length) + (ulong)i));
                (weighted, total) = (weighted + (weight * values[i]), total + weight);
            }

            means[b] = weighted / total;
        }

        Array.Sort(means);
        return Percentile.Of(means, plan.Level, IntervalMethod.BayesianBootstrap);
    }
}
