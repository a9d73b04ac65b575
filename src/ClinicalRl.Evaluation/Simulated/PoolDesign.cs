namespace ClinicalRl.Evaluation.Simulated;

/// <summary>What to simulate. The same design and seed give the same records to the last byte.</summary>
public sealed record PoolDesign
{
    /// <summary>Seed.</summary>
    public ulong Seed { get; init; } = 1;

    /// <summary>Honest evaluators, at least 3.</summary>
    public int Honest { get; init; } = 12;

    /// <summary>Evaluators whose bias moves.</summary>
    public int Drifting { get; init; }

    /// <summary>Evaluators who copy an honest one.</summary>
    public int Copying { get; init; }

    /// <summary>Evaluators who do not look.</summary>
    public int Careless { get; init; }

    /// <summary>Episodes, three to a scenario.</summary>
    public int Episodes { get; init; } = 300;

    /// <summary>Evaluators of each episode.</summary>
    public int EvaluatorsPerEpisode { get; init; } = 3;

    /// <summary>Gold items answered before the assessment.</summary>
    public int CalibrationItems { get; init; } = 40;

    /// <summary>Gold items hidden in the assessment.</summary>
    public int HiddenItems { get; init; } = 30;

    /// <summary>Environment that the episodes claim to be of.</summary>
    public string Environment { get; init; } = "triage-queue";

    /// <summary>Mean of evaluators' biases.</summary>
    public double MeanBias { get; init; } = 0.02;

    /// <summary>Standard deviation of biases between evaluators.</summary>
    public double BiasDeviation { get; init; } = 0.06;

    /// <summary>Smallest κ of an honest evaluator.</summary>
    public double LeastNoise { get; init; } = 0.015;

    /// <summary>Largest κ of an honest evaluator.</summary>
    public double MostNoise { get; init; } = 0.06;

    /// <summary>How far a drifting evaluator's bias moves.</summary>
    public double DriftShift { get; init; } = 0.15;

    /// <summary>Twelve evaluators, of whom one drifts, one copies and one does not look.</summary>
    public static PoolDesign Planted(ulong seed) => new() { Seed = seed, Honest = 9, Drifting = 1, Copying = 1, Careless = 1 };

    /// <summary>All evaluators.</summary>
    public int Evaluators => Honest + Drifting + Copying + Careless;
}
