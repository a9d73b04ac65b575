using ClinicalRl.Evaluation.Records;

namespace ClinicalRl.Evaluation.Evidence;

/// <summary>A step that one evaluator scored twice.</summary>
internal sealed record RepeatedStep(string Evaluator, string Episode, double Difference)
{
    public static IEnumerable<RepeatedStep> Of(EvidenceLedger ledger)
    {
        var again = ledger.Holding<StepRepeated>();
        if (again.IsEmpty)
            return [];
        var first = ledger.Holding<StepScored>().ToDictionary(score => (score.Evaluator, score.Episode, score.Step), score => score.Score);
        return again.Where(repeat => first.ContainsKey((repeat.Evaluator, repeat.Episode, repeat.Step)))
            .Select(repeat => new RepeatedStep(repeat.Evaluator, repeat.Episode, Math.Abs(repeat.Score - first[(repeat.Evaluator, repeat.Episode, repeat.Step)])));
    }
}
