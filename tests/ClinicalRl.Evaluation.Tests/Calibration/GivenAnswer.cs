using ClinicalRl.Evaluation.Banks;
using ClinicalRl.Evaluation.Calibration;

namespace ClinicalRl.Evaluation.Tests.Calibration;

/// <summary>Answers of which only the outcome matters.</summary>
internal static class GivenAnswer
{
    public static CalibrationAnswer Of(string item, TaskType type, double outcome, double confidence, double seconds) =>
        new(item, type, new ChoiceResponse("A"), outcome, confidence, seconds, DateTimeOffset.UnixEpoch);
}
