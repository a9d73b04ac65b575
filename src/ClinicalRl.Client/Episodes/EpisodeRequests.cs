using System.Text.Json.Serialization;

namespace ClinicalRl.Client.Episodes;

/// <summary>Which scenario to play, and how it is scored.</summary>
/// <param name="Environment">Id, <c>id@1</c> or <c>id@1.2.3</c>.</param>
public sealed record CreateEpisode(string Environment)
{
    /// <summary><c>train</c>, <c>validation</c> or <c>heldout</c>.</summary>
    public string Split { get; init; } = "train";

    /// <summary>Any 64-bit seed; null for held-out scenarios.</summary>
    [JsonNumberHandling(JsonNumberHandling.WriteAsString | JsonNumberHandling.AllowReadingFromString)]
    public ulong? Seed { get; init; }

    /// <summary>Which held-out scenario; null for the other splits.</summary>
    public long? Index { get; init; }

    /// <summary><c>easy</c>, <c>standard</c> or <c>hard</c>.</summary>
    public string Difficulty { get; init; } = "standard";

    /// <summary>Id or <c>id@version</c>; null for the environment's own.</summary>
    public string? RewardFunction { get; init; }

    /// <summary>Your key=value pairs, such as <c>run=ppo-17</c>.</summary>
    public IReadOnlyDictionary<string, string>? Labels { get; init; }
}

/// <summary>One step of an episode.</summary>
internal sealed record StepRequest(int Step, AgentAction Action);

/// <summary>Copies of an episode after some of its steps.</summary>
internal sealed record ForkRequest(int Step, int Count);
