using ClinicalRl.Evaluation.Banks;

namespace ClinicalRl.Evaluation.Calibration;

/// <summary>An answer to an item in calibration, as given and as scored by the item's rule.</summary>
/// <param name="Item">Id of the item.</param>
/// <param name="Type">What was asked.</param>
/// <param name="Response">What was answered.</param>
/// <param name="Outcome">How right it was, from 0 to 1.</param>
/// <param name="Confidence">Stated probability of being right, from 0 to 1.</param>
/// <param name="Seconds">Time taken.</param>
/// <param name="At">When it was answered, UTC.</param>
public sealed record CalibrationAnswer(string Item, TaskType Type, GoldResponse Response, double Outcome, double Confidence, double Seconds, DateTimeOffset At)
{
    /// <summary>Scores a response; null when it is no answer to the item, and <paramref name="problem"/> names the field and what was expected.</summary>
    public static CalibrationAnswer? Of(GoldItem item, GoldResponse response, double confidence, double seconds, DateTimeOffset at, out string problem)
    {
        var outcome = item.Mark(response, out problem);
        if (outcome is not { } known)
            return null;
        problem = confidence is not (>= 0 and <= 1) ? "confidence: a number from 0 to 1." : !(seconds >= 0 && double.IsFinite(seconds)) ? "seconds: a number of at least 0." : "";
        return problem.Length > 0 ? null : new CalibrationAnswer(item.Id, item.Type, response, known, confidence, seconds, at.ToUniversalTime());
    }
}
