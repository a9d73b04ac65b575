using System.Collections.Immutable;
using MathNet.Numerics.LinearAlgebra;

namespace ClinicalRl.Statistics.Aggregation;

/// <summary>
/// The nightly check of the streamed scores: biases and step scores fitted together to all gold and production ratings (Henderson 1975), step scores
/// fixed and biases random, with the snapshot's variances. Steps are eliminated, so the system is as large as the panel.
/// </summary>
/// <param name="Biases">By evaluator.</param>
/// <param name="Scores">Of each step, in the order given; not held from 0 to 1.</param>
/// <param name="LargestDifference">From the streamed scores.</param>
/// <param name="MedianDifference">The same, median.</param>
/// <param name="IsComparable">Whether every evaluator has enough gold ratings for the two to agree.</param>
public sealed record JointReference(
    ImmutableSortedDictionary<string, double> Biases, ImmutableArray<double> Scores, double LargestDifference, double MedianDifference, bool IsComparable)
{
    /// <summary>Gold ratings of each evaluator from which the two must agree.</summary>
    public const int MinGoldRatings = 20;

    private const double LargestTolerated = 0.05;
    private const double MedianTolerated = 0.01;

    /// <summary>Whether the streamed scores must be distrusted.</summary>
    public bool IsAlarm => IsComparable && (LargestDifference > LargestTolerated || MedianDifference > MedianTolerated);

    /// <summary>From streamed step scores; undefined without any.</summary>
    public static Estimate<JointReference> Of(CalibrationSnapshot snapshot, IReadOnlyList<StepScore> steps)
    {
        if (steps.Count == 0)
            return Reason.NoData;
        var calibrations = Panel(snapshot, steps);
        var biases = snapshot.BiasSpread > 0
            ? Solve(snapshot, calibrations, steps)
            : calibrations.ToImmutableSortedDictionary(own => own.Key, _ => snapshot.MeanBias, StringComparer.Ordinal);
        ImmutableArray<double> scores = [.. steps.Select(step => ScoreOf(step, biases))];
        var differences = scores.Select((score, s) => Math.Abs(score - steps[s].Raw)).Order().ToArray();
        var median = (differences[(differences.Length - 1) / 2] + differences[differences.Length / 2]) / 2;
        return new JointReference(biases, scores, differences[^1], median, calibrations.Values.All(own => own.Gold.Count >= MinGoldRatings));
    }

    private static SortedDictionary<string, EvaluatorCalibration> Panel(CalibrationSnapshot snapshot, IReadOnlyList<StepScore> steps)
    {
        var panel = new SortedDictionary<string, EvaluatorCalibration>(StringComparer.Ordinal);
        foreach (var (id, calibration) in snapshot.Evaluators)
            panel[id] = calibration;
        foreach (var part in steps.SelectMany(step => step.Parts))
            panel[part.Evaluator] = part.Calibration;
        return panel;
    }

    private static ImmutableSortedDictionary<string, double> Solve(
        CalibrationSnapshot snapshot, SortedDictionary<string, EvaluatorCalibration> panel, IReadOnlyList<StepScore> steps)
    {
        var places = panel.Keys.Index().ToDictionary(own => own.Item, own => own.Index, StringComparer.Ordinal);
        var matrix = Matrix<double>.Build.Dense(panel.Count, panel.Count);
        var right = Vector<double>.Build.Dense(panel.Count);
        foreach (var (id, own) in panel)
        {
            matrix[places[id], places[id]] = (own.Gold.Weights.Value / own.Noise) + (1 / snapshot.BiasSpread);
            right[places[id]] = (own.Gold.Residuals.Value / own.Noise) + (snapshot.MeanBias / snapshot.BiasSpread);
        }

        foreach (var step in steps)
        {
            var weights = step.Parts.Select(part => WeightOf(step, part)).ToArray();
            var total = weights.Sum();
            var mean = step.Parts.Select((part, i) => weights[i] * part.Score).Sum() / total;
            for (var i = 0; i < weights.Length; i++)
            {
                var row = places[step.Parts[i].Evaluator];
                right[row] += weights[i] * (step.Parts[i].Score - mean);
                matrix[row, row] += weights[i];
                for (var j = 0; j < weights.Length; j++)
                    matrix[row, places[step.Parts[j].Evaluator]] -= weights[i] * weights[j] / total;
            }
        }

        var solution = matrix.Cholesky().Solve(right);
        return places.ToImmutableSortedDictionary(own => own.Key, own => solution[own.Value], StringComparer.Ordinal);
    }

    private static double ScoreOf(StepScore step, ImmutableSortedDictionary<string, double> biases)
    {
        var (sum, total) = (0.0, 0.0);
        foreach (var part in step.Parts)
        {
            var weight = WeightOf(step, part);
            (sum, total) = (sum + (weight * (part.Score - biases[part.Evaluator])), total + weight);
        }

        return sum / total;
    }

    private static double WeightOf(StepScore step, StepPart part) => 1 / (part.Calibration.Noise * NoiseModel.Spread(step.Score));
}
