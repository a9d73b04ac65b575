namespace ClinicalRl.Statistics.Resampling;

/// <summary>Quantiles of a sorted sample.</summary>
public static class Quantiles
{
    /// <summary>Type 6 of Hyndman and Fan 1996: position (n+1)p, interpolated, held at the extremes. The sample must be ascending and not empty.</summary>
    public static double Type6(ReadOnlySpan<double> ascending, double p)
    {
        if (ascending.IsEmpty)
            throw new ArgumentException("A quantile needs at least one value.", nameof(ascending));
        if (!(p >= 0 && p <= 1))
            throw new ArgumentOutOfRangeException(nameof(p), p, "A probability from 0 to 1.");
        var position = (ascending.Length + 1) * p;
        if (position <= 1)
            return ascending[0];
        if (position >= ascending.Length)
            return ascending[^1];
        var whole = (int)position;
        var (low, high) = (ascending[whole - 1], ascending[whole]);
        return low + ((position - whole) * (high - low));
    }
}
