using ClinicalRl.Statistics.Streams;

namespace ClinicalRl.Statistics.Aggregation;

/// <summary>A production score.</summary>
/// <param name="Step">Id of the step and, where there are several, its criterion.</param>
/// <param name="Evaluator">Id.</param>
/// <param name="Revision">Which of several scores of the step by the evaluator is the latest.</param>
/// <param name="Score">From 0 to 1.</param>
public readonly record struct StepRating(string Step, string Evaluator, Revision Revision, double Score);

/// <summary>
/// Production scores as they arrive, in any order and any number of times, under one frozen snapshot; every step's score is the same to the last bit. Not for
/// several threads at once.
/// </summary>
public sealed class StepLedger(CalibrationSnapshot snapshot)
{
    private readonly LatestRevisions<(string Step, string Evaluator), double> latest = new();

    private readonly Dictionary<string, (Dictionary<string, double> Scores, StepScore? Score)> steps = new(StringComparer.Ordinal);

    /// <summary>The snapshot that all scores are made with.</summary>
    public CalibrationSnapshot Snapshot { get; } = snapshot;

    /// <summary>How far scores of the same step lie apart, for the next snapshot.</summary>
    public NoiseInflation Inflation { get; private set; }

    /// <summary>Takes a score in and rescores its step; a repeated or overtaken one changes nothing. Refuses scores outside 0 to 1.</summary>
    public bool Apply(StepRating rating)
    {
        Numbers.RequireUnit(rating.Score, nameof(rating));
        if (!latest.Accept((rating.Step, rating.Evaluator), rating.Revision, rating.Score).IsNew)
            return false;
        var (scores, before) = steps.TryGetValue(rating.Step, out var known) ? known : (new Dictionary<string, double>(StringComparer.Ordinal), null);
        scores[rating.Evaluator] = rating.Score;
        var after = StepScore.Of(Snapshot, scores).Value;
        steps[rating.Step] = (scores, after);
        Inflation += NoiseInflation.Of(after) - (before is null ? default : NoiseInflation.Of(before));
        return true;
    }

    /// <summary>A step's score; undefined before its first.</summary>
    public Estimate<StepScore> Score(string step) => steps.TryGetValue(step, out var known) && known.Score is { } score ? score : Reason.NoData;

    /// <summary>An episode's reward from its steps in order.</summary>
    public Estimate<EpisodeScore> Episode(IEnumerable<string> orderedSteps, IReadOnlyList<double>? weights = null, double level = 0.95) =>
        EpisodeScore.Of(Snapshot, [.. orderedSteps.Select(Score)], weights, level);
}
