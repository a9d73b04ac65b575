namespace ClinicalRl.Statistics;

/// <summary>A two-sided interval.</summary>
/// <param name="Lower">Lower end, included.</param>
/// <param name="Upper">Upper end, included.</param>
/// <param name="Level">Confidence, between 0 and 1.</param>
/// <param name="Method">How it was made.</param>
public readonly record struct Interval(double Lower, double Upper, double Level, IntervalMethod Method)
{
    /// <summary>Upper end less lower end.</summary>
    public double Width => Upper - Lower;

    /// <summary>Whether it holds <paramref name="value"/>, ends included.</summary>
    public bool Contains(double value) => Lower <= value && value <= Upper;
}

/// <summary>How an interval was made.</summary>
public enum IntervalMethod
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

    /// <summary>Posterior quantiles with equal tails.</summary>
    EqualTailed,

    /// <summary>Shortest posterior interval: every value inside is denser than any outside.</summary>
    HighestDensity,

    /// <summary>Valid at every look (Beta mixture; Robbins 1970).</summary>
    ConfidenceSequence,

    /// <summary>Estimate plus and minus normal quantiles of its standard error.</summary>
    Normal,

    /// <summary>Estimate plus and minus Student's quantiles of its standard error.</summary>
    StudentT,

    /// <summary>Normal on the inverse hyperbolic tangent of the estimate (Fisher).</summary>
    FisherZ,

    /// <summary>From the F distribution of a ratio of mean squares.</summary>
    FRatio,

    /// <summary>From F with Satterthwaite's degrees of freedom (Shrout and Fleiss 1979).</summary>
    Satterthwaite,

    /// <summary>Quantiles of the Beta distribution that has the estimate's mean and error variance.</summary>
    BetaMatched,
}

/// <summary>Names and checks shared by all intervals.</summary>
public static class Intervals
{
    private static readonly string[] Names =
    [
        "BCa bootstrap", "percentile bootstrap", "studentised bootstrap", "Bayesian bootstrap", "Wilson", "Jeffreys", "Clopper-Pearson",
        "equal-tailed posterior", "highest posterior density", "confidence sequence", "normal", "Student's t", "Fisher's z", "F", "Satterthwaite F",
        "Beta-matched",
    ];

    /// <summary>Its name in reports.</summary>
    public static string Title(this IntervalMethod method) => Names[(int)method];

    /// <summary>Refuses a level that is not between 0 and 1, both excluded.</summary>
    internal static void RequireLevel(double level)
    {
        if (!(level > 0 && level < 1))
            throw new ArgumentOutOfRangeException(nameof(level), level, "A level lies between 0 and 1.");
    }
}
