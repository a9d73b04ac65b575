namespace ClinicalRl.Statistics;

/// <summary>How an interval was made.</summary>
public enum IntervalEstimator
{
    /// <summary>Bootstrap, bias-corrected and accelerated (Efron 1987).</summary>
    BcaBootstrap,

    /// <summary>Bootstrap, quantiles of the resamples.</summary>
    PercentileBootstrap,

    /// <summary>Bootstrap, of the studentised mean.</summary>
    StudentizedBootstrap,

    /// <summary>Bayesian bootstrap (Rubin 1981), quantiles.</summary>
    BayesianBootstrap,

    /// <summary>Score interval of a proportion (Wilson 1927).</summary>
    Wilson,

    /// <summary>Equal-tailed Beta interval under Jeffreys' prior, reaching 0 at no event and 1 at no other.</summary>
    Jeffreys,

    /// <summary>Exact interval of a proportion (Clopper and Pearson 1934).</summary>
    ClopperPearson,
}

/// <summary>A two-sided interval.</summary>
/// <param name="Lower">Lower end, included.</param>
/// <param name="Upper">Upper end, included.</param>
/// <param name="Level">Confidence, between 0 and 1.</param>
/// <param name="Method">How it was made.</param>
public readonly record struct Interval(double Lower, double Upper, double Level, IntervalEstimator Method);

/// <summary>Names and checks shared by all intervals.</summary>
public static class Intervals
{
    private static readonly string[] Names =
    [
        "BCa bootstrap", "percentile bootstrap", "studentised bootstrap", "Bayesian bootstrap", "Wilson", "Jeffreys", "Clopper-Pearson",
    ];

    /// <summary>Its name in reports.</summary>
    public static string Title(this IntervalEstimator method) => Names[(int)method];

    /// <summary>Refuses a level that is not between 0 and 1, both excluded.</summary>
    internal static void RequireLevel(double level)
    {
        if (!(level > 0 && level < 1))
            throw new ArgumentOutOfRangeException(nameof(level), level, "A level lies between 0 and 1.");
    }
}
