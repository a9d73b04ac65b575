using System.Globalization;
using ClinicalRl.Evaluation.Records;
using ClinicalRl.Statistics.Integrity;

namespace ClinicalRl.Evaluation.Evidence;

/// <summary>A score of a step beside the mean of the other evaluators' scores of it.</summary>
internal sealed record TimedStep(StepScored Score, double? Rest)
{
    public static IEnumerable<TimedStep> Of(CalibratedStep step) => step.Given.Select(given => new TimedStep(given, RestOf(step, given)));

    private static double? RestOf(CalibratedStep step, StepScored own) =>
        step.Given.Length < 2 ? null : (step.Given.Sum(given => given.Score) - own.Score) / (step.Given.Length - 1);
}

/// <summary>Below how many seconds each item cannot have been read, from the times that all evaluators took.</summary>
internal sealed class ItemTimes
{
    private readonly Dictionary<string, double> thresholds;

    private ItemTimes(Dictionary<string, double> thresholds) => this.thresholds = thresholds;

    public static ItemTimes Of(IEnumerable<IGoldOutcome> gold, IEnumerable<TimedStep> steps) => new(gold.Select(answer => (Item: ItemOf(answer), answer.Seconds))
        .Concat(steps.Select(step => (Item: ItemOf(step), step.Score.Seconds)))
        .GroupBy(time => time.Item, time => time.Seconds, StringComparer.Ordinal)
        .ToDictionary(item => item.Key, item => ResponseEffort.Threshold([.. item]).Value, StringComparer.Ordinal));

    public TimedResponse Respond(IGoldOutcome answer)
    {
        var score = answer is GoldRated rated ? rated.Score : answer.Outcome;
        return new TimedResponse(Text(score), score, null, answer.Seconds, thresholds[ItemOf(answer)]);
    }

    public TimedResponse Respond(TimedStep step) =>
        new(Text(step.Score.Score), step.Score.Score, step.Rest, step.Score.Seconds, thresholds[ItemOf(step)]);

    private static string ItemOf(IGoldOutcome answer) => $"gold|{answer.Stratum}|{answer.Item}";

    private static string ItemOf(TimedStep step) => FormattableString.Invariant($"step|{step.Score.Episode}|{step.Score.Step}");

    private static string Text(double score) => score.ToString("F2", CultureInfo.InvariantCulture);
}
