using ClinicalRl.Statistics.Aggregation;
using ClinicalRl.Statistics.Reliability;
using ClinicalRl.Statistics.Tests.Vectors;

namespace ClinicalRl.Statistics.Tests.Reliability;

internal static class ReliabilityVectors
{
    public static VectorChecks Checks => new()
    {
        ["episodeFromStepScores"] = CheckWorkedExample,
        ["naiveStepBootstrapExact"] = CheckNaive,
        ["spearmanBrown"] = vector => vector.Check("value", SpearmanBrown.Of(vector.Number("single"), vector.Number("raters"))),
        ["ratersNeeded"] = CheckRaters,
        ["betaMatch"] = CheckBetaMatch,
        ["universeVariance"] = CheckUniverse,
    };

    private static void CheckWorkedExample(VectorCase vector)
    {
        var evaluators = Enumerable.Range(1, vector.Count("evaluatorsPerStep")).Select(j => $"E{j}").ToArray();
        var snapshot = CalibrationSnapshot.Assumed(evaluators, vector.Number("kappa"), vector.Number("biasVariance"));
        Estimate<StepScore>[] steps =
        [
            .. vector.Numbers("stepScores").Select(score => StepScore.Of(snapshot, evaluators.Select(id => KeyValuePair.Create(id, score)))),
        ];
        var episode = EpisodeScore.Of(snapshot, steps, level: vector.Number("level")).Value;
        vector.Check("reward", episode.Reward);
        vector.Check("variance", episode.Variance);
        vector.Check("se", Math.Sqrt(episode.Variance));
        vector.Check("effectiveN", episode.Match.EffectiveCount);
        vector.Check("interval", episode.Match.Interval);
        vector.CheckWords("displayed", [episode.ToString()]);
    }

    /// <summary>Every one of the 256 resamples of four steps: what must not be reported, several times as wide as the model's interval.</summary>
    private static void CheckNaive(VectorCase vector)
    {
        var scores = vector.Numbers("stepScores");
        var means = (from a in scores from b in scores from c in scores from d in scores orderby a + b + c + d select Math.Round((a + b + c + d) / 4, 10)).ToArray();
        vector.Check("distinctMeans", means.Distinct().Count());
        var tail = (1 - vector.Number("level")) / 2;
        vector.Check("percentileExact", means[(int)Math.Ceiling(tail * means.Length) - 1], means[(int)Math.Ceiling((1 - tail) * means.Length) - 1]);
    }

    private static void CheckRaters(VectorCase vector)
    {
        vector.Check("value", SpearmanBrown.RatersNeeded(vector.Number("target"), vector.Number("single")).Value);
        vector.Check("exact", SpearmanBrown.ExactRaters(vector.Number("target"), vector.Number("single")));
    }

    private static void CheckBetaMatch(VectorCase vector)
    {
        var match = BetaMatch.Of(vector.Number("mean"), vector.Number("variance"), vector.Number("level")).Value;
        vector.Check("effectiveN", match.EffectiveCount);
        vector.Check("a", match.Posterior.A);
        vector.Check("b", match.Posterior.B);
        vector.Check("interval", match.Interval);
    }

    private static void CheckUniverse(VectorCase vector)
    {
        var (scores, variances) = (vector.Numbers("scores"), vector.Numbers("variances"));
        Assert.Equal(Reason.InsufficientReference, UniverseVariance.Of(scores, variances).Reason);
        var universe = UniverseVariance.Of(scores, variances, minReferences: 10).Value;
        vector.Check("observedVariance", universe.Observed);
        vector.Check("meanErrorVariance", universe.MeanError);
        vector.Check("universeVariance", universe.Value);
        vector.Check("reliability", universe.Share);
    }
}
