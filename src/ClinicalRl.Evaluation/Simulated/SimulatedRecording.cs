using System.Collections.Immutable;
using ClinicalRl.Evaluation.Records;
using ClinicalRl.Simulation.Randomness;
using ClinicalRl.Statistics.Posteriors;

namespace ClinicalRl.Evaluation.Simulated;

/// <summary>Lets the pool work through gold items and episodes and writes down what it says.</summary>
internal sealed class SimulatedRecording(
    PoolDesign design, ImmutableArray<SimulatedEvaluator> evaluators, ImmutableArray<double> references, ImmutableArray<SimulatedEpisode> episodes)
{
    private const string Assessment = "simulated-assessment";

    private const double CopiedShare = 0.8;

    private static readonly DateTimeOffset Began = new(2026, 1, 5, 9, 0, 0, TimeSpan.Zero);

    private static readonly DateTimeOffset Opened = Began.AddDays(14);

    private readonly List<EvaluationRecord> records = [];

    private readonly Dictionary<string, long> sequences = new(StringComparer.Ordinal);

    private readonly RandomStream[] randoms = [.. evaluators.Select(evaluator => RandomStream.Named(design.Seed, evaluator.Id))];

    public ImmutableArray<EvaluationRecord> Records()
    {
        foreach (var evaluator in evaluators)
        {
            records.Add(new EvaluatorEnrolled(Next(evaluator.Id), Began, evaluator.Id, EvaluatorEnrolled.NoRegister, Simulated: true));
            records.Add(new EvaluatorQualified(Next(evaluator.Id), Began.AddDays(13), evaluator.Id, design.Environment));
        }

        records.Add(new AssessmentOpened(Next(Assessment), Opened, Assessment, "all", episodes.Length, episodes.Length, design.EvaluatorsPerEpisode, "simulated-reward@1.0.0"));
        for (var item = 0; item < references.Length; item++)
            Rate(item);
        var assignment = RandomStream.Named(design.Seed, "simulated-assignment");
        for (var i = 0; i < episodes.Length; i++)
            Assess(i, Assigned(ref assignment));
        return [.. records];
    }

    /// <summary>Every evaluator's answer to a gold item, before the assessment or hidden in it.</summary>
    private void Rate(int item)
    {
        var hidden = item - design.CalibrationItems;
        var at = hidden < 0 ? Began.AddHours(item) : Opened.AddDays(30.0 * hidden / design.HiddenItems);
        for (var e = 0; e < evaluators.Length; e++)
        {
            ref var random = ref randoms[e];
            var (evaluator, reference) = (evaluators[e], references[item]);
            var score = Judge(evaluator, reference, hidden >= design.HiddenItems / 2, ref random);
            var confidence = evaluator.Behaviour == SimulatedBehaviour.Careless
                ? 0.9
                : Draws.AsScore(evaluator.ProbabilityRight(reference, GoldOutcome.DefaultTolerance) + 0.05 + (0.08 * Draws.Normal(ref random)));
            records.Add(new GoldRated(
                Next(evaluator.Id), at, evaluator.Id, FormattableString.Invariant($"sim-gold-{item + 1:D3}"), design.Environment, score, reference,
                GoldOutcome.DefaultTolerance, 1 + (item % 5), NeverEvent: false, confidence, Seconds(evaluator, ref random)));
        }
    }

    private void Assess(int place, int[] assigned)
    {
        var (episode, at) = (episodes[place], Opened.AddDays(30.0 * place / episodes.Length));
        records.Add(new EpisodeSelected(
            Next(Assessment), Opened, Assessment, episode.Id, design.Environment, episode.Scenario, episode.Policy, 1, episode.AutomaticReward,
            [.. episode.Steps.Select(step => step.Automatic)]));
        var moved = 2 * place >= episodes.Length;
        var given = new double[evaluators.Length][];
        // Those who copy answer last: only then is there something to copy.
        foreach (var e in assigned.OrderBy(e => evaluators[e].Behaviour == SimulatedBehaviour.Copying).ThenBy(e => e))
        {
            var victim = assigned.Where(other => evaluators[other].Behaviour == SimulatedBehaviour.Honest).DefaultIfEmpty(-1).Min();
            given[e] = Score(episode, e, victim < 0 ? null : given[victim], at.AddMinutes(evaluators[e].Behaviour == SimulatedBehaviour.Copying ? 300 : 10 * e), moved);
        }
    }

    private double[] Score(SimulatedEpisode episode, int e, double[]? others, DateTimeOffset at, bool moved)
    {
        var evaluator = evaluators[e];
        ref var random = ref randoms[e];
        var scores = new double[episode.Steps.Length];
        for (var s = 0; s < scores.Length; s++)
        {
            var step = episode.Steps[s];
            var copies = evaluator.Behaviour == SimulatedBehaviour.Copying && others is not null && random.NextUnit() < CopiedShare;
            scores[s] = copies ? others![s] : Judge(evaluator, step.Truth, moved, ref random);
            Write(episode, step, evaluator, scores[s], at.AddMinutes(s), ref random);
        }

        var whole = Draws.AsScore((scores.Sum() / scores.Length) + (0.03 * Draws.Normal(ref random)));
        records.Add(new EpisodeJudged(Next(evaluator.Id), at.AddMinutes(scores.Length), evaluator.Id, episode.Id, whole, Draws.AsScore(Draws.Between(ref random, 0.5, 0.95))));
        return scores;
    }

    private void Write(SimulatedEpisode episode, SimulatedStep step, SimulatedEvaluator evaluator, double score, DateTimeOffset at, ref RandomStream random)
    {
        var careless = evaluator.Behaviour == SimulatedBehaviour.Careless;
        var failure = careless || random.Chance(100) ? StepScored.NoFailure : step.Failure;
        var confidence = Draws.AsScore(Draws.Between(ref random, 0.5, 0.95));
        if (random.Chance(20))
            records.Add(new StepScored(Next(evaluator.Id), at, evaluator.Id, episode.Id, step.Step, 1 - score, confidence, failure, Seconds(evaluator, ref random), "typed the wrong way round"));
        records.Add(new StepScored(Next(evaluator.Id), at, evaluator.Id, episode.Id, step.Step, score, confidence, failure, Seconds(evaluator, ref random), ""));
        foreach (var criterion in step.Criteria)
            records.Add(new CriterionJudged(Next(evaluator.Id), at, evaluator.Id, episode.Id, step.Step, criterion.Criterion, careless || (random.Chance(920) ? criterion.Met : !criterion.Met)));
    }

    private double Judge(SimulatedEvaluator evaluator, double truth, bool moved, ref RandomStream random) => evaluator.Behaviour switch
    {
        SimulatedBehaviour.Careless => Draws.AsScore(Draws.Between(ref random, 0.65, 0.8)),
        SimulatedBehaviour.Drifting when moved => Draws.AsScore(truth + evaluator.Bias + design.DriftShift + (evaluator.DeviationAt(truth) * Draws.Normal(ref random))),
        _ => Draws.AsScore(truth + evaluator.Bias + (evaluator.DeviationAt(truth) * Draws.Normal(ref random))),
    };

    private static double Seconds(SimulatedEvaluator evaluator, ref RandomStream random) =>
        Math.Round(evaluator.Behaviour == SimulatedBehaviour.Careless ? Draws.Between(ref random, 0.8, 4) : Draws.Between(ref random, 15, 90), 1, MidpointRounding.ToEven);

    private int[] Assigned(ref RandomStream random)
    {
        var all = Enumerable.Range(0, evaluators.Length).ToArray();
        random.Shuffle<int>(all);
        return all[..design.EvaluatorsPerEpisode];
    }

    private long Next(string stream) => sequences[stream] = sequences.GetValueOrDefault(stream, -1) + 1;
}
