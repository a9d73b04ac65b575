using System.Collections.Immutable;
using ClinicalRl.Evaluation.Evidence;
using ClinicalRl.Evaluation.Records;
using ClinicalRl.Reports.Documents;
using ClinicalRl.Statistics;
using ClinicalRl.Statistics.Aggregation;
using ClinicalRl.Statistics.Concordance;
using ClinicalRl.Statistics.Posteriors;

namespace ClinicalRl.Reports.Reliability;

/// <summary>What would be different by another method or another prior.</summary>
internal static class SensitivitySection
{
    public static ReportSection Of(ReportSource source) => new("sensitivity", "Sensitivity to method and prior")
    {
        Text =
        [
            "The same records by other methods: the mean reward, and how far any one episode moves from its calibrated reward. Then the rate of right answers to gold items by other priors; a conclusion that changes with the prior rests on the prior.",
        ],
        Tables = [Methods(source), Priors(source.Evidence), Batch(source.Evidence)],
    };

    private static ReportTable Methods(ReportSource source)
    {
        var calibrated = source.Evidence;
        var flagged = calibrated.Evaluators.Where(evaluator => !evaluator.Flags.IsEmpty).Select(evaluator => evaluator.Evaluator).ToHashSet(StringComparer.Ordinal);
        var rows = new List<ImmutableArray<ReportCell>>
        {
            Row(source, "calibrated, as reported", "calibrated", episode => episode.Score.Then(score => score.Reward)),
            Row(source, "plain mean of the same scores", "plain", episode => episode.PlainMean),
            Row(source, "mean of evaluators' judgements of whole episodes", "judgements", WholeOf),
        };
        if (flagged.Count > 0)
        {
            var kept = source.Ledger.Holding<EvaluationRecord>().Where(record => record is not EvaluatorQualified qualified || !flagged.Contains(qualified.Evaluator));
            var without = CalibratedEvidence.Of(EvidenceLedger.Of(kept)).Episodes.ToDictionary(episode => episode.Selected.Episode, StringComparer.Ordinal);
            rows.Add(Row(source, FormattableString.Invariant($"calibrated, without the {flagged.Count} flagged evaluators"), "unflagged", episode => without[episode.Selected.Episode].Score.Then(score => score.Reward)));
        }

        return new ReportTable(
            "methods", "Episode rewards by other methods; episodes for which the method gives none are left out and counted",
            [
                new("method", "Method", 3), new("mean", "Mean reward (95% interval)", 2.2), new("episodes", "Episodes"), new("largest", "Largest change", 1.1), new("rank", "Rank correlation", 1.2),
            ],
            [.. rows]);
    }

    private static ImmutableArray<ReportCell> Row(ReportSource source, string title, string name, Func<CalibratedEpisode, Estimate<double>> value)
    {
        var both = source.Evidence.Episodes.Where(episode => episode.Score.IsDefined && value(episode).IsDefined).ToArray();
        var ids = both.Select(episode => episode.Selected.Episode).ToHashSet(StringComparer.Ordinal);
        var scoped = source with { Evidence = source.Evidence with { Episodes = [.. source.Evidence.Episodes.Where(episode => ids.Contains(episode.Selected.Episode))] } };
        var pairs = new PairedValues([.. both.Select(episode => episode.Score.Value.Reward)], [.. both.Select(episode => value(episode).Value)]);
        Estimate<double> largest = both.Length == 0 ? Reason.NoData : pairs.X.Zip(pairs.Y, (x, y) => Math.Abs(x - y)).Max();
        return [title, ScoresSection.MeanOf(scoped, $"mean-{name}", episode => value(episode).Value), both.Length, largest, Correlations.Spearman(pairs)];
    }

    private static Estimate<double> WholeOf(CalibratedEpisode episode) =>
        episode.Judgements.IsEmpty ? Reason.NoData : episode.Judgements.Sum(judgement => judgement.Score) / episode.Judgements.Length;

    private static ReportTable Priors(CalibratedEvidence evidence)
    {
        var known = evidence.Evaluators.Where(evaluator => evaluator.Gold.Items > 0).ToArray();
        var panel = BetaBinomialFit.Of([.. known.Select(evaluator => evaluator.Gold.Correct)], [.. known.Select(evaluator => evaluator.Gold.Items)]);
        return new ReportTable(
            "priors", "Rate of right answers to gold items (posterior mean) by prior: Jeffreys' Beta(0.5, 0.5), as reported; flat Beta(1, 1); and the panel's own, fitted by maximum likelihood, which never qualifies anybody",
            [new("evaluator", "Evaluator", 1.5), new("jeffreys", "Jeffreys"), new("flat", "Flat"), new("panel", "Panel"), new("largest", "Largest difference", 1.3)],
            [.. known.Select(evaluator =>
            {
                double right = evaluator.Gold.Correct, items = evaluator.Gold.Items;
                var (jeffreys, flat) = (BetaPosterior.After(right, items).Mean, BetaPosterior.After(right, items, 1, 1).Mean);
                var shrunk = panel.Then(fit => fit.ShrunkRate(evaluator.Gold.Correct, evaluator.Gold.Items));
                var largest = Math.Max(Math.Abs(jeffreys - flat), shrunk.IsDefined ? Math.Abs(jeffreys - shrunk.Value) : 0);
                return (ImmutableArray<ReportCell>)[evaluator.Evaluator, jeffreys, flat, shrunk, largest];
            })]);
    }

    private static ReportTable Batch(CalibratedEvidence evidence) => new(
        "batch", "Check of the scores, which are a closed form, against one fit of all ratings together; they must differ by at most 0.05, and by 0.01 in the median, when every evaluator has 20 gold ratings",
        [new("environment", "Environment", 2), new("largest", "Largest difference"), new("median", "Median difference"), new("alarm", "Alarm")],
        [.. evidence.Snapshots.Select(own =>
        {
            var steps = evidence.Episodes.Where(episode => episode.Selected.Environment == own.Key).SelectMany(episode => episode.Steps).Where(step => step.Score.IsDefined).Select(step => step.Score.Value).ToArray();
            var reference = own.Value.Then(snapshot => JointReference.Of(snapshot, steps));
            return (ImmutableArray<ReportCell>)
            [
                own.Key, reference.Then(fit => fit.LargestDifference), reference.Then(fit => fit.MedianDifference), !reference.IsDefined ? "not known" : reference.Value.IsAlarm ? "yes" : "no",
            ];
        })]);
}
