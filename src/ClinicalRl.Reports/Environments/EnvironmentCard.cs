using System.Globalization;
using ClinicalRl.Reports.Pages;
using ClinicalRl.Rewards.Scores;
using ClinicalRl.Simulation.Actions;
using ClinicalRl.Simulation.Environments;
using ClinicalRl.Simulation.Policies;
using ClinicalRl.Simulation.Safety;

namespace ClinicalRl.Reports.Environments;

/// <summary>An environment for a clinician to read: observations, actions, rewards, start, end, hazards, what is unverified, history. Markdown.</summary>
public static class EnvironmentCard
{
    /// <summary>The card; <paramref name="scores"/> of its policies, or null when they were not measured for exactly this content.</summary>
    public static string Of(IEnvironment environment, PolicyScoreSheet? scores)
    {
        var spec = environment.Spec;
        var card = new MarkdownCard();
        card.Title($"{spec.Title} ({spec.Id} {spec.Version})");
        card.Paragraph(spec.Description);
        card.Paragraph("Synthetic; not for the care of patients. Content hash: " + spec.ContentHash);

        card.Heading("Observations");
        card.Paragraph("After every action the agent sees text, the same as structured data, and the simulated minutes since the start. Nothing hidden is ever shown; findings appear only when they are sought.");

        card.Heading("Actions");
        foreach (var tool in spec.Tools)
        {
            card.Subheading(tool.Name);
            card.Paragraph(tool.Description);
            if (!tool.Parameters.IsEmpty)
                card.Table(["Argument", "Type", "Meaning"], tool.Parameters.Select(parameter => (string[])[Name(parameter), Type(parameter), parameter.FullDescription]));
        }

        card.Heading("Rewards");
        card.Paragraph($"Scored by the reward function '{spec.DefaultRewardFunction}' unless another is asked for; its criteria, weights and status are in its own card. It may speak of these events:");
        card.Table(["Event", "When", "Facts"], spec.Facts.Kinds.Select(kind => (string[])[kind.Name, kind.Description, string.Join(", ", kind.Facts.Select(fact => fact.Name))]));

        card.Heading("Start");
        card.Paragraph($"Split ({string.Join(", ", ScenarioWords.Splits)}), seed and difficulty ({string.Join(", ", ScenarioWords.Difficulties)}) fix the scenario completely.");

        card.Heading("End");
        card.Paragraph(string.Create(CultureInfo.InvariantCulture, $"When the task ends (terminated), after {spec.MaxSteps} steps or when the caller ends it (truncated)."));

        AddHazards(card, spec);

        AddPolicies(card, environment, scores);

        card.Heading("Awaiting a specialist's check");
        card.List(spec.Unverified, "Nothing is listed.");

        card.Heading("History");
        card.List(spec.History, "No version was published before.");
        return card.ToString();
    }

    /// <summary>The exploit ceiling: what each policy earns, so that anyone sees what can be had without good care.</summary>
    private static void AddPolicies(MarkdownCard card, IEnvironment environment, PolicyScoreSheet? scores)
    {
        card.Heading("Policies and the exploit ceiling");
        card.Paragraph(scores is null
            ? "Scores have not been measured for exactly this content and reward function."
            : string.Create(
                CultureInfo.InvariantCulture,
                $"Measured over {scores.Episodes} {scores.Split} episodes from seed {scores.FirstSeed}, standard difficulty, with {scores.RewardFunction} {scores.RewardFunctionVersion} (draft, not signed by a clinician); mean episode reward with its 95% bootstrap interval over episodes."));
        card.Table(
            ["Policy", "What it does", "Must score low", "Mean reward", "95% interval", "Episodes paying 0.5 or more"],
            environment.Policies.Select(policy => Row(policy, scores?.Scores.FirstOrDefault(score => score.Policy == policy.Name))));
    }

    private static string[] Row(PolicyDefinition policy, PolicyScore? score) =>
    [
        policy.Name, policy.Description, policy.IsDegenerate ? "yes" : "no",
        score is null ? "not measured" : score.MeanReward.ToString("0.000", CultureInfo.InvariantCulture),
        score is null ? "not measured" : string.Create(CultureInfo.InvariantCulture, $"{score.Low:0.000} to {score.High:0.000}"),
        score is null ? "not measured" : string.Create(CultureInfo.InvariantCulture, $"{score.PaidShare * 100:0.0}%"),
    ];

    private static void AddHazards(MarkdownCard card, EnvironmentSpec spec)
    {
        card.Heading("Hazards");
        card.Table(
            ["Id", "Category", "Severity", "What goes wrong", "Exposed by", "Checked"],
            spec.Hazards.Select(hazard => (string[])
            [
                hazard.Id, $"{hazard.Category} {hazard.Category.Title()}", $"{hazard.Severity} {hazard.Severity.Title()}", hazard.Statement, hazard.Families.IsEmpty ? "any scenario, as drawn" : string.Join(", ", hazard.Families), hazard.Verified ? "yes" : "not yet",
            ]));
    }

    private static string Name(ToolParameter parameter) => parameter.Required ? parameter.Name + " (required)" : parameter.Name;

    private static string Type(ToolParameter parameter) => parameter.Type switch
    {
        ParameterType.Text when !parameter.Allowed.IsEmpty => "one of " + string.Join(", ", parameter.Allowed),
        ParameterType.TextList when !parameter.Allowed.IsEmpty => "list of " + string.Join(", ", parameter.Allowed),
        ParameterType.Integer => string.Create(CultureInfo.InvariantCulture, $"whole number, {parameter.Min} to {parameter.Max}"),
        ParameterType.Number => string.Create(CultureInfo.InvariantCulture, $"number, {parameter.Min} to {parameter.Max}"),
        ParameterType.Boolean => "true or false",
        ParameterType.TextList => "list of texts",
        _ => string.Create(CultureInfo.InvariantCulture, $"text of at most {parameter.MaxLength} characters"),
    };
}
