using System.Collections.Immutable;
using ClinicalRl.Statistics;
using ClinicalRl.Statistics.Aggregation;
using ClinicalRl.Statistics.Integrity;

namespace ClinicalRl.Evaluation.Evidence;

/// <summary>Two evaluators whose scores of shared steps were compared.</summary>
/// <param name="Earlier">The one who mostly answered first.</param>
/// <param name="Later">The one who mostly answered after: the one to ask, should they be alike.</param>
/// <param name="Likeness">How alike their residuals are, beyond what honest ones share.</param>
/// <param name="IsFlagged">Whether they are more alike than honest evaluators (Benjamini and Hochberg over all pairs).</param>
public sealed record CopyingPair(string Earlier, string Later, ResidualLikeness Likeness, bool IsFlagged);

/// <summary>All pairs with enough shared steps that a third evaluator scored too.</summary>
internal static class CopyingPairs
{
    public static ImmutableArray<CopyingPair> Of(ImmutableSortedDictionary<string, Estimate<CalibrationSnapshot>> snapshots, ImmutableArray<CalibratedEpisode> episodes)
    {
        var shared = new SortedDictionary<(string, string), (List<SharedStep> Steps, int SecondLater)>(Comparer<(string, string)>.Create(Compare));
        foreach (var episode in episodes.Where(episode => snapshots[episode.Selected.Environment].IsDefined))
        {
            foreach (var step in episode.Steps.Where(step => step.Score.IsDefined && step.Score.Value.Parts.Length > 2))
                Collect(snapshots[episode.Selected.Environment].Value, step, shared);
        }

        var tested = shared.Select(pair => (pair.Key, pair.Value, Likeness: ResidualLikeness.Of(pair.Value.Steps))).Where(pair => pair.Likeness.IsDefined).ToArray();
        var flagged = CopyingReview.Flagged([.. tested.Select(pair => new TestedPair(pair.Key.Item1, pair.Key.Item2, pair.Likeness.Value.PValue))])
            .Select(pair => (pair.First, pair.Second)).ToHashSet();
        return [.. tested.Select(pair =>
        {
            var isSecondLater = 2 * pair.Value.SecondLater >= pair.Value.Steps.Count;
            var (earlier, later) = isSecondLater ? pair.Key : (pair.Key.Item2, pair.Key.Item1);
            return new CopyingPair(earlier, later, pair.Likeness.Value, flagged.Contains(pair.Key));
        })];
    }

    private static void Collect(
        CalibrationSnapshot snapshot, CalibratedStep step, SortedDictionary<(string First, string Second), (List<SharedStep> Steps, int SecondLater)> shared)
    {
        var parts = step.Score.Value.Parts;
        var times = step.Given.ToDictionary(given => given.Evaluator, given => given.At, StringComparer.Ordinal);
        for (var i = 0; i < parts.Length; i++)
        {
            for (var j = i + 1; j < parts.Length; j++)
            {
                var (first, second) = (parts[i], parts[j]);
                var rest = StepScore.Of(snapshot, parts.Where(part => part != first && part != second).Select(part => KeyValuePair.Create(part.Evaluator, part.Score))).Value;
                var spread = NoiseModel.Spread(rest.Score);
                var (steps, later) = shared.TryGetValue((first.Evaluator, second.Evaluator), out var known) ? known : ([], 0);
                steps.Add(new SharedStep(
                    first.Corrected - rest.Raw, second.Corrected - rest.Raw, ErrorOf(first), ErrorOf(second), rest.Variance));
                shared[(first.Evaluator, second.Evaluator)] = (steps, later + (times[second.Evaluator] >= times[first.Evaluator] ? 1 : 0));

                double ErrorOf(StepPart part) => (snapshot.Inflation * part.Calibration.Noise * spread) + part.Calibration.BiasVariance;
            }
        }
    }

    private static int Compare((string First, string Second) left, (string First, string Second) right)
    {
        var first = string.CompareOrdinal(left.First, right.First);
        return first != 0 ? first : string.CompareOrdinal(left.Second, right.Second);
    }
}
