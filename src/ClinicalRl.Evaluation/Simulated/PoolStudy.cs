using System.Collections.Immutable;
using ClinicalRl.Evaluation.Evidence;
using ClinicalRl.Statistics.Proportions;

namespace ClinicalRl.Evaluation.Simulated;

/// <summary>
/// What the estimators recover of simulated pools whose truth is known: a pool of twelve honest evaluators, and one in which a drifting, a copying and a
/// careless one take the places of three. Each seed draws a new pool, new gold items and new episodes.
/// </summary>
public sealed record PoolStudy
{
    /// <summary>Seeds studied.</summary>
    public required int Seeds { get; init; }

    /// <summary>Intervals of bias, at 95%, that hold the true bias.</summary>
    public required Proportion BiasCovered { get; init; }

    /// <summary>Intervals of reliability, at 95%, that hold the true rate of right answers.</summary>
    public required Proportion ReliabilityCovered { get; init; }

    /// <summary>Intervals of episode scores, at 95%, that hold the true reward.</summary>
    public required Proportion EpisodesCovered { get; init; }

    /// <summary>Mean squared error of calibrated episode scores, honest pool.</summary>
    public required double CalibratedError { get; init; }

    /// <summary>The same of the plain mean.</summary>
    public required double PlainError { get; init; }

    /// <summary>Mean squared error of calibrated episode scores, pool with three planted.</summary>
    public required double CalibratedErrorPlanted { get; init; }

    /// <summary>The same of the plain mean.</summary>
    public required double PlainErrorPlanted { get; init; }

    /// <summary>Drifting evaluators flagged for drift.</summary>
    public required Proportion DriftFound { get; init; }

    /// <summary>Copying evaluators flagged for copying.</summary>
    public required Proportion CopyingFound { get; init; }

    /// <summary>Careless evaluators flagged for low effort.</summary>
    public required Proportion CarelessFound { get; init; }

    /// <summary>Honest evaluators flagged for anything, both pools.</summary>
    public required Proportion HonestFlagged { get; init; }

    /// <summary>Share of the plain mean's squared error that calibration takes away, honest pool.</summary>
    public double Gain => 1 - (CalibratedError / PlainError);

    /// <summary>The same in the pool with three planted.</summary>
    public double GainPlanted => 1 - (CalibratedErrorPlanted / PlainErrorPlanted);

    /// <summary>Studies seeds <paramref name="first"/> and on.</summary>
    public static PoolStudy Of(ulong first, int seeds)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(seeds, 1);
        var tally = new Tally();
        for (var i = 0; i < seeds; i++)
        {
            tally.Add(SimulatedStudy.Of(new PoolDesign { Seed = first + (ulong)i }), planted: false);
            tally.Add(SimulatedStudy.Of(PoolDesign.Planted(first + (ulong)i)), planted: true);
        }

        return tally.Study(seeds);
    }

    private sealed class Tally
    {
        private readonly (double Calibrated, double Plain, int Count)[] errors = new (double, double, int)[2];
        private (int Hit, int Of) bias, reliability, episodes, drift, copying, careless, honest;

        public void Add(SimulatedStudy study, bool planted)
        {
            var evidence = CalibratedEvidence.Of(EvidenceLedger.Of(study.Records));
            foreach (var (evaluator, standing) in study.Evaluators.Zip(evidence.Evaluators))
                Add(study, evaluator, standing, planted);
            foreach (var episode in evidence.Episodes.Where(episode => episode.Score.IsDefined))
            {
                var (truth, score) = (study.EpisodeTruths[episode.Selected.Episode], episode.Score.Value);
                var (calibrated, plain) = (score.Reward - truth, episode.PlainMean.Value - truth);
                ref var sum = ref errors[planted ? 1 : 0];
                sum = (sum.Calibrated + (calibrated * calibrated), sum.Plain + (plain * plain), sum.Count + 1);
                if (!planted)
                    Count(ref episodes, score.Match.Interval.Contains(truth));
            }
        }

        public PoolStudy Study(int seeds) => new()
        {
            Seeds = seeds,
            BiasCovered = new Proportion(bias.Hit, bias.Of),
            ReliabilityCovered = new Proportion(reliability.Hit, reliability.Of),
            EpisodesCovered = new Proportion(episodes.Hit, episodes.Of),
            CalibratedError = errors[0].Calibrated / errors[0].Count,
            PlainError = errors[0].Plain / errors[0].Count,
            CalibratedErrorPlanted = errors[1].Calibrated / errors[1].Count,
            PlainErrorPlanted = errors[1].Plain / errors[1].Count,
            DriftFound = new Proportion(drift.Hit, drift.Of),
            CopyingFound = new Proportion(copying.Hit, copying.Of),
            CarelessFound = new Proportion(careless.Hit, careless.Of),
            HonestFlagged = new Proportion(honest.Hit, honest.Of),
        };

        private void Add(SimulatedStudy study, SimulatedEvaluator evaluator, EvaluatorStanding standing, bool planted)
        {
            var flags = standing.Flags;
            switch (evaluator.Behaviour)
            {
                case SimulatedBehaviour.Drifting:
                    Count(ref drift, flags.Contains(EvaluatorFlag.Drift));
                    return;
                case SimulatedBehaviour.Copying:
                    Count(ref copying, flags.Contains(EvaluatorFlag.Copying));
                    return;
                case SimulatedBehaviour.Careless:
                    Count(ref careless, flags.Contains(EvaluatorFlag.LowEffort));
                    return;
            }

            Count(ref honest, !flags.IsEmpty);
            if (planted)
                return;
            Count(ref bias, standing.Bias.Interval.Value.Contains(evaluator.Bias));
            Count(ref reliability, standing.Reliability.Interval.Value.Contains(evaluator.TrueReliability(study.References)));
        }

        private static void Count(ref (int Hit, int Of) tally, bool hit) => tally = (tally.Hit + (hit ? 1 : 0), tally.Of + 1);
    }
}
