namespace ClinicalRl.Statistics.Resampling;

/// <summary>The studentised bootstrap interval of a mean of single values.</summary>
/// <param name="Interval">[mean − q_upper·se, mean − q_lower·se] with quantiles of (mean* − mean)/se*.</param>
/// <param name="DroppedResamples">Resamples without spread, which have no studentised mean.</param>
public readonly record struct StudentizedMean(Interval Interval, int DroppedResamples)
{
    /// <summary>Fewest values.</summary>
    public const int MinValues = 8;

    private const double NoSpread = 1e-12;

    /// <summary>Undefined with fewer than <see cref="MinValues"/> values, or when the values (or every resample) have no spread.</summary>
    public static Estimate<StudentizedMean> Of(ReadOnlySpan<double> values, BootstrapPlan plan)
    {
        if (values.Length < MinValues)
            return Reason.TooFewItems;
        var (mean, error) = MeanAndError(values);
        var smallest = NoSpread * Math.Max(1, Math.Abs(mean));
        if (error <= smallest)
            return Reason.ZeroStandardError;
        var ratios = new List<double>(plan.Resamples);
        var resample = new double[values.Length];
        for (var b = 0; b < plan.Resamples; b++)
        {
            for (var i = 0; i < resample.Length; i++)
                resample[i] = values[plan.Generator.Index(((ulong)b * (ulong)resample.Length) + (ulong)i, resample.Length)];
            var (resampled, resampledError) = MeanAndError(resample);
            if (resampledError > smallest)
                ratios.Add((resampled - mean) / resampledError);
        }

        if (ratios.Count == 0)
            return Reason.TooManyUndefinedResamples;
        var ascending = ratios.Order().ToArray();
        var quantiles = Percentile.Of(ascending, plan.Level);
        var interval = new Interval(mean - (quantiles.Upper * error), mean - (quantiles.Lower * error), plan.Level, IntervalMethod.StudentizedBootstrap);
        return new StudentizedMean(interval, plan.Resamples - ratios.Count);
    }

    private static (double Mean, double Error) MeanAndError(ReadOnlySpan<double> values)
    {
        var sum = 0.0;
        foreach (var value in values)
            sum += Numbers.RequireFinite(value, nameof(values));
        var mean = sum / values.Length;
        var squares = 0.0;
        foreach (var value in values)
            squares += (value - mean) * (value - mean);
        return (mean, Math.Sqrt(squares / (values.Length - 1) / values.Length));
    }
}
