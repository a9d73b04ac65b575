using System.Collections.Immutable;
using ClinicalRl.Evaluation.Records;
using ClinicalRl.Statistics;
using ClinicalRl.Statistics.Aggregation;
using ClinicalRl.Statistics.Reliability;

namespace ClinicalRl.Evaluation.Evidence;

/// <summary>
/// What the records say: calibrated scores of steps and episodes, and the standing of each evaluator. A pure function of the set of records, so a state kept
/// by a stream and one rebuilt from the records agree to the last digit.
/// </summary>
public sealed record CalibratedEvidence
{
    /// <summary>Version of the method. A changed number is a new version.</summary>
    public const string MethodVersion = "1";

    private CalibratedEvidence()
    {
    }

    /// <summary>The assessments, by id.</summary>
    public required ImmutableArray<AssessmentOpened> Assessments { get; init; }

    /// <summary>The chosen episodes, by id.</summary>
    public required ImmutableArray<CalibratedEpisode> Episodes { get; init; }

    /// <summary>Biases and noise by environment, or why there are none.</summary>
    public required ImmutableSortedDictionary<string, Estimate<CalibrationSnapshot>> Snapshots { get; init; }

    /// <summary>The evaluators, by pseudonym.</summary>
    public required ImmutableArray<EvaluatorStanding> Evaluators { get; init; }

    /// <summary>Pairs of evaluators that were tested for copying.</summary>
    public required ImmutableArray<CopyingPair> Pairs { get; init; }

    /// <summary>Records taken in.</summary>
    public required int Records { get; init; }

    /// <summary>Of these, corrected ones.</summary>
    public required int Superseded { get; init; }

    /// <summary>All steps in order of episode and step.</summary>
    public IEnumerable<CalibratedStep> Steps => Episodes.SelectMany(episode => episode.Steps);

    /// <summary>Whether any evaluator is a program: then every number that rests on evaluators is simulated, and says so.</summary>
    public bool IsSimulated => Evaluators.Any(evaluator => evaluator.Enrolled.Simulated);

    /// <summary>From the records that hold.</summary>
    public static CalibratedEvidence Of(EvidenceLedger ledger)
    {
        var answers = StepAnswers.Of(ledger);
        var episodes = ledger.Holding<EpisodeSelected>();
        var snapshots = ImmutableSortedDictionary.CreateBuilder<string, Estimate<CalibrationSnapshot>>(StringComparer.Ordinal);
        var calibrated = ImmutableArray.CreateBuilder<CalibratedEpisode>(episodes.Length);
        foreach (var family in episodes.GroupBy(episode => episode.Environment, StringComparer.Ordinal))
        {
            var snapshot = ledger.Ratings.Snapshot(family.Key).Then(gold => Freeze(gold, [.. family], answers));
            snapshots[family.Key] = snapshot;
            calibrated.AddRange(family.Select(episode => answers.Calibrate(episode, snapshot)));
        }

        calibrated.Sort((left, right) => string.CompareOrdinal(left.Selected.Episode, right.Selected.Episode));
        var scored = calibrated.MoveToImmutable();
        var pairs = CopyingPairs.Of(snapshots.ToImmutable(), scored);
        return new CalibratedEvidence
        {
            Assessments = ledger.Holding<AssessmentOpened>(),
            Episodes = scored,
            Snapshots = snapshots.ToImmutable(),
            Evaluators = EvaluatorStandings.Of(ledger, scored, pairs),
            Pairs = pairs,
            Records = ledger.Count,
            Superseded = ledger.Superseded,
        };
    }

    /// <summary>The snapshot with what production scores add to it: first how much noisier they are than gold ones, then how truths vary.</summary>
    private static CalibrationSnapshot Freeze(CalibrationSnapshot gold, EpisodeSelected[] episodes, StepAnswers answers)
    {
        var inflation = default(NoiseInflation);
        foreach (var step in Scored(gold))
            inflation += NoiseInflation.Of(step);
        var frozen = gold with { Inflation = inflation.Value };
        var steps = Scored(frozen).ToArray();
        var rewards = episodes.Select(episode => answers.Calibrate(episode, frozen).Score).Where(score => score.IsDefined).Select(score => score.Value).ToArray();
        return frozen with
        {
            StepVariance = UniverseVariance.Of([.. steps.Select(step => step.Score)], [.. steps.Select(step => step.Variance)]).Then(found => found.Value),
            EpisodeVariance = UniverseVariance.Of([.. rewards.Select(score => score.Reward)], [.. rewards.Select(score => score.Variance)]).Then(found => found.Value),
        };

        IEnumerable<StepScore> Scored(CalibrationSnapshot snapshot) => episodes
            .SelectMany(episode => episode.Steps.Select(step => answers.Score(snapshot, episode, step.Step))).Where(score => score.IsDefined).Select(score => score.Value);
    }
}
