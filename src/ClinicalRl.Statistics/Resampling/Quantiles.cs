namespace ClinicalRl.Statistics.Resampling;

/// <summary>Quantiles of resamples.</summary>
public static class Quantiles
{
    /// <summary>Type 6 of Hyndman and Fan (1996): position (n+1)p with linear interpolation, no further out than the extremes.</summary>
    public static double Type6(ReadOnlySpan<double> sorted, double level)
    {
        if (sorted.IsEmpty || !(level is >= 0 and <= 1))
            throw new ArgumentException("A quantile needs values and a level from 0 to 1.", nameof(level));
        var position = Math.Clamp((sorted.Length + 1) * level, 1, sorted.Length);
        var index = (int)position;
        var low = sorted[index - 1];
        return index == sorted.Length ? low : low + ((position - index) * (sorted[index] - low));
    }
}
