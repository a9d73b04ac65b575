using System.Text.Json;
using ClinicalRl.Statistics.Aggregation;
using ClinicalRl.Statistics.Tests.Vectors;

namespace ClinicalRl.Statistics.Tests.Aggregation;

internal static class AggregationVectors
{
    public static VectorChecks Checks => new()
    {
        ["calibrationSnapshot"] = CheckSnapshot,
        ["scoreStep"] = CheckStep,
        ["scoreEpisode"] = CheckEpisode,
        ["batchJointReference"] = CheckJoint,
        ["crossedRandomEffects"] = CheckCrossed,
        ["rubricPosterior"] = CheckRubric,
        ["dawidSkene"] = CheckDawidSkene,
    };

    private static void CheckSnapshot(VectorCase vector)
    {
        Assert.Equal((NoiseModel.MinSpread, NoiseModel.PriorFreedom), (vector.Number("hMin"), vector.Number("priorDf")));
        Assert.Equal((NoiseModel.ReferenceSpread, NoiseModel.MinNoise), (vector.Number("hReference"), vector.Number("kappaMin")));
        var snapshot = Snapshot(vector.Input);
        vector.Check("kappa0", snapshot.PanelNoise);
        vector.Check("tau2", snapshot.BiasSpread);
        vector.Check("meanBias", snapshot.MeanBias);
        vector.Check("meanBiasVariance", snapshot.MeanBiasVariance);
        foreach (var (id, own) in snapshot.Evaluators)
        {
            var path = $"evaluators.{id}.";
            vector.Check(path + "count", own.Gold.Count);
            vector.Check(path + "weightSum", own.Gold.Weights.Value);
            vector.Check(path + "sumResidual", own.Gold.Residuals.Value);
            vector.Check(path + "sumSquaredResidual", own.Gold.Squares.Value);
            vector.Check(path + "meanResidual", own.Gold.MeanResidual);
            vector.Check(path + "residualSumOfSquares", own.Gold.ResidualSquares);
            vector.Check(path + "kappa", own.Noise);
            vector.Check(path + "shrinkage", own.Shrinkage);
            vector.Check(path + "bias", own.Bias);
            vector.Check(path + "biasVariance", own.BiasVariance);
            vector.Check(path + "precision", own.Precision);
        }
    }

    private static void CheckStep(VectorCase vector)
    {
        var snapshot = Named(vector) with { Inflation = vector.Number("inflation"), StepVariance = vector.Number("universeVariance") };
        var scored = StepScore.Of(snapshot, Scores(vector.Input.GetProperty("scores")), vector.Number("level"));
        if (!scored.IsDefined)
        {
            vector.CheckReason("", scored.Reason);
            return;
        }

        var step = scored.Value;
        foreach (var part in step.Parts)
            vector.Check("weights." + part.Evaluator, part.Weight);
        vector.Check("raw", step.Raw);
        vector.Check("score", step.Score);
        vector.Check("noiseVariance", step.NoiseVariance);
        vector.Check("biasVariance", step.BiasVariance);
        vector.Check("variance", step.Variance);
        vector.Check("heterogeneityQ", step.HeterogeneityQ);
        vector.Check("df", step.DegreesOfFreedom);
        vector.Check("effectiveN", step.Match.EffectiveCount);
        vector.Check("interval", step.Match.Interval);
        vector.Check("reliability", step.Reliability);
    }

    private static void CheckEpisode(VectorCase vector)
    {
        var snapshot = Named(vector) with { Inflation = vector.Number("inflation"), EpisodeVariance = vector.Number("episodeVariance") };
        var weights = vector.Input.GetProperty("weights").ValueKind == JsonValueKind.Null ? null : vector.Numbers("weights");
        var scored = EpisodeScore.Of(snapshot, Steps(vector, snapshot), weights, vector.Number("level"));
        if (!scored.IsDefined)
        {
            vector.CheckReason("", scored.Reason);
            return;
        }

        var episode = scored.Value;
        vector.Check("reward", episode.Reward);
        vector.Check("variance", episode.Variance);
        vector.Check("effectiveN", episode.Match.EffectiveCount);
        vector.Check("interval", episode.Match.Interval);
        vector.Check("reliability", episode.Reliability);
    }

    private static void CheckJoint(VectorCase vector)
    {
        var snapshot = Named(vector);
        StepScore[] steps = [.. Steps(vector, snapshot).Select(step => step.Value)];
        var joint = JointReference.Of(snapshot, steps).Value;
        foreach (var (id, bias) in joint.Biases)
            vector.Check("bias." + id, bias);
        vector.Check("score", [.. joint.Scores]);
        vector.Check("streamingScores", [.. steps.Select(step => step.Score)]);
        Assert.False(joint.IsAlarm);
    }

    private static void CheckCrossed(VectorCase vector)
    {
        var effects = CrossedEffects.Of(vector.FullTable("ratings")).Value;
        vector.Check("varianceItem", effects.ItemVariance);
        vector.Check("varianceRater", effects.RaterVariance);
        vector.Check("varianceResidual", effects.ErrorVariance);
        vector.Check("grandMean", effects.Mean);
        vector.Check("itemBlup", [.. effects.Items]);
        vector.Check("raterBlup", [.. effects.Raters]);
        vector.Check("gCoefficientRelative4", effects.Relative(4));
        vector.Check("gCoefficientAbsolute4", effects.Absolute(4));
    }

    private static void CheckRubric(VectorCase vector)
    {
        var (sensitivity, specificity) = (vector.Numbers("sensitivity"), vector.Numbers("specificity"));
        var posterior = RubricPosterior.Of(vector.Number("prior"), vector.Counts("votes").Select((met, j) => new RubricVote(met == 1, sensitivity[j], specificity[j])));
        vector.Check("logOdds", posterior.LogOdds);
        vector.Check("posterior", posterior.Probability);
    }

    private static void CheckDawidSkene(VectorCase vector)
    {
        var items = vector.Input.GetProperty("responses").EnumerateArray().ToArray();
        string[] raters = [.. items[0].EnumerateObject().Select(rater => rater.Name).Order(StringComparer.Ordinal)];
        ClassAnswer[] answers =
        [
            .. items.SelectMany((item, i) => item.EnumerateObject().SelectMany(rater =>
                rater.Value.EnumerateArray().Select(answer => new ClassAnswer(i, Array.IndexOf(raters, rater.Name), answer.GetInt32() - 1)))),
        ];
        var fit = DawidSkene.Of(answers, items.Length, raters.Length, vector.Count("classes")).Value;
        Assert.True(fit.HasConverged);
        vector.Check("prior", [.. fit.Prior]);
        vector.CheckTable("posteriors", fit.Posteriors.Select(row => row.ToArray()));
        vector.Check("logLikelihood", fit.LogLikelihood);
        foreach (var (expected, actual) in vector.Take("errorRates").EnumerateArray().Zip(fit.ErrorRates))
        {
            foreach (var (row, c) in expected.EnumerateArray().Select((row, c) => (row, c)))
            {
                for (var k = 0; k < row.GetArrayLength(); k++)
                    vector.CheckNear($"error rate {c} {k}", row[k].GetDouble(), actual[c][k]);
            }
        }
    }

    private static Estimate<StepScore>[] Steps(VectorCase vector, CalibrationSnapshot snapshot) =>
        [.. vector.Input.GetProperty("steps").EnumerateArray().Select(step => StepScore.Of(snapshot, Scores(step)))];

    private static IEnumerable<KeyValuePair<string, double>> Scores(JsonElement scores) =>
        scores.EnumerateObject().Select(score => KeyValuePair.Create(score.Name, score.Value.GetDouble()));

    private static CalibrationSnapshot Named(VectorCase vector) =>
        Snapshot(vector.File.Cases.Single(other => other.Id == vector.Word("snapshot")).Input);

    private static CalibrationSnapshot Snapshot(JsonElement input) => CalibrationSnapshot.Of(input.GetProperty("gold").EnumerateObject().ToDictionary(
        evaluator => evaluator.Name,
        evaluator => evaluator.Value.EnumerateArray().Aggregate(default(GoldSums), (sums, pair) => sums + GoldSums.Of(pair[0].GetDouble(), pair[1].GetDouble())),
        StringComparer.Ordinal)).Value;
}
