using System.Collections.Immutable;
using ClinicalRl.Evaluation.Evidence;
using ClinicalRl.Reports.Documents;
using ClinicalRl.Statistics;
using ClinicalRl.Statistics.Aggregation;
using ClinicalRl.Statistics.Resampling;

namespace ClinicalRl.Reports.Reliability;

/// <summary>Calibrated scores of steps and episodes, each with interval and reliability.</summary>
internal static class ScoresSection
{
    private const double Level = 0.95;

    public static ReportSection Of(ReportSource source) => new("scores", "Calibrated scores")
    {
        Text =
        [
            "A step's score is the mean of its evaluators' scores, each less its evaluator's bias and weighted by its precision; an episode's reward is the plain mean of its steps. Intervals are of the model and hold what evaluators' noise and the doubt about their biases leave open: the steps of an episode are the whole of it and are never resampled. Reliability is the share of variance between steps, or between episodes, that is not error. Effective judgements is how many independent yes-or-no judgements would be as precise.",
        ],
        Charts = EpisodeChart(source),
        Tables =
        [
            ReportSource.Measures("means", "Mean reward of the selection; whole scenarios are resampled", "Scenarios", Means(source)),
            Snapshots(source.Evidence),
            Episodes(source.Evidence),
            Steps(source.Evidence),
        ],
    };

    internal static IEnumerable<(string What, Statistic Statistic)> Means(ReportSource source)
    {
        yield return ("calibrated episode reward", MeanOf(source, "mean-calibrated", episode => episode.Score.Value.Reward));
        yield return ("automatic episode reward", MeanOf(source, "mean-automatic", episode => episode.Selected.Reward));
        yield return ("automatic less calibrated", MeanOf(source, "mean-gap", episode => episode.Selected.Reward - episode.Score.Value.Reward));
        foreach (var policy in source.Evidence.Episodes.Select(episode => episode.Selected.PolicyVersion).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal))
            yield return ($"calibrated episode reward, {policy}", MeanOf(source, $"mean-{policy}", episode => episode.Score.Value.Reward, policy));
    }

    /// <summary>Mean over scored episodes, whole scenarios resampled.</summary>
    internal static Statistic MeanOf(ReportSource source, string name, Func<CalibratedEpisode, double> value, string? policy = null) => ClusterMean.Of(
        Clusters.Of(source.Scenarios().Select(scenario => scenario.Where(episode => policy is null || episode.Selected.PolicyVersion == policy).Select(value).ToArray()).Where(unit => unit.Length > 0)),
        source.Plan(name)).ToStatistic("mean reward");

    private static ImmutableArray<ReportChart> EpisodeChart(ReportSource source)
    {
        var scored = source.Evidence.Episodes.Where(episode => episode.Score.IsDefined).ToArray();
        return scored.Length == 0 ? [] :
        [
            new PlaneChart(
                "episodes", "Each episode: automatic reward across, calibrated reward upwards; the line is where they are equal", ChartAxis.Unit("automatic episode reward"),
                ChartAxis.Unit("calibrated reward"), [.. scored.Select(episode => new ChartPoint(episode.Selected.Reward, episode.Score.Value.Reward))],
                [new ChartLine("equal", [new(0, 0), new(1, 1)], IsReference: true)]),
        ];
    }

    private static ReportTable Snapshots(CalibratedEvidence evidence) => new(
        "snapshots", "What was learnt of each panel: noise of one score, spread and mean of biases, how much noisier scores of steps are than those of gold items, and variance of the truth between steps and episodes",
        [
            new("environment", "Environment", 1.4), new("evaluators", "Evaluators"), new("noise", "Noise"), new("biasSpread", "Variance of biases"), new("meanBias", "Mean bias"),
            new("inflation", "Inflation"), new("stepVariance", "Variance between steps", 1.3), new("episodeVariance", "Variance between episodes", 1.3),
        ],
        [.. evidence.Snapshots.Select(own => (ImmutableArray<ReportCell>)
        [
            own.Key, own.Value.IsDefined ? own.Value.Value.Evaluators.Count : 0, own.Value.Then(known => known.PanelNoise), own.Value.Then(known => known.BiasSpread),
            own.Value.Then(known => known.MeanBias), own.Value.Then(known => known.Inflation), own.Value.Then(known => known.StepVariance),
            own.Value.Then(known => known.EpisodeVariance),
        ])]);

    private static ReportTable Episodes(CalibratedEvidence evidence) => new(
        "episodes", "Each episode: calibrated reward with its Beta-matched 95% interval",
        [
            new("episode", "Episode", 1.6), new("policy", "Policy", 1.2), new("reward", "Calibrated reward", 2), new("effective", "Effective judgements", 1.1),
            new("reliability", "Reliability"), new("automatic", "Automatic"), new("plainMean", "Plain mean"), new("steps", "Steps", 0.7), new("covered", "Share scored", 0.9),
        ],
        [.. evidence.Episodes.Select(episode => (ImmutableArray<ReportCell>)
        [
            episode.Selected.Episode, episode.Selected.PolicyVersion, StatisticOf(episode), episode.Score.Then(score => score.Match.EffectiveCount),
            episode.Score.Then(score => score.Reliability), episode.Selected.Reward, episode.PlainMean, episode.Steps.Length, episode.Covered,
        ])]) { Extent = TableExtent.Folded };

    private static Statistic StatisticOf(CalibratedEpisode episode) => episode.Score.IsDefined
        ? episode.Score.Value.ToStatistic()
        : Statistic.NotEstimable("episode reward", episode.Score.Reason!.Value, episode.Steps.Length);

    private static ReportTable Steps(CalibratedEvidence evidence) => new(
        "steps", "Each judged step: calibrated score with its Beta-matched 95% interval.",
        [
            new("episode", "Episode", 1.6), new("step", "Step", 0.6), new("score", "Calibrated score", 2), new("effective", "Effective judgements"), new("reliability", "Reliability"),
            new("automatic", "Automatic"), new("evaluators", "Evaluators", 2), new("flags", "Flags", 1.4),
        ],
        [.. evidence.Steps.Select(step => (ImmutableArray<ReportCell>)
        [
            step.Episode, step.Automatic.Step, StatisticOf(step), step.Score.Then(score => score.Match.EffectiveCount), step.Score.Then(score => score.Reliability),
            step.Automatic.Reward, string.Join(", ", step.Given.Select(given => given.Evaluator)), FlagsOf(step),
        ])]) { Extent = TableExtent.PageOnly };

    private static Statistic StatisticOf(CalibratedStep step) => step.Score.IsDefined
        ? step.Score.Value.ToStatistic()
        : Statistic.NotEstimable("calibrated step score", step.Score.Reason!.Value, 0);

    private static string FlagsOf(CalibratedStep step)
    {
        var flags = step.Score.IsDefined ? step.Score.Value.Flags.Select(flag => flag.Code()) : [];
        return string.Join(", ", step.Outlying.IsEmpty ? flags : flags.Append("adjudicate"));
    }
}
