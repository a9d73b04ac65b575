using System.Collections.Immutable;
using ClinicalRl.Statistics.Aggregation;

namespace ClinicalRl.Statistics.Drift;

/// <summary>Standardised gold residuals, which charts watch.</summary>
public static class StandardisedResidual
{
    /// <summary>(score − reference − bias) / √(κh + u): about standard normal while the evaluator stays as calibrated.</summary>
    public static double Of(EvaluatorCalibration calibration, double score, double reference)
    {
        var residual = Numbers.RequireUnit(score, nameof(score)) - reference - calibration.Bias;
        return residual / Math.Sqrt((calibration.Noise * NoiseModel.Spread(reference)) + calibration.BiasVariance);
    }
}

/// <summary>
/// An exponentially weighted moving average of standardised residuals (Roberts 1959; Lucas and Saccucci 1990). It signals beyond
/// ±width·√(λ/(2 − λ)·(1 − (1 − λ)^2t)), strictly; about every 500 items while nothing changed. Values come in the order of time and event id.
/// </summary>
/// <param name="Smoothing">λ, above 0 and up to 1.</param>
/// <param name="Width">L, in standard deviations.</param>
public sealed record EwmaChart(double Smoothing = 0.2, double Width = 2.962)
{
    /// <summary>Value and limit after each residual, and the first that signals.</summary>
    public ChartPath<(double Value, double Limit)> Follow(IReadOnlyList<double> residuals)
    {
        var (path, signal, value) = (ImmutableArray.CreateBuilder<(double, double)>(residuals.Count), (int?)null, 0.0);
        for (var t = 1; t <= residuals.Count; t++)
        {
            value = (Smoothing * Numbers.RequireFinite(residuals[t - 1], nameof(residuals))) + ((1 - Smoothing) * value);
            var limit = Width * Math.Sqrt(Smoothing / (2 - Smoothing) * (1 - Math.Pow(1 - Smoothing, 2 * t)));
            path.Add((value, limit));
            signal ??= Math.Abs(value) > limit ? t : null;
        }

        return new ChartPath<(double, double)>(path.MoveToImmutable(), signal);
    }
}

/// <summary>
/// Cumulative sums of residuals beyond an allowance on either side (Page 1954). It signals when one strictly exceeds its limit; about every 465
/// items while nothing changed, after about ten once the level moved by a standard deviation.
/// </summary>
/// <param name="Allowance">k.</param>
/// <param name="Limit">h.</param>
public sealed record CusumChart(double Allowance = 0.5, double Limit = 5)
{
    /// <summary>Sums above and below after each residual, and the first that signals.</summary>
    public ChartPath<(double High, double Low)> Follow(IReadOnlyList<double> residuals)
    {
        var (path, signal, high, low) = (ImmutableArray.CreateBuilder<(double, double)>(residuals.Count), (int?)null, 0.0, 0.0);
        for (var t = 1; t <= residuals.Count; t++)
        {
            var z = Numbers.RequireFinite(residuals[t - 1], nameof(residuals));
            (high, low) = (Math.Max(0, high + z - Allowance), Math.Max(0, low - z - Allowance));
            path.Add((high, low));
            signal ??= Math.Max(high, low) > Limit ? t : null;
        }

        return new ChartPath<(double, double)>(path.MoveToImmutable(), signal);
    }
}

/// <summary>
/// A log-likelihood-ratio sum for a fall in correctness (Reynolds and Stoumbos 1999). With the defaults it signals about every 455 items while
/// correctness is 0.9, and after about 20 once it is 0.7.
/// </summary>
/// <param name="InControl">Rate of right answers while nothing changed.</param>
/// <param name="OutOfControl">Rate to be found, below it; both between 0 and 1.</param>
/// <param name="Limit">h.</param>
public sealed record CorrectnessChart(double InControl = 0.9, double OutOfControl = 0.7, double Limit = 3.5)
{
    /// <summary>The sum after each answer, and the first that signals.</summary>
    public ChartPath<double> Follow(IReadOnlyList<bool> correct)
    {
        var (right, wrong) = (Math.Log(OutOfControl / InControl), Math.Log((1 - OutOfControl) / (1 - InControl)));
        var (path, signal, sum) = (ImmutableArray.CreateBuilder<double>(correct.Count), (int?)null, 0.0);
        for (var t = 1; t <= correct.Count; t++)
        {
            sum = Math.Max(0, sum + (correct[t - 1] ? right : wrong));
            path.Add(sum);
            signal ??= sum > Limit ? t : null;
        }

        return new ChartPath<double>(path.MoveToImmutable(), signal);
    }
}

/// <summary>What a chart showed.</summary>
/// <param name="Points">After each item.</param>
/// <param name="FirstSignal">The first item that signals, from 1; null for none. A signal suspends the qualification and the chart restarts.</param>
public sealed record ChartPath<T>(ImmutableArray<T> Points, int? FirstSignal);
