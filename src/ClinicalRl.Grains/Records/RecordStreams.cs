using ClinicalRl.Evaluation.Records;
using ClinicalRl.Grains.Streams;

namespace ClinicalRl.Grains.Records;

/// <summary>On which streams a record that was kept is told of.</summary>
internal static class RecordStreams
{
    /// <summary>What belongs to an assessment, by <c>tenant/assessment</c>.</summary>
    public const string Assessments = "assessment-records";

    /// <summary>What names an evaluator, by <c>tenant/evaluator</c>.</summary>
    public const string Evaluators = "evaluator-records";

    public static IEnumerable<NewMessage> Of(string tenant, RecordSubject subject, EvaluationRecord record, byte[] line)
    {
        if (subject.IsAssessment)
            yield return new NewMessage(Assessments, $"{tenant}/{subject}", line);
        if (RecordNames.Evaluator(record) is { } evaluator)
            yield return new NewMessage(Evaluators, $"{tenant}/{evaluator}", line);
    }
}
