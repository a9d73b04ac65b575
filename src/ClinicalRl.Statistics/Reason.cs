namespace ClinicalRl.Statistics;

/// <summary>Why a statistic does not exist for the numbers given.</summary>
public enum Reason
{
    /// <summary>There is nothing to estimate from.</summary>
    NoData,

    /// <summary>Fewer than two items.</summary>
    TooFewItems,

    /// <summary>Fewer than two independent units.</summary>
    TooFewClusters,

    /// <summary>A divisor of the formula is zero.</summary>
    ZeroDenominator,

    /// <summary>A divisor of the formula is zero or negative where it must be positive.</summary>
    NonPositiveDenominator,

    /// <summary>The standard error is zero.</summary>
    ZeroStandardError,

    /// <summary>Every resample lies on one side of the estimate, so that the bias correction is infinite.</summary>
    BiasCorrectionInfinite,

    /// <summary>Too many resamples have no value of the statistic.</summary>
    TooManyUndefinedResamples,
}

/// <summary>A remark on a statistic that exists.</summary>
public enum Flag
{
    /// <summary>Fewer than ten independent units.</summary>
    FewUnits,

    /// <summary>The interval asked for does not exist; a simpler one stands in its place.</summary>
    FellBack,
}

/// <summary>Published codes of <see cref="Reason"/> and <see cref="Flag"/>: kebab-case.</summary>
public static class StatisticCodes
{
    private static readonly string[] Reasons =
    [
        "no-data", "too-few-items", "too-few-clusters", "zero-denominator", "non-positive-denominator", "zero-standard-error",
        "bias-correction-infinite", "too-many-undefined-resamples",
    ];

    private static readonly string[] Flags = ["few-units", "fell-back"];

    /// <summary>Its code, such as <c>no-data</c>.</summary>
    public static string Code(this Reason reason) => Reasons[(int)reason];

    /// <summary>Its code, such as <c>few-units</c>.</summary>
    public static string Code(this Flag flag) => Flags[(int)flag];
}
