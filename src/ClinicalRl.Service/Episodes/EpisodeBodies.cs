using System.ComponentModel.DataAnnotations;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace ClinicalRl.Service.Episodes;

/// <summary>What an episode is created from.</summary>
public sealed record CreateEpisodeBody
{
    /// <summary>Environment id, id@major or id@version, such as triage-queue@1.</summary>
    [StringLength(128, MinimumLength = 1)]
    public required string Environment { get; init; }

    /// <summary>Scenario space: train, validation or heldout. Train when left out.</summary>
    [AllowedValues("train", "validation", "heldout")]
    public string? Split { get; init; }

    /// <summary>For train and validation: any whole number from 0 to 2^64-1, as a number or as a string of digits.</summary>
    public JsonElement? Seed { get; init; }

    /// <summary>For heldout instead of a seed: a place in the tenant's secret sequence.</summary>
    public JsonElement? Index { get; init; }

    /// <summary>How hard: easy, standard or hard. Standard when left out.</summary>
    [AllowedValues("easy", "standard", "hard")]
    public string? Difficulty { get; init; }

    /// <summary>Reward function id or id@version; the environment's own when left out.</summary>
    [StringLength(128, MinimumLength = 1)]
    public string? RewardFunction { get; init; }

    /// <summary>Your own key=value pairs, at most 16, such as run=ppo-17; they travel in the run log's header.</summary>
    public IReadOnlyDictionary<string, string>? Labels { get; init; }
}

/// <summary>One action: a call of one of the environment's tools.</summary>
public sealed record ActionBody
{
    /// <summary>Name of the tool.</summary>
    [StringLength(64, MinimumLength = 1)]
    public required string Tool { get; init; }

    /// <summary>Arguments as the tool's JSON Schema says; see the environment.</summary>
    public JsonElement? Arguments { get; init; }

    /// <summary>Words to the patient or colleague; judged.</summary>
    [MaxLength(8000)]
    public string? Message { get; init; }

    /// <summary>The agent's reasoning; recorded, never judged.</summary>
    [MaxLength(8000)]
    public string? Rationale { get; init; }

    /// <summary>Stated probability of being right.</summary>
    [Range(0.0, 1.0)]
    public double? Confidence { get; init; }
}

/// <summary>A step to take.</summary>
public record StepBody
{
    /// <summary>Index of this step, 1 for the first; the next one when left out. Give it to make the request safe to repeat.</summary>
    [Range(1, int.MaxValue)]
    public int? Step { get; init; }

    /// <summary>What the agent does.</summary>
    public required ActionBody Action { get; init; }
}

/// <summary>Forks to make.</summary>
public sealed record ForkBody
{
    /// <summary>Steps to share with the parent, 0 to all it has taken.</summary>
    [Range(0, int.MaxValue)]
    public required int Step { get; init; }

    /// <summary>Forks to make; 1 when left out.</summary>
    [Range(1, 64)]
    public int? Count { get; init; }
}

/// <summary>The notice and identity of the reward function that scores.</summary>
public sealed record RewardFunctionReference
{
    /// <summary>Kebab-case id.</summary>
    public required string Id { get; init; }

    /// <summary>Semantic version.</summary>
    public required string Version { get; init; }

    /// <summary>SHA-256 of the document, lower-case hex.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Hash { get; init; }

    /// <summary>draft, in-review, signed, superseded or revoked.</summary>
    public required string Status { get; init; }
}
