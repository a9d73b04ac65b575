using System.Collections.Immutable;
using ClinicalRl.Evaluation.Evidence;
using ClinicalRl.Evaluation.Records;

namespace ClinicalRl.Reports.Reliability.Figures;

/// <summary>
/// How often the automatic verdict of a criterion is the evaluators'. A scenario is one trial, for its steps and episodes are not independent: it counts with
/// the share of its compared verdicts that are equal.
/// </summary>
/// <param name="RewardFunction">Id and version of the function that judged.</param>
/// <param name="Criterion">Id of the criterion.</param>
/// <param name="Agreed">Sum over scenarios of the share of equal verdicts.</param>
/// <param name="Scenarios">Scenarios with at least one compared verdict.</param>
/// <param name="Simulated">Whether any of the evaluators is a program.</param>
public sealed record CriterionAgreement(string RewardFunction, string Criterion, double Agreed, int Scenarios, bool Simulated)
{
    /// <summary>
    /// By function and criterion, ordinal order. Only evaluators whose scores enter count; at a step most of them decide what is right, and a draw is half an
    /// agreement. Assessments of one reward function only can be told apart: of several, nothing is said.
    /// </summary>
    internal static ImmutableArray<CriterionAgreement> Of(CalibratedEvidence evidence)
    {
        var functions = evidence.Assessments.Select(assessment => assessment.RewardFunction).Distinct(StringComparer.Ordinal).ToArray();
        if (functions.Length != 1)
            return [];
        var compared = from episode in evidence.Episodes
                       from step in episode.Steps
                       from verdict in step.Automatic.Verdicts
                       let share = ShareAgreeing(step, verdict)
                       where share is not null
                       select (verdict.Criterion, episode.Selected.Scenario, Share: share.Value);
        return
        [
            .. compared.GroupBy(own => own.Criterion, StringComparer.Ordinal).OrderBy(criterion => criterion.Key, StringComparer.Ordinal).Select(criterion =>
            {
                var scenarios = criterion.GroupBy(own => own.Scenario, StringComparer.Ordinal).OrderBy(scenario => scenario.Key, StringComparer.Ordinal)
                    .Select(scenario => scenario.Average(own => own.Share)).ToArray();
                return new CriterionAgreement(functions[0], criterion.Key, scenarios.Sum(), scenarios.Length, evidence.IsSimulated);
            }),
        ];
    }

    /// <summary>1, 0 or for a draw 0.5; null when nobody who counts gave a verdict.</summary>
    private static double? ShareAgreeing(CalibratedStep step, AutomaticVerdict automatic)
    {
        if (!step.Score.IsDefined)
            return null;
        var (met, not) = (0, 0);
        foreach (var verdict in step.Verdicts)
        {
            if (verdict.Criterion != automatic.Criterion || !step.Score.Value.Parts.Any(part => part.Evaluator == verdict.Evaluator))
                continue;
            (met, not) = verdict.Met ? (met + 1, not) : (met, not + 1);
        }

        return met + not == 0 ? null : met == not ? 0.5 : (met > not) == automatic.Met ? 1 : 0;
    }
}
