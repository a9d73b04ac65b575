using System.Collections.Immutable;

namespace ClinicalRl.Statistics.Aggregation;

/// <summary>
/// Biases and noise of a panel, learnt from gold ratings only and frozen: a step's score is then a closed form of its own scores. Biases are
/// normal around the panel's mean with a variance by moments (DerSimonian and Laird 1986) and predicted by shrinkage (Robinson 1991).
/// </summary>
public sealed record CalibrationSnapshot
{
    private readonly EvaluatorCalibration unknown;

    private CalibrationSnapshot(EvaluatorCalibration unknown) => this.unknown = unknown;

    /// <summary>κ of the panel.</summary>
    public required double PanelNoise { get; init; }

    /// <summary>τ²: variance of biases between evaluators.</summary>
    public required double BiasSpread { get; init; }

    /// <summary>μ: mean bias of the panel.</summary>
    public required double MeanBias { get; init; }

    /// <summary>Its variance.</summary>
    public required double MeanBiasVariance { get; init; }

    /// <summary>The evaluators by id, ordinal order.</summary>
    public required ImmutableSortedDictionary<string, EvaluatorCalibration> Evaluators { get; init; }

    /// <summary>φ, at least 1: how much noisier production scores are than gold ones; see <see cref="NoiseInflation"/>.</summary>
    public double Inflation { get; init; } = 1;

    /// <summary>σ²θ: variance of the truth between steps of the task family; see <see cref="Reliability.UniverseVariance"/>.</summary>
    public Estimate<double> StepVariance { get; init; } = Reason.InsufficientReference;

    /// <summary>σ²R: the same between episodes.</summary>
    public Estimate<double> EpisodeVariance { get; init; } = Reason.InsufficientReference;

    /// <summary>From the sums of each evaluator, also those without gold ratings. Undefined unless some evaluator has two.</summary>
    public static Estimate<CalibrationSnapshot> Of(IReadOnlyDictionary<string, GoldSums> gold)
    {
        var sums = gold.ToImmutableSortedDictionary(StringComparer.Ordinal);
        var replicated = sums.Values.Where(own => own.Count >= 2).ToArray();
        if (replicated.Length == 0)
            return Reason.NoReplication;
        var noise = Math.Max(replicated.Sum(own => own.ResidualSquares) / replicated.Sum(own => own.Count - 1), NoiseModel.MinNoise);
        var known = sums.Values.Where(own => own.Count > 0).ToArray();
        var spread = SpreadOf(known, noise);
        var (weights, weighted) = (0.0, 0.0);
        foreach (var own in known)
        {
            var weight = 1 / (spread + (NoiseOf(own, noise) / own.Weights.Value));
            (weights, weighted) = (weights + weight, weighted + (weight * own.MeanResidual.Value));
        }

        var mean = weighted / weights;
        return new CalibrationSnapshot(Predict(default, noise, spread, mean))
        {
            PanelNoise = noise,
            BiasSpread = spread,
            MeanBias = mean,
            MeanBiasVariance = 1 / weights,
            Evaluators = sums.ToImmutableSortedDictionary(own => own.Key, own => Predict(own.Value, noise, spread, mean), StringComparer.Ordinal),
        };
    }

    /// <summary>
    /// A panel whose noise factors and biases are known beforehand, such as in planning: no variance of biases beyond
    /// <paramref name="biasVariance"/> and no doubt about their mean.
    /// </summary>
    public static CalibrationSnapshot Assumed(IEnumerable<string> evaluators, double noise, double biasVariance)
    {
        var each = new EvaluatorCalibration(
            default, Math.Max(Numbers.RequirePositive(noise, nameof(noise)), NoiseModel.MinNoise), 1, 0, Numbers.RequireNotNegative(biasVariance, nameof(biasVariance)));
        return new CalibrationSnapshot(each)
        {
            PanelNoise = each.Noise, BiasSpread = biasVariance, MeanBias = 0, MeanBiasVariance = 0,
            Evaluators = evaluators.ToImmutableSortedDictionary(id => id, _ => each, StringComparer.Ordinal),
        };
    }

    /// <summary>An evaluator by id; one without gold ratings has the panel's noise and mean bias.</summary>
    public EvaluatorCalibration Of(string evaluator) => Evaluators.GetValueOrDefault(evaluator, unknown);

    private static double NoiseOf(GoldSums own, double panel) => Math.Max(
        ((NoiseModel.PriorFreedom * panel) + own.ResidualSquares) / (NoiseModel.PriorFreedom + Math.Max(own.Count - 1, 0)), NoiseModel.MinNoise);

    private static double SpreadOf(GoldSums[] known, double noise)
    {
        if (known.Length < 2)
            return 0;
        double weights = known.Sum(own => own.Weights.Value), mean = known.Sum(own => own.Residuals.Value) / weights;
        var heterogeneity = known.Sum(own => own.Weights.Value * Square(own.MeanResidual.Value - mean)) / noise;
        var scale = weights - (known.Sum(own => Square(own.Weights.Value)) / weights);
        return Math.Max(0, noise * (heterogeneity - (known.Length - 1)) / scale);
    }

    private static EvaluatorCalibration Predict(GoldSums own, double panelNoise, double spread, double mean)
    {
        var noise = NoiseOf(own, panelNoise);
        if (own.Count == 0)
            return new EvaluatorCalibration(own, noise, 0, mean, spread);
        var shrinkage = spread / (spread + (noise / own.Weights.Value));
        return new EvaluatorCalibration(own, noise, shrinkage, mean + (shrinkage * (own.MeanResidual.Value - mean)), spread * (1 - shrinkage));
    }

    private static double Square(double value) => value * value;
}
