using System.Collections.Immutable;
using ClinicalRl.Evaluation.Records;
using ClinicalRl.Statistics;
using ClinicalRl.Statistics.Aggregation;

namespace ClinicalRl.Evaluation.Evidence;

/// <summary>What evaluators said of steps, found by episode and step.</summary>
internal sealed class StepAnswers
{
    private readonly Dictionary<(string Episode, int Step), ImmutableArray<StepScored>> scores;

    private readonly Dictionary<(string Episode, int Step), ImmutableArray<CriterionJudged>> verdicts;

    private readonly Dictionary<string, ImmutableArray<EpisodeJudged>> judgements;

    private readonly HashSet<(string Evaluator, string Stratum)> qualified;

    private StepAnswers(EvidenceLedger ledger)
    {
        scores = ledger.Holding<StepScored>().GroupBy(score => (score.Episode, score.Step))
            .ToDictionary(step => step.Key, step => step.OrderBy(score => score.Evaluator, StringComparer.Ordinal).ToImmutableArray());
        verdicts = ledger.Holding<CriterionJudged>().GroupBy(verdict => (verdict.Episode, verdict.Step)).ToDictionary(
            step => step.Key,
            step => step.OrderBy(verdict => verdict.Criterion, StringComparer.Ordinal).ThenBy(verdict => verdict.Evaluator, StringComparer.Ordinal).ToImmutableArray());
        judgements = ledger.Holding<EpisodeJudged>().GroupBy(judgement => judgement.Episode, StringComparer.Ordinal).ToDictionary(
            episode => episode.Key, episode => episode.OrderBy(judgement => judgement.Evaluator, StringComparer.Ordinal).ToImmutableArray(), StringComparer.Ordinal);
        qualified = [.. ledger.Holding<EvaluatorQualified>().Select(record => (record.Evaluator, record.Stratum))];
    }

    public static StepAnswers Of(EvidenceLedger ledger) => new(ledger);

    /// <summary>Whether an evaluator's scores enter: qualified for the task family, and enough gold ratings.</summary>
    public bool Enters(CalibrationSnapshot snapshot, string evaluator, string environment) =>
        qualified.Contains((evaluator, environment)) && !snapshot.Of(evaluator).IsProvisional;

    public Estimate<StepScore> Score(CalibrationSnapshot snapshot, EpisodeSelected episode, int step) => StepScore.Of(
        snapshot,
        At(episode.Episode, step).Where(score => Enters(snapshot, score.Evaluator, episode.Environment)).Select(score => KeyValuePair.Create(score.Evaluator, score.Score)));

    public CalibratedEpisode Calibrate(EpisodeSelected episode, Estimate<CalibrationSnapshot> snapshot)
    {
        ImmutableArray<CalibratedStep> steps = [.. episode.Steps.Select(automatic =>
        {
            var score = snapshot.Then(known => Score(known, episode, automatic.Step));
            return new CalibratedStep(
                episode.Episode, automatic, At(episode.Episode, automatic.Step), verdicts.GetValueOrDefault((episode.Episode, automatic.Step), []), score,
                score.IsDefined ? score.Value.Outlying(snapshot.Value) : []);
        })];
        return new CalibratedEpisode(
            episode, steps, judgements.GetValueOrDefault(episode.Episode, []), snapshot.Then(known => EpisodeScore.Of(known, [.. steps.Select(step => step.Score)])));
    }

    private ImmutableArray<StepScored> At(string episode, int step) => scores.GetValueOrDefault((episode, step), []);
}
