using System.Collections.Immutable;
using ClinicalRl.Evaluation.Assessments;
using ClinicalRl.Evaluation.Banks;
using ClinicalRl.Evaluation.Records;
using ClinicalRl.Simulation.Randomness;

namespace ClinicalRl.Evaluation.Simulated;

/// <summary>A simulated evaluator's answer to a gold item.</summary>
/// <param name="Response">What is answered.</param>
/// <param name="Confidence">Stated probability of being right.</param>
/// <param name="Seconds">What it says it took.</param>
public sealed record SimulatedReply(GoldResponse Response, double Confidence, double Seconds);

/// <summary>
/// Answers as a simulated evaluator, one item or step after the other, where a clinician would: it is told the truth and says it with the bias, noise and slips
/// that it has. The same seed and questions give the same answers. Nothing it says is clinical judgement.
/// </summary>
public sealed class SimulatedClinician(SimulatedEvaluator who, ulong seed)
{
    /// <summary>Items that an honest one gets wrong by a slip, of a thousand; never one whose miss is a never-event.</summary>
    private const int SlipsPerMille = 10;

    private RandomStream random = RandomStream.Named(seed, who.Id);

    /// <summary>Who it is.</summary>
    public SimulatedEvaluator Who { get; } = who;

    private bool IsCareless => Who.Behaviour == SimulatedBehaviour.Careless;

    /// <summary>Answers a gold item whose key it is told.</summary>
    public SimulatedReply Answer(GoldItem item)
    {
        var right = !IsCareless && (item.NeverEvent || !random.Chance(SlipsPerMille));
        GoldResponse response = item.Key switch
        {
            ScoreKey key => new ScoreResponse(Judge(key.Reference)),
            ChoiceKey key => new ChoiceResponse(right ? key.Choice : random.Pick(item.Choices).Key),
            OrderKey key => new OrderResponse(right ? key.BestFirst : Shuffled(key.BestFirst)),
            MarkKey key => new MarkResponse(right ? key.Step : random.Between(1, item.Choices.Length), right ? key.Category : random.Pick(StepScored.Failures.Skip(1).ToArray())),
            _ => throw new InvalidOperationException("Every key has its response."),
        };
        return new SimulatedReply(response, IsCareless ? 0.9 : Draws.AsScore(Draws.Between(ref random, 0.8, 0.99)), Seconds());
    }

    /// <summary>Scores a step whose truth it is told.</summary>
    /// <param name="step">Number of the step.</param>
    /// <param name="truth">From 0 to 1.</param>
    /// <param name="failure">True category of the failure, or none.</param>
    /// <param name="severity">Its severity, 1 to 5; 0 without one.</param>
    public StepAnswer Score(int step, double truth, string failure, int severity)
    {
        var seen = !IsCareless && failure != StepScored.NoFailure && !random.Chance(100);
        return new StepAnswer(step, Judge(truth), Draws.AsScore(Draws.Between(ref random, 0.5, 0.95)), seen ? failure : StepScored.NoFailure, seen ? severity : 0, "");
    }

    /// <summary>Judges the whole after its steps.</summary>
    public (double Score, double Confidence) Conclude(IReadOnlyCollection<double> scores) =>
        (Draws.AsScore((scores.Sum() / scores.Count) + (0.03 * Draws.Normal(ref random))), Draws.AsScore(Draws.Between(ref random, 0.5, 0.95)));

    /// <summary>What it says it took: a careless one cannot have read what it answers.</summary>
    public double Seconds() => Math.Round(IsCareless ? Draws.Between(ref random, 0.8, 2.5) : Draws.Between(ref random, 15, 90), 1, MidpointRounding.ToEven);

    private double Judge(double truth) => IsCareless
        ? Draws.AsScore(Draws.Between(ref random, 0.65, 0.8))
        : Draws.AsScore(truth + Who.Bias + (Who.DeviationAt(truth) * Draws.Normal(ref random)));

    private ImmutableArray<string> Shuffled(ImmutableArray<string> keys)
    {
        var order = keys.ToArray();
        random.Shuffle<string>(order);
        return [.. order];
    }
}
