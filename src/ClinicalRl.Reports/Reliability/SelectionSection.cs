using System.Collections.Immutable;
using System.Globalization;
using ClinicalRl.Evaluation.Evidence;
using ClinicalRl.Evaluation.Records;
using ClinicalRl.Reports.Documents;

namespace ClinicalRl.Reports.Reliability;

/// <summary>What was judged, and how it was chosen.</summary>
internal static class SelectionSection
{
    public static ReportSection Of(ReportSource source)
    {
        var evidence = source.Evidence;
        return new ReportSection("selection", "What was judged, and how it was chosen")
        {
            Text =
            [
                string.Create(CultureInfo.InvariantCulture, $"{evidence.Episodes.Length} episodes with {evidence.Steps.Count()} judged steps, scored by {evidence.Evaluators.Count(evaluator => evaluator.Steps > 0)} evaluators. The report rests on {evidence.Records} records; {evidence.Superseded} of them were corrected later and count for nothing, but stay on record."),
                "In an assessment no evaluator is shown another's scores, the automatic reward or the name of the agent. An evaluator's scores enter when the evaluator is qualified for the environment and has rated at least 8 gold items; all other scores are shown and do not enter.",
            ],
            Tables =
            [
                new ReportTable(
                    "assessments", "Assessments",
                    [
                        new("assessment", "Assessment", 2), new("selection", "Chosen by"), new("population", "Episodes to choose from"), new("chosen", "Chosen"),
                        new("evaluatorsPerEpisode", "Evaluators each"), new("rewardFunction", "Automatic reward", 1.6),
                    ],
                    [.. evidence.Assessments.Select(assessment => (ImmutableArray<ReportCell>)
                        [assessment.Assessment, assessment.Selection, assessment.Population, assessment.Chosen, assessment.EvaluatorsPerEpisode, assessment.RewardFunction])]),
                Groups("environments", "Episodes by environment", "Environment", evidence, episode => episode.Environment),
                Groups("policies", "Episodes by version of the policy", "Policy", evidence, episode => episode.PolicyVersion),
            ],
        };
    }

    private static ReportTable Groups(string id, string caption, string title, CalibratedEvidence evidence, Func<EpisodeSelected, string> group) => new(
        id, caption,
        [
            new("group", title, 2), new("episodes", "Episodes"), new("scenarios", "Scenarios"), new("steps", "Steps"), new("scores", "Scores of steps"),
            new("scored", "Episodes with a score"),
        ],
        [.. evidence.Episodes.GroupBy(episode => group(episode.Selected), StringComparer.Ordinal).OrderBy(own => own.Key, StringComparer.Ordinal).Select(own => (ImmutableArray<ReportCell>)
        [
            own.Key, own.Count(), own.Select(episode => episode.Selected.Scenario).Distinct(StringComparer.Ordinal).Count(), own.Sum(episode => episode.Steps.Length),
            own.Sum(episode => episode.Steps.Sum(step => step.Given.Length)), own.Count(episode => episode.Score.IsDefined),
        ])]);
}
