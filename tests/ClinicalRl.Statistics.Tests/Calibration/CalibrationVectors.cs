using ClinicalRl.Statistics.Calibration;
using ClinicalRl.Statistics.Tests.Vectors;

namespace ClinicalRl.Statistics.Tests.Calibration;

internal static class CalibrationVectors
{
    public static VectorChecks Checks => new() { ["scoringRules"] = CheckScores };

    private static void CheckScores(VectorCase vector)
    {
        var stated = new StatedConfidence(vector.Numbers("confidence"), [.. vector.Counts("correct").Select(correct => correct == 1)]);
        var clip = vector.Number("logClip");
        CheckBrier(vector, BrierScore.Of(stated).Value);
        vector.Check("logScore", LogScore.Of(stated, clip).Value.Score);
        if (!vector.Has("calibration"))
            return;
        CheckTable(vector, ReliabilityTable.Of(stated, vector.Count("bins")).Value);
        CheckSpiegelhalter(vector, SpiegelhalterTest.Of(stated));
        CheckRecalibration(vector, LogisticRecalibration.Of(stated, clip));
        CheckIsotonic(vector, IsotonicCalibration.Of(stated).Value);
    }

    private static void CheckBrier(VectorCase vector, BrierScore brier)
    {
        vector.Check("brier", brier.Score);
        if (!vector.Has("murphy"))
            return;
        vector.Check("brierSkill", brier.Skill);
        vector.Check("murphy.reliability", brier.Reliability);
        vector.Check("murphy.resolution", brier.Resolution);
        vector.Check("murphy.uncertainty", brier.Uncertainty);
        vector.Check("murphy.brier", brier.Reliability - brier.Resolution + brier.Uncertainty);
        Assert.Equal(vector.Has("murphy.reliabilityBiasCorrected"), brier.Corrected.IsDefined);
        if (!brier.Corrected.IsDefined)
            return;
        vector.Check("murphy.reliabilityBiasCorrected", brier.Corrected.Value.Reliability);
        vector.Check("murphy.resolutionBiasCorrected", brier.Corrected.Value.Resolution);
        vector.Check("murphy.uncertaintyBiasCorrected", brier.Corrected.Value.Uncertainty);
    }

    private static void CheckTable(VectorCase vector, ReliabilityTable table)
    {
        vector.Check("calibration.ece", table.ExpectedError);
        vector.Check("calibration.mce", table.MaxError);
        var bins = vector.Take("calibration.bins");
        Assert.Equal(bins.GetArrayLength(), table.Bins.Length);
        foreach (var (expected, actual) in bins.EnumerateArray().Zip(table.Bins))
        {
            Assert.Equal(expected.GetProperty("bin").GetInt32(), actual.Bin);
            Assert.Equal(expected.GetProperty("count").GetInt32(), actual.Count);
            vector.CheckNear("meanConfidence", expected.GetProperty("meanConfidence").GetDouble(), actual.MeanConfidence);
            vector.CheckNear("observed", expected.GetProperty("observed").GetDouble(), actual.Observed);
        }
    }

    private static void CheckSpiegelhalter(VectorCase vector, Estimate<SpiegelhalterTest> test)
    {
        if (!test.IsDefined)
        {
            vector.CheckReason("spiegelhalter", test.Reason);
            return;
        }

        vector.Check("spiegelhalter.z", test.Value.Z);
        vector.Check("spiegelhalter.pTwoSided", test.Value.TwoSidedP);
    }

    private static void CheckRecalibration(VectorCase vector, Estimate<LogisticRecalibration> fit)
    {
        if (!fit.IsDefined)
        {
            vector.CheckReason("logisticRecalibration", fit.Reason);
            return;
        }

        vector.Check("logisticRecalibration.intercept", fit.Value.Intercept);
        vector.Check("logisticRecalibration.slope", fit.Value.Slope);
        vector.Check("logisticRecalibration.interceptSe", fit.Value.InterceptError);
        vector.Check("logisticRecalibration.slopeSe", fit.Value.SlopeError);
        vector.Check("logisticRecalibration.calibrationInTheLarge", fit.Value.InTheLarge);
    }

    private static void CheckIsotonic(VectorCase vector, IsotonicCalibration isotonic)
    {
        vector.CheckTable("isotonic.fitted", isotonic.Fitted.Select(point => new[] { point.Confidence, point.Rate }));
        vector.Check("isotonic.brier", isotonic.Brier);
        vector.Check("isotonic.miscalibration", isotonic.Miscalibration);
        vector.Check("isotonic.discrimination", isotonic.Discrimination);
        vector.Check("isotonic.uncertainty", isotonic.Uncertainty);
    }
}
