namespace ClinicalRl.Statistics.Resampling;

/// <summary>How the ends of a <see cref="MeanInterval"/> were found.</summary>
public enum IntervalMethod
{
    /// <summary>Bias-corrected and accelerated bootstrap (Efron 1987).</summary>
    Bca,

    /// <summary>Percentile bootstrap; used when the bias correction is infinite.</summary>
    Percentile,

    /// <summary>No interval: fewer than two units.</summary>
    Undefined,
}
