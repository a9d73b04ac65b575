namespace ClinicalRl.Statistics.Resampling;

/// <summary>Leave-one-out values of a statistic.</summary>
public static class Jackknife
{
    /// <summary>The means of all values but one, for at least two values.</summary>
    public static double[] Means(ReadOnlySpan<double> values)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(values.Length, 2);
        double sum = 0;
        foreach (var value in values)
            sum += value;
        var means = new double[values.Length];
        for (var i = 0; i < means.Length; i++)
            means[i] = (sum - values[i]) / (values.Length - 1);
        return means;
    }

    /// <summary>Σd³ / (6 (Σd²)^1.5) with d = mean of the leave-one-out values less each; 0 when they do not vary.</summary>
    public static double Acceleration(ReadOnlySpan<double> leaveOneOut)
    {
        double sum = 0, squares = 0, cubes = 0;
        foreach (var value in leaveOneOut)
            sum += value;
        var mean = sum / leaveOneOut.Length;
        foreach (var value in leaveOneOut)
        {
            var difference = mean - value;
            squares += difference * difference;
            cubes += difference * difference * difference;
        }

        return squares < 1e-20 ? 0 : cubes / (6 * Math.Pow(squares, 1.5));
    }
}
