namespace ClinicalRl.Statistics.Agreement;

/// <summary>What the differences between values mean.</summary>
public enum MeasurementLevel
{
    /// <summary>Equal or not: rubric items.</summary>
    Nominal,

    /// <summary>Order only: Likert scales.</summary>
    Ordinal,

    /// <summary>Differences: scores from 0 to 1.</summary>
    Interval,

    /// <summary>Ratios: values of at least 0, such as times.</summary>
    Ratio,
}
