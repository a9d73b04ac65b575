using System.Text.Json;
using System.Text.Json.Serialization;

namespace ClinicalRl.Service.Episodes;

/// <summary>What a reset or step led to.</summary>
public abstract record OutcomeAnswer
{
    /// <summary>What the agent sees.</summary>
    public required ObservationAnswer Observation { get; init; }

    /// <summary>Reward of the step, 0 to 1; 0 when nothing was judged; null after reset.</summary>
    public required double? Reward { get; init; }

    /// <summary>Whether any criterion was judged at this step.</summary>
    public required bool Judged { get; init; }

    /// <summary>The task itself ended.</summary>
    public required bool Terminated { get; init; }

    /// <summary>A limit or the caller ended it.</summary>
    public required bool Truncated { get; init; }

    /// <summary>How each criterion judged this step.</summary>
    public required IReadOnlyList<VerdictAnswer> Breakdown { get; init; }

    /// <summary>The episode's reward so far.</summary>
    public required EpisodeRewardAnswer EpisodeReward { get; init; }

    /// <summary>Why the action could not be carried out, or null.</summary>
    public required string? InvalidAction { get; init; }

    /// <summary>Digest of the simulator's state: equal for equal states.</summary>
    public required string State { get; init; }
}

/// <summary>What the agent sees: the same as text and as data.</summary>
public sealed record ObservationAnswer
{
    /// <summary>All that a language model needs, in plain English.</summary>
    public required string Text { get; init; }

    /// <summary>The same, structured; its schema is in the environment.</summary>
    public required JsonElement Data { get; init; }

    /// <summary>Simulated minutes since the scenario began.</summary>
    [JsonPropertyName("time_minutes")]
    public required int TimeMinutes { get; init; }
}

/// <summary>How one criterion judged one event.</summary>
public sealed record VerdictAnswer
{
    /// <summary>Id of the criterion in the reward function.</summary>
    public required string Criterion { get; init; }

    /// <summary>met, partly_met or not_met.</summary>
    public required string Verdict { get; init; }

    /// <summary>1, 0.5 or 0.</summary>
    public required double Score { get; init; }

    /// <summary>Weight of the criterion.</summary>
    public required double Weight { get; init; }

    /// <summary>S0 to S5.</summary>
    public required string Severity { get; init; }

    /// <summary>CS01 to CS10.</summary>
    public required string Category { get; init; }

    /// <summary>Whom it concerns, or null for the whole episode.</summary>
    public required string? Subject { get; init; }

    /// <summary>The facts that the verdict rests on.</summary>
    public required JsonElement Evidence { get; init; }

    /// <summary>The ceiling that fell because the criterion was not met.</summary>
    public JsonElement? Gate { get; init; }
}

/// <summary>The episode's reward so far.</summary>
public sealed record EpisodeRewardAnswer
{
    /// <summary>The episode's reward: the aggregate that the reward function states, then its gates.</summary>
    public required double Reward { get; init; }

    /// <summary>Plain mean over judged steps.</summary>
    public required double Mean { get; init; }

    /// <summary>Mean over judged steps weighted by severity.</summary>
    [JsonPropertyName("severity_weighted")]
    public required double SeverityWeighted { get; init; }

    /// <summary>Steps at which anything was judged.</summary>
    [JsonPropertyName("judged_steps")]
    public required int JudgedSteps { get; init; }

    /// <summary>Ceiling set by gates; 1 when none fell.</summary>
    public required double Cap { get; init; }

    /// <summary>Criteria whose episode gates fell.</summary>
    public required IReadOnlyList<string> Gates { get; init; }
}

/// <summary>A new episode with its first observation.</summary>
public sealed record EpisodeAnswer : OutcomeAnswer
{
    /// <summary>The episode's id.</summary>
    public required string Episode { get; init; }

    /// <summary>Environment id.</summary>
    public required string Environment { get; init; }

    /// <summary>Environment version.</summary>
    public required string Version { get; init; }

    /// <summary>train, validation or heldout.</summary>
    public required string Split { get; init; }

    /// <summary>The seed, for train and validation.</summary>
    public JsonElement? Seed { get; init; }

    /// <summary>The index, for heldout.</summary>
    public JsonElement? Index { get; init; }

    /// <summary>easy, standard or hard.</summary>
    public required string Difficulty { get; init; }

    /// <summary>What scores it.</summary>
    public required RewardFunctionReference RewardFunction { get; init; }

    /// <summary>What these numbers are not.</summary>
    public required string Notice { get; init; }

    /// <summary>Steps taken: 0, or for a fork the steps it shares.</summary>
    public required int Step { get; init; }

    /// <summary>For a fork: what it was forked from.</summary>
    public ParentAnswer? Parent { get; init; }
}

/// <summary>What a fork was made from.</summary>
public sealed record ParentAnswer
{
    /// <summary>The parent's id.</summary>
    public required string Episode { get; init; }

    /// <summary>Steps shared.</summary>
    public required int Step { get; init; }
}

/// <summary>What a step led to.</summary>
public sealed record StepAnswer : OutcomeAnswer
{
    /// <summary>The episode's id.</summary>
    public required string Episode { get; init; }

    /// <summary>Index of the step, 1 for the first.</summary>
    public required int Step { get; init; }

    /// <summary>What scores it.</summary>
    public required RewardFunctionReference RewardFunction { get; init; }

    /// <summary>What these numbers are not.</summary>
    public required string Notice { get; init; }
}
