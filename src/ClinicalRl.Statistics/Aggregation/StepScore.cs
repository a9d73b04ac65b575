using System.Collections.Immutable;
using ClinicalRl.Statistics.Reliability;

namespace ClinicalRl.Statistics.Aggregation;

/// <summary>One evaluator's part in a step's score.</summary>
/// <param name="Evaluator">Id.</param>
/// <param name="Score">As given.</param>
/// <param name="Corrected">Less the predicted bias.</param>
/// <param name="Weight">Share of the step's score.</param>
/// <param name="Calibration">What the snapshot holds of the evaluator.</param>
public sealed record StepPart(string Evaluator, double Score, double Corrected, double Weight, EvaluatorCalibration Calibration);

/// <summary>The calibrated, precision-weighted mean of a step's scores: a closed form of the snapshot and these scores alone.</summary>
public sealed record StepScore
{
    /// <summary>Reliability below this asks for another evaluator.</summary>
    public const double EnoughReliability = 0.60;

    /// <summary>An interval wider than this asks for another evaluator.</summary>
    public const double EnoughWidth = 0.40;

    /// <summary>Standard errors of a difference beyond which a score sends the step to adjudication.</summary>
    public const double OutlyingErrors = 3;

    private const double MostNoise = 0.95;

    private StepScore()
    {
    }

    /// <summary>The parts, in ordinal order of evaluator ids.</summary>
    public required ImmutableArray<StepPart> Parts { get; init; }

    /// <summary>Σ weight · corrected score.</summary>
    public required double Raw { get; init; }

    /// <summary>The same held from 0 to 1: the reward.</summary>
    public required double Score { get; init; }

    /// <summary>Variance from the noise of these scores.</summary>
    public required double NoiseVariance { get; init; }

    /// <summary>Variance from not knowing the biases.</summary>
    public required double BiasVariance { get; init; }

    /// <summary>Σ (corrected − raw)² / (κh + u), about one less than the scores when they fit the model.</summary>
    public required double HeterogeneityQ { get; init; }

    /// <summary>Level of the interval.</summary>
    public required double Level { get; init; }

    /// <summary>σ²θ / (σ²θ + V); undefined as the snapshot's variance between steps.</summary>
    public required Estimate<double> Reliability { get; init; }

    /// <summary>Interval and effective number of judgements; made when asked for, since streams rescore far more often than anyone looks.</summary>
    public BetaMatch Match => BetaMatch.Of(Score, Variance, Level).Value;

    /// <summary>V: both variances.</summary>
    public double Variance => NoiseVariance + BiasVariance;

    /// <summary>Scores less one.</summary>
    public int DegreesOfFreedom => Parts.Length - 1;

    /// <summary>Whether another evaluator is needed, or one is provisional.</summary>
    public ImmutableArray<Flag> Flags
    {
        get
        {
            var flags = ImmutableArray.CreateBuilder<Flag>();
            if (Match.Interval.Width > EnoughWidth || (Reliability.IsDefined && Reliability.Value < EnoughReliability))
                flags.Add(Flag.NeedsEvaluator);
            if (Parts.Any(part => part.Calibration.IsProvisional))
                flags.Add(Flag.Provisional);
            if (Reliability.IsDefined && Reliability.Value == 0)
                flags.Add(Flag.Boundary);
            return flags.ToImmutable();
        }
    }

    /// <summary>From one score, from 0 to 1, of each evaluator; undefined without any. The order in which they are given is of no account.</summary>
    public static Estimate<StepScore> Of(CalibrationSnapshot snapshot, IEnumerable<KeyValuePair<string, double>> scores, double level = 0.95)
    {
        Intervals.RequireLevel(level);
        var parts = PartsOf(snapshot, scores);
        if (parts.IsEmpty)
            return Reason.NoData;
        double raw = 0, noise = 0, bias = 0, mean = 0;
        foreach (var part in parts)
        {
            raw += part.Weight * part.Corrected;
            noise += part.Weight * part.Weight * part.Calibration.Noise;
            bias += part.Weight * part.Weight * part.Calibration.BiasVariance;
            mean += part.Weight * (1 - part.Calibration.Shrinkage);
        }

        var score = Math.Clamp(raw, 0, 1);
        var spread = NoiseModel.Spread(score);
        noise = Math.Min(snapshot.Inflation * noise, MostNoise);
        var (noiseVariance, biasVariance) = (spread * noise / (1 - noise), bias + (snapshot.MeanBiasVariance * mean * mean));
        return new StepScore
        {
            Parts = parts,
            Raw = raw,
            Score = score,
            NoiseVariance = noiseVariance,
            BiasVariance = biasVariance,
            HeterogeneityQ = parts.Sum(part => Square(part.Corrected - raw) / ((part.Calibration.Noise * spread) + part.Calibration.BiasVariance)),
            Level = level,
            Reliability = snapshot.StepVariance.Then(variance => UniverseVariance.ReliabilityOf(variance, noiseVariance + biasVariance)),
        };
    }

    /// <summary>As a report prints it.</summary>
    public Statistic ToStatistic() => new("calibrated step score", Score, Match.Interval, Parts.Length) { Flags = Flags };

    /// <summary>m̄ + reliability·(score − m̄): drawn towards the mean of its family. Never the reward; offered under a name of its own.</summary>
    public Estimate<double> ShrunkTowards(double familyMean) => Reliability.Then(share => familyMean + (share * (Score - familyMean)));

    /// <summary>
    /// Evaluators whose corrected score differs from the step's score without them by more than three standard errors of the difference. They send the step
    /// to adjudication; no score is dropped silently.
    /// </summary>
    public ImmutableArray<string> Outlying(CalibrationSnapshot snapshot)
    {
        if (Parts.Length < 2)
            return [];
        return [.. Parts.Where(part => IsOutlying(part, snapshot)).Select(part => part.Evaluator)];
    }

    private static ImmutableArray<StepPart> PartsOf(CalibrationSnapshot snapshot, IEnumerable<KeyValuePair<string, double>> scores)
    {
        var given = scores.ToArray();
        Array.Sort(given, (left, right) => string.CompareOrdinal(left.Key, right.Key));
        var parts = new StepPart[given.Length];
        var precision = 0.0;
        for (var i = 0; i < given.Length; i++)
        {
            var (evaluator, score) = given[i];
            if (i > 0 && given[i - 1].Key == evaluator)
                throw new ArgumentException($"Evaluator {evaluator} has two scores of one step.", nameof(scores));
            var calibration = snapshot.Of(evaluator);
            parts[i] = new StepPart(evaluator, score, Numbers.RequireUnit(score, nameof(scores)) - calibration.Bias, calibration.Precision, calibration);
            precision += calibration.Precision;
        }

        return [.. parts.Select(part => part with { Weight = part.Weight / precision })];
    }

    private bool IsOutlying(StepPart part, CalibrationSnapshot snapshot)
    {
        var others = Of(snapshot, Parts.Where(other => other != part).Select(other => KeyValuePair.Create(other.Evaluator, other.Score))).Value;
        var own = (snapshot.Inflation * part.Calibration.Noise * NoiseModel.Spread(others.Score)) + part.Calibration.BiasVariance;
        return Square(part.Corrected - others.Score) > OutlyingErrors * OutlyingErrors * (own + others.Variance);
    }

    private static double Square(double value) => value * value;
}
