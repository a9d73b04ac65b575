namespace ClinicalRl.Statistics;

/// <summary>Why a statistic does not exist for the numbers given.</summary>
public enum Reason
{
    /// <summary>There is nothing to estimate from.</summary>
    NoData,

    /// <summary>Fewer items than the statistic needs.</summary>
    TooFewItems,

    /// <summary>Fewer than two raters.</summary>
    TooFewRaters,

    /// <summary>Fewer than two evaluators.</summary>
    TooFewEvaluators,

    /// <summary>Fewer trials of a task than the statistic needs.</summary>
    TooFewTrials,

    /// <summary>Fewer than two independent units.</summary>
    TooFewClusters,

    /// <summary>No item has two values to compare.</summary>
    NoPairableValues,

    /// <summary>All values are equal, so that agreement, dispersion or slope has no meaning.</summary>
    NoVariation,

    /// <summary>No evaluator has two gold ratings, so that noise cannot be told from bias.</summary>
    NoReplication,

    /// <summary>The numbers cannot tell the parameters apart.</summary>
    NotIdentifiable,

    /// <summary>The numbers vary no more than chance alone: the likelihood has its maximum at the boundary.</summary>
    BoundaryNoOverdispersion,

    /// <summary>The density has its peak at an end.</summary>
    NoInteriorMode,

    /// <summary>The density has two peaks, so that no one interval is the densest.</summary>
    BimodalDensity,

    /// <summary>All outcomes are of one class.</summary>
    SingleOutcomeClass,

    /// <summary>The classes are separated completely, so that the slope is infinite.</summary>
    Separated,

    /// <summary>A divisor of the formula is zero.</summary>
    ZeroDenominator,

    /// <summary>A divisor of the formula is zero or negative where it must be positive.</summary>
    NonPositiveDenominator,

    /// <summary>The error variance is zero, so that the interval has no meaning.</summary>
    ZeroErrorVariance,

    /// <summary>The standard error is zero.</summary>
    ZeroStandardError,

    /// <summary>Items have different numbers of raters.</summary>
    UnequalRaters,

    /// <summary>The competitors fall into groups of which one never beat the other.</summary>
    NotStronglyConnected,

    /// <summary>A step has no score.</summary>
    UnscoredStep,

    /// <summary>Fewer reference steps or episodes than the variance between them needs.</summary>
    InsufficientReference,

    /// <summary>The reliability of one rater is zero or negative.</summary>
    NonPositiveSingleReliability,

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

    /// <summary>A variance was estimated as zero or below and is held at the boundary.</summary>
    Boundary,

    /// <summary>The evaluator has fewer than eight gold ratings, or is not qualified, and does not enter production scores.</summary>
    Provisional,

    /// <summary>The value was capped at the end of its range.</summary>
    Capped,

    /// <summary>Reliability below 0.60 or an interval wider than 0.40: another evaluator is needed.</summary>
    NeedsEvaluator,

    /// <summary>The sample size was decided by the width of the interval.</summary>
    FixedWidthSequential,
}

/// <summary>Published codes of <see cref="Reason"/> and <see cref="Flag"/>: kebab-case.</summary>
public static class StatisticCodes
{
    private static readonly string[] Reasons =
    [
        "no-data", "too-few-items", "too-few-raters", "too-few-evaluators", "too-few-trials", "too-few-clusters", "no-pairable-values", "no-variation",
        "no-replication", "not-identifiable", "boundary-no-overdispersion", "no-interior-mode", "bimodal-density", "single-outcome-class", "separated",
        "zero-denominator", "non-positive-denominator", "zero-error-variance", "zero-standard-error", "unequal-raters", "not-strongly-connected",
        "unscored-step", "insufficient-reference", "non-positive-single-reliability", "bias-correction-infinite", "too-many-undefined-resamples",
    ];

    private static readonly string[] Flags = ["few-units", "fell-back", "boundary", "provisional", "capped", "needs-evaluator", "fixed-width-sequential"];

    /// <summary>Its code, such as <c>no-data</c>.</summary>
    public static string Code(this Reason reason) => Reasons[(int)reason];

    /// <summary>Its code, such as <c>few-units</c>.</summary>
    public static string Code(this Flag flag) => Flags[(int)flag];
}
