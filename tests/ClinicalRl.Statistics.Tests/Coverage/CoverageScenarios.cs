using ClinicalRl.Statistics.Agreement;
using ClinicalRl.Statistics.Posteriors;
using ClinicalRl.Statistics.Resampling;

namespace ClinicalRl.Statistics.Tests.Coverage;

/// <summary>A situation with a known truth: one draw says whether the interval held it, or null when there was none.</summary>
internal sealed record CoverageScenario(string Name, int Replicates, Func<SimulatedChance, bool?> HoldsTruth)
{
    /// <summary>Share of intervals that held the truth, and how many there were.</summary>
    public (double Share, int Intervals) Run()
    {
        var chance = new SimulatedChance($"coverage|{Name}|v1");
        var (held, intervals) = (0, 0);
        for (var i = 0; i < Replicates; i++)
        {
            var holds = HoldsTruth(chance);
            intervals += holds is null ? 0 : 1;
            held += holds is true ? 1 : 0;
        }

        return (held / (double)intervals, intervals);
    }
}

/// <summary>The scenarios of single estimators; those of episodes are in <see cref="EpisodeScenarios"/>.</summary>
internal static class CoverageScenarios
{
    public static IEnumerable<CoverageScenario> All =>
    [
        new("Beta-Binomial, equal-tailed, n = 20, rate from the prior", 10_000, chance => Posterior(chance, 20, PriorRate(chance), densest: false)),
        new("Beta-Binomial, highest density, n = 20, rate from the prior", 10_000, chance => Posterior(chance, 20, PriorRate(chance), densest: true)),
        new("Beta-Binomial, equal-tailed, n = 60, rate 0.80", 10_000, chance => Posterior(chance, 60, 0.80, densest: false)),
        new("Beta-Binomial, equal-tailed, n = 40, rate 0.70", 10_000, chance => Posterior(chance, 40, 0.70, densest: false)),
        new("BCa, mean of 50 skewed rewards", 10_000, chance => BcaMean(chance, 50, 1)),
        new("BCa, mean of 100 skewed rewards", 10_000, chance => BcaMean(chance, 100, 1)),
        new("BCa, mean of 50 tasks of 3 runs", 10_000, chance => BcaMean(chance, 50, 3)),
        new("ICC(1,1), 30 items x 4 raters", 10_000, chance => Intraclass(chance, 30, 4, icc => icc.OneWaySingle, 0)),
        new("ICC(2,1), 30 items x 4 raters", 10_000, chance => Intraclass(chance, 30, 4, icc => icc.TwoWaySingle, 0.2)),
        new("ICC(2,k), 30 items x 4 raters", 10_000, chance => Intraclass(chance, 30, 4, icc => icc.TwoWayMean, 0.2)),
        new("ICC(3,1), 30 items x 4 raters", 10_000, chance => Intraclass(chance, 30, 4, icc => icc.FixedSingle, 0.2)),
        .. EpisodeScenarios.All,
    ];

    /// <summary>A draw from Jeffreys' prior, the arcsine distribution.</summary>
    private static double PriorRate(SimulatedChance chance)
    {
        var sine = Math.Sin(Math.PI / 2 * chance.Uniform());
        return sine * sine;
    }

    private static bool? Posterior(SimulatedChance chance, int trials, double rate, bool densest)
    {
        var posterior = BetaPosterior.After(chance.Binomial(trials, rate), trials);
        return (densest ? posterior.HighestDensity().Value : posterior.EqualTailed()).Contains(rate);
    }

    /// <summary>Rewards of Beta(3, 1), mean 0.75; runs of one task share two thirds of their variance.</summary>
    private static bool? BcaMean(SimulatedChance chance, int units, int runs)
    {
        var clusters = Clusters.Of(Enumerable.Range(0, units).Select(_ =>
        {
            var shared = Math.Cbrt(chance.Uniform());
            return Enumerable.Range(0, runs).Select(run => runs == 1 ? shared : (2 * shared / 3) + (Math.Cbrt(chance.Uniform()) / 3)).ToArray();
        }));
        var seed = (ulong)(chance.Uniform() * ulong.MaxValue);
        return ClusterMean.Of(clusters, new BootstrapPlan(new CounterGenerator(seed), 999)).Interval.Value.Contains(0.75);
    }

    /// <summary>Variances: items 1, raters as given, error 0.5.</summary>
    private static bool? Intraclass(SimulatedChance chance, int items, int raters, Func<IntraclassCorrelation, Statistic> form, double raterVariance)
    {
        var bias = Enumerable.Range(0, raters).Select(_ => Math.Sqrt(raterVariance) * chance.Normal()).ToArray();
        var table = Enumerable.Range(0, items).Select(_ =>
        {
            var item = chance.Normal();
            return bias.Select(own => item + own + (Math.Sqrt(0.5) * chance.Normal())).ToArray();
        }).ToArray();
        var statistic = form(IntraclassCorrelation.Of(table).Value);
        var truth = statistic.Method switch
        {
            "ICC(3,1)" => 1 / 1.5,
            "ICC(2,k)" => 1 / (1 + ((0.5 + raterVariance) / raters)),
            _ => 1 / (1.5 + raterVariance),
        };
        return statistic.Interval.IsDefined ? statistic.Interval.Value.Contains(truth) : null;
    }
}
