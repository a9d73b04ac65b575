namespace ClinicalRl.Evaluation.Assessments;

/// <summary>Why an evaluator must not judge something.</summary>
/// <param name="Kind">One of <see cref="Kinds"/>.</param>
/// <param name="Value">Id of the reward function or of the episode, <c>key=value</c> of the label; empty for the customer.</param>
public sealed record ConflictOfInterest(string Kind, string Value)
{
    /// <summary>Wrote or signed the reward function that judged an episode.</summary>
    public const string RewardFunction = "reward-function";

    /// <summary>Works for the customer: judges none of its episodes.</summary>
    public const string Customer = "customer";

    /// <summary>Has to do with one episode.</summary>
    public const string Episode = "episode";

    /// <summary>Has to do with all episodes of a label, such as those of one agent.</summary>
    public const string Label = "label";

    /// <summary>The kinds.</summary>
    public static IReadOnlyList<string> Kinds { get; } = [RewardFunction, Customer, Episode, Label];

    /// <summary>Whether it keeps the evaluator from judging an episode.</summary>
    public bool Excludes(EpisodeCandidate candidate) => Kind switch
    {
        Customer => true,
        RewardFunction => candidate.RewardFunction == Value,
        Episode => candidate.Episode == Value,
        Label => candidate.Labels.Contains(Value, StringComparer.Ordinal),
        _ => throw new InvalidOperationException("A conflict of interest has one of the kinds."),
    };
}
