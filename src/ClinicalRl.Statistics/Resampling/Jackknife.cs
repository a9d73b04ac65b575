namespace ClinicalRl.Statistics.Resampling;

/// <summary>What the values of a statistic with one unit left out say about it.</summary>
/// <param name="Acceleration">Σd³ / (6 (Σd²)^1.5) with d = mean minus value; 0 when Σd² is below 1e-20.</param>
/// <param name="StandardError">√((n-1)/n Σd²).</param>
public readonly record struct Jackknife(double Acceleration, double StandardError)
{
    private const double NoSpread = 1e-20;

    /// <summary>From the values with each unit left out in turn; at least two.</summary>
    public static Jackknife Of(ReadOnlySpan<double> leftOut)
    {
        if (leftOut.Length < 2)
            throw new ArgumentException("A jackknife needs at least two units.", nameof(leftOut));
        var mean = 0.0;
        foreach (var value in leftOut)
            mean += value;
        mean /= leftOut.Length;
        double squares = 0, cubes = 0;
        foreach (var value in leftOut)
        {
            var d = mean - value;
            squares += d * d;
            cubes += d * d * d;
        }

        var acceleration = squares < NoSpread ? 0 : cubes / (6 * squares * Math.Sqrt(squares));
        return new Jackknife(acceleration, Math.Sqrt((leftOut.Length - 1.0) / leftOut.Length * squares));
    }
}
