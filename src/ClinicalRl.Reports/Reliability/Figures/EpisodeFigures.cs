using System.Collections.Immutable;
using ClinicalRl.Evaluation.Evidence;
using ClinicalRl.Statistics;

namespace ClinicalRl.Reports.Reliability.Figures;

/// <summary>A calibrated score with its 95% interval.</summary>
/// <param name="Score">From 0 to 1.</param>
/// <param name="Lower">Lower end of the Beta-matched interval.</param>
/// <param name="Upper">Upper end.</param>
/// <param name="Reliability">Share of the variance of scores that is not error; or why it cannot be told.</param>
/// <param name="Judgements">Bernoulli judgements that would be as precise.</param>
public sealed record CalibratedScore(double Score, double Lower, double Upper, Estimate<double> Reliability, double Judgements);

/// <summary>What evaluators said of a step.</summary>
/// <param name="Step">Index from 1.</param>
/// <param name="Calibrated">The calibrated score; or why there is none.</param>
/// <param name="Evaluators">Evaluators whose scores enter it.</param>
/// <param name="Given">All who scored the step.</param>
/// <param name="Flags">Codes of remarks, such as that it needs another evaluator.</param>
/// <param name="NeedsAdjudication">Whether a score lies more than three standard errors from the others'.</param>
public sealed record StepFigures(int Step, Estimate<CalibratedScore> Calibrated, int Evaluators, int Given, ImmutableArray<string> Flags, bool NeedsAdjudication)
{
    internal static StepFigures Of(CalibratedStep step) => new(
        step.Automatic.Step,
        step.Score.Then(score => new CalibratedScore(score.Score, score.Match.Interval.Lower, score.Match.Interval.Upper, score.Reliability, score.Match.EffectiveCount)),
        step.Score.IsDefined ? step.Score.Value.Parts.Length : 0, step.Given.Length,
        step.Score.IsDefined ? [.. step.Score.Value.Flags.Select(flag => flag.Code())] : [], !step.Outlying.IsEmpty);
}

/// <summary>What evaluators said of an episode.</summary>
/// <param name="Episode">Its id.</param>
/// <param name="Environment">Its environment.</param>
/// <param name="Automatic">The automatic reward when it was chosen.</param>
/// <param name="Calibrated">The calibrated reward; or why there is none.</param>
/// <param name="Covered">Share of its judged steps that have a score.</param>
/// <param name="Evaluators">Evaluators whose scores enter any of its steps.</param>
/// <param name="Steps">Its judged steps in order.</param>
public sealed record EpisodeFigures(
    string Episode, string Environment, double Automatic, Estimate<CalibratedScore> Calibrated, Estimate<double> Covered, int Evaluators, ImmutableArray<StepFigures> Steps)
{
    internal static EpisodeFigures Of(CalibratedEpisode episode) => new(
        episode.Selected.Episode, episode.Selected.Environment, episode.Selected.Reward,
        episode.Score.Then(score => new CalibratedScore(score.Reward, score.Match.Interval.Lower, score.Match.Interval.Upper, score.Reliability, score.Match.EffectiveCount)),
        episode.Covered,
        episode.Steps.Where(step => step.Score.IsDefined).SelectMany(step => step.Score.Value.Parts.Select(part => part.Evaluator)).Distinct(StringComparer.Ordinal).Count(),
        [.. episode.Steps.Select(StepFigures.Of)]);
}
