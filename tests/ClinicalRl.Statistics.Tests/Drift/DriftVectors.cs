using ClinicalRl.Statistics.Drift;
using ClinicalRl.Statistics.Integrity;
using ClinicalRl.Statistics.Posteriors;
using ClinicalRl.Statistics.Tests.Vectors;

namespace ClinicalRl.Statistics.Tests.Drift;

internal static class DriftVectors
{
    public static VectorChecks Checks => new()
    {
        ["ewma"] = CheckEwma,
        ["cusum"] = CheckCusum,
        ["bernoulliCusum"] = CheckCorrectness,
        ["probabilityRecentBelowReference"] = vector => vector.Check(
            "probability",
            RateChange.Between(
                new BetaPosterior(vector.Number("referenceA"), vector.Number("referenceB")),
                new BetaPosterior(vector.Number("recentA"), vector.Number("recentB"))).Probability),
        ["identicalErrorTail"] = CheckIdentical,
        ["responseTimeEffort"] = vector => vector.Check("effort", ResponseEffort.OfTimes(vector.Numbers("seconds"), vector.Numbers("thresholdSeconds"))),
        ["straightLining"] = CheckStraightLining,
    };

    private static void CheckEwma(VectorCase vector)
    {
        var path = new EwmaChart(vector.Number("lambda_"), vector.Number("L")).Follow(vector.Numbers("z"));
        vector.CheckTable("path", path.Points.Select(point => new[] { point.Value, point.Limit }));
        vector.CheckWhole("firstSignal", path.FirstSignal);
    }

    private static void CheckCusum(VectorCase vector)
    {
        var path = new CusumChart(vector.Number("k"), vector.Number("h")).Follow(vector.Numbers("z"));
        vector.CheckTable("path", path.Points.Select(point => new[] { point.High, point.Low }));
        vector.CheckWhole("firstSignal", path.FirstSignal);
    }

    private static void CheckCorrectness(VectorCase vector)
    {
        var chart = new CorrectnessChart(vector.Number("inControl"), vector.Number("outOfControl"), vector.Number("h"));
        var path = chart.Follow([.. vector.Counts("correct").Select(correct => correct == 1)]);
        vector.Check("path", [.. path.Points]);
        vector.CheckWhole("firstSignal", path.FirstSignal);
    }

    private static void CheckIdentical(VectorCase vector)
    {
        var errors = IdenticalErrors.OfProbabilities(vector.Count("observed"), vector.Numbers("perItemProbability"));
        vector.Check("pValue", errors.PValue);
        vector.Check("expected", errors.Expected);
    }

    private static void CheckStraightLining(VectorCase vector)
    {
        string[] responses = [.. vector.Input.GetProperty("responses").EnumerateArray().Select(response => response.GetString()!)];
        vector.Check("longestRun", ResponseEffort.RunOf(responses));
        vector.Check("normalizedEntropy", ResponseEffort.EntropyOf(responses));
    }
}
