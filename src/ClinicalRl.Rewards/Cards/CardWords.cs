using ClinicalRl.Simulation.Facts;

namespace ClinicalRl.Rewards.Cards;

/// <summary>Sentences that every form of the card says in the same way.</summary>
public static class CardWords
{
    /// <summary>How far the version has come, and what it must not be used for.</summary>
    public static string Notice(RewardStatus status) => status switch
    {
        RewardStatus.Signed => "Synthetic; signed by a registered specialist; not for the care of patients.",
        RewardStatus.Superseded => "Synthetic; signed once and since replaced; not for the care of patients.",
        RewardStatus.Revoked => "Revoked: not to be relied on. Synthetic; not for the care of patients.",
        RewardStatus.InReview => "Synthetic; in review, unsigned by any clinician; not for the care of patients.",
        _ => "Synthetic; a draft, unsigned by any clinician; not for the care of patients.",
    };

    /// <summary>How a reward is made, sentence by sentence.</summary>
    public static IReadOnlyList<string> Scoring(RewardDocument document) =>
    [
        "Whatever happens in a step is judged by each criterion below that applies to it: met scores 1, partly met 0.5, not met 0. "
            + "The step's reward is the mean of these scores, each counted by its criterion's weight, and lies between 0 and 1.",
        document.Neutral == NeutralStep.Zero
            ? "A step in which nothing is judged earns 0 and does not count towards the episode."
            : "A step in which nothing is judged repeats the last judged reward and does not count towards the episode.",
        document.Aggregate == EpisodeAggregate.Mean
            ? "The episode's reward is the plain mean of its judged steps; the mean weighted by severity is reported beside it."
            : "The episode's reward is the mean of its judged steps, each counted by the weights judged in it; the plain mean is reported beside it.",
        $"A policy that plays without clinical sense must not reach {CardCriterion.Number(document.ExploitCeiling)} on average, or the function cannot be signed.",
    ];

    /// <summary>Values a fact may have.</summary>
    internal static string Range(FactField fact) => fact.Type switch
    {
        FactType.Boolean => "yes or no",
        FactType.Symbol => string.Join(", ", fact.Symbols).Replace('_', ' '),
        _ => $"{CardCriterion.Number(fact.Min)} to {CardCriterion.Number(fact.Max)}{(fact.Unit is null ? "" : " " + fact.Unit)}",
    };

    /// <summary>Which policies stand in the way of a signature, or that none does; null when they were not measured.</summary>
    internal static string? Ceiling(RewardCardContent content)
    {
        if (content.Scores is not { } scores)
            return null;
        var ceiling = content.Function.Document.ExploitCeiling;
        var above = scores.Scores.Where(score => score.High > ceiling && content.Policies.Any(policy => policy.Name == score.Policy && policy.IsDegenerate)).Select(score => score.Policy).ToList();
        return above.Count == 0
            ? $"Every policy that must score low stays under the ceiling of {CardCriterion.Number(ceiling)}."
            : $"Not to be signed as it stands: {string.Join(", ", above)} must score low and is not shown to stay under the ceiling of {CardCriterion.Number(ceiling)}.";
    }

    /// <summary>How the policies were measured, or that they were not.</summary>
    internal static string Measured(RewardCardContent content) => content.Scores is { } scores
        ? FormattableString.Invariant($"Mean episode reward over {scores.Episodes} {scores.Split} episodes from seed {scores.FirstSeed}, standard difficulty, with its 95% interval (bootstrap over episodes).")
        : "The policies have not been measured under exactly this document.";
}
