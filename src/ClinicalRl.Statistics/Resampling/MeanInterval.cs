namespace ClinicalRl.Statistics.Resampling;

/// <summary>
/// A mean with its bootstrap interval. The unit of resampling is one value: give one value per independent unit (an episode, a task), never
/// several of the same unit.
/// </summary>
/// <param name="Estimate">The mean.</param>
/// <param name="Low">Lower end; equals the estimate when undefined.</param>
/// <param name="High">Upper end; equals the estimate when undefined.</param>
/// <param name="Method">How the ends were found.</param>
/// <param name="Bias">z0, the median bias in normal units; 0 unless BCa.</param>
/// <param name="Acceleration">The acceleration; 0 unless BCa.</param>
public sealed record MeanInterval(double Estimate, double Low, double High, IntervalMethod Method, double Bias, double Acceleration)
{
    /// <summary>Resamples of a report.</summary>
    public const int ReportResamples = 9_999;

    /// <summary>Fewer units than this deserve a flag beside the interval.</summary>
    public const int FewUnits = 10;

    private const double Level = 0.95;

    /// <summary>
    /// The mean of <paramref name="values"/> with a two-sided 95% interval from <paramref name="resamples"/> resamples. Pure: the same values in the same
    /// order and the same generator give the same bits. Throws <see cref="ArgumentException"/> for no value or one that is not finite.
    /// </summary>
    public static MeanInterval Of(ReadOnlySpan<double> values, CounterGenerator generator, int resamples = ReportResamples)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(resamples, 1);
        var estimate = Mean(values);
        if (values.Length < 2)
            return new MeanInterval(estimate, estimate, estimate, IntervalMethod.Undefined, 0, 0);
        var means = ResampledMeans(values, generator, resamples);
        var acceleration = Jackknife.Acceleration(Jackknife.Means(values));
        var limits = BcaLimits.Of(means, estimate, acceleration, Level);
        return new MeanInterval(estimate, limits.Low, limits.High, limits.Method, limits.Bias, limits.Method == IntervalMethod.Bca ? acceleration : 0);
    }

    private static double[] ResampledMeans(ReadOnlySpan<double> values, CounterGenerator generator, int resamples)
    {
        var means = new double[resamples];
        ulong counter = 0;
        for (var b = 0; b < resamples; b++)
        {
            double sum = 0;
            for (var i = 0; i < values.Length; i++)
                sum += values[generator.Index(counter++, values.Length)];
            means[b] = sum / values.Length;
        }

        return means;
    }

    private static double Mean(ReadOnlySpan<double> values)
    {
        if (values.IsEmpty)
            throw new ArgumentException("At least one value is needed.", nameof(values));
        double sum = 0;
        foreach (var value in values)
        {
            if (!double.IsFinite(value))
                throw new ArgumentException("Every value must be finite.", nameof(values));
            sum += value;
        }

        return sum / values.Length;
    }
}
