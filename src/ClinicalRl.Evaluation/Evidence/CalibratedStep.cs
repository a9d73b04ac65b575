using System.Collections.Immutable;
using ClinicalRl.Evaluation.Records;
using ClinicalRl.Statistics;
using ClinicalRl.Statistics.Aggregation;

namespace ClinicalRl.Evaluation.Evidence;

/// <summary>One step of a chosen episode: what the automatic reward and the evaluators said, and the calibrated score.</summary>
/// <param name="Episode">Id of the episode.</param>
/// <param name="Automatic">The automatic reward's view.</param>
/// <param name="Given">Scores that hold, by evaluator in ordinal order, those of provisional evaluators included.</param>
/// <param name="Verdicts">Evaluators' verdicts of criteria that hold, by criterion and evaluator in ordinal order.</param>
/// <param name="Score">From the scores of qualified evaluators; or why there is none.</param>
/// <param name="Outlying">Evaluators whose score lies more than three standard errors from the others': the step needs adjudication.</param>
public sealed record CalibratedStep(
    string Episode, AutomaticStep Automatic, ImmutableArray<StepScored> Given, ImmutableArray<CriterionJudged> Verdicts, Estimate<StepScore> Score,
    ImmutableArray<string> Outlying)
{
    /// <summary>Mean of the scores that enter, uncorrected; for comparison only.</summary>
    public Estimate<double> PlainMean => Score.Then(score => score.Parts.Sum(part => part.Score) / score.Parts.Length);
}

/// <summary>A chosen episode with its calibrated reward.</summary>
/// <param name="Selected">How it was chosen, and the automatic reward.</param>
/// <param name="Steps">Its judged steps in order.</param>
/// <param name="Judgements">Evaluators' judgements of the whole that hold, by evaluator in ordinal order.</param>
/// <param name="Score">The reward; or why there is none.</param>
public sealed record CalibratedEpisode(
    EpisodeSelected Selected, ImmutableArray<CalibratedStep> Steps, ImmutableArray<EpisodeJudged> Judgements, Estimate<EpisodeScore> Score)
{
    /// <summary>Mean over steps of the plain mean of the scores that enter; for comparison only. Undefined as the score is.</summary>
    public Estimate<double> PlainMean => Score.Then(_ => Steps.Sum(step => step.PlainMean.Value) / Steps.Length);

    /// <summary>Share of its steps that have a score.</summary>
    public Estimate<double> Covered => EpisodeScore.CoveredShare([.. Steps.Select(step => step.Score)]);
}
