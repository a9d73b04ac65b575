using ClinicalRl.Statistics.Aggregation;
using ClinicalRl.Statistics.Distributions;
using ClinicalRl.Statistics.Posteriors;

namespace ClinicalRl.Evaluation.Simulated;

/// <summary>How a simulated evaluator behaves.</summary>
public enum SimulatedBehaviour
{
    /// <summary>Scores what is there, with a bias and noise that stay as they are.</summary>
    Honest,

    /// <summary>Honest, and half way through the assessment the bias moves.</summary>
    Drifting,

    /// <summary>Repeats an earlier evaluator's score of most shared steps.</summary>
    Copying,

    /// <summary>Answers in a second or two, about the same to everything.</summary>
    Careless,
}

/// <summary>A program in the place of a clinician, whose bias and noise are known. Nothing it says is clinical judgement.</summary>
/// <param name="Id">Pseudonym.</param>
/// <param name="Bias">Added to the truth.</param>
/// <param name="Noise">κ: noise variance over h(truth).</param>
/// <param name="Behaviour">How it behaves.</param>
public sealed record SimulatedEvaluator(string Id, double Bias, double Noise, SimulatedBehaviour Behaviour)
{
    /// <summary>Scores have two decimals, as people give them.</summary>
    private const double HalfStep = 0.005;

    /// <summary>
    /// Probability of a right answer, at most <paramref name="tolerance"/> from the reference, averaged over items of these references, each far enough
    /// from 0 and 1 that scores held there are right or wrong all the same.
    /// </summary>
    public double TrueReliability(IReadOnlyList<double> references, double tolerance = GoldOutcome.DefaultTolerance) =>
        references.Sum(reference => ProbabilityRight(reference, tolerance)) / references.Count;

    internal double ProbabilityRight(double reference, double tolerance)
    {
        var deviation = DeviationAt(reference);
        return NormalDistribution.Cumulative((tolerance + HalfStep - Bias) / deviation) - NormalDistribution.Cumulative((-tolerance - HalfStep - Bias) / deviation);
    }

    internal double DeviationAt(double truth) => Math.Sqrt(Noise * NoiseModel.Spread(truth));
}
