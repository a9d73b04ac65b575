using ClinicalRl.Evaluation.Banks;
using ClinicalRl.Evaluation.Records;

namespace ClinicalRl.Evaluation.Calibration;

/// <summary>A calibration as records, from which a report or an auditor works out everything again.</summary>
public static class CalibrationRecords
{
    /// <summary>
    /// The answers in the order in which they were given, and each qualification where it was reached. What is answered later comes behind: the records of a file
    /// are the first of those of the file that it becomes.
    /// </summary>
    /// <param name="evaluator">Pseudonym.</param>
    /// <param name="environment">Task family.</param>
    /// <param name="file">Both phases.</param>
    /// <param name="items">The bank.</param>
    /// <param name="first">Sequence number of the first record.</param>
    public static IEnumerable<EvaluationRecord> Of(string evaluator, string environment, CalibrationFile file, IReadOnlyDictionary<string, GoldItem> items, long first)
    {
        var sequence = first;
        foreach (var answer in file.Screens.SelectMany(screen => screen.Answers))
            yield return Of(sequence++, evaluator, environment, answer, items[answer.Item]);
        foreach (var run in file.Runs)
        {
            foreach (var answer in run.Answers)
                yield return Of(sequence++, evaluator, environment, answer, items[answer.Item]);
            if (run.Decision == CalibrationDecision.Qualified)
                yield return new EvaluatorQualified(sequence++, run.Answers[^1].At, evaluator, environment);
        }
    }

    private static EvaluationRecord Of(long sequence, string evaluator, string environment, CalibrationAnswer answer, GoldItem item) => (item.Key, answer.Response) switch
    {
        (ScoreKey key, ScoreResponse given) => new GoldRated(
            sequence, answer.At, evaluator, item.Id, environment, given.Score, key.Reference, key.Tolerance, item.Severity, item.NeverEvent, answer.Confidence, answer.Seconds),
        _ => new GoldAnswered(sequence, answer.At, evaluator, item.Id, environment, answer.Outcome, item.Severity, item.NeverEvent, answer.Confidence, answer.Seconds),
    };
}
