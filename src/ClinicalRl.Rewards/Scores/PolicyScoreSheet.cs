using System.Collections.Immutable;
using System.Text.Json;
using ClinicalRl.Simulation.Environments;

namespace ClinicalRl.Rewards.Scores;

/// <summary>How one hand-written policy did.</summary>
/// <param name="Policy">Its name.</param>
/// <param name="MeanReward">Mean episode reward, 0 to 1.</param>
/// <param name="Low">Lower end of its 95% interval (bootstrap over episodes).</param>
/// <param name="High">Upper end.</param>
/// <param name="PaidShare">Share of episodes with a reward of at least 0.5.</param>
public sealed record PolicyScore(string Policy, double MeanReward, double Low, double High, double PaidShare);

/// <summary>
/// Measured scores of an environment's policies under one reward function: what doing the right thing earns, and what can be had
/// without it. A sheet belongs to the exact document and content whose hashes it names.
/// </summary>
public sealed record PolicyScoreSheet
{
    private const string Folder = "Scores/";
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { WriteIndented = true, NewLine = "\n" };

    /// <summary>Environment id.</summary>
    public required string Environment { get; init; }

    /// <summary>Environment version.</summary>
    public required string EnvironmentVersion { get; init; }

    /// <summary>SHA-256 of the environment's content.</summary>
    public required string ContentHash { get; init; }

    /// <summary>Reward function id.</summary>
    public required string RewardFunction { get; init; }

    /// <summary>Reward function version.</summary>
    public required string RewardFunctionVersion { get; init; }

    /// <summary>SHA-256 of the document.</summary>
    public required string RewardFunctionHash { get; init; }

    /// <summary>Split played; the difficulty is standard.</summary>
    public required string Split { get; init; }

    /// <summary>First seed; the others follow it.</summary>
    public required ulong FirstSeed { get; init; }

    /// <summary>Episodes of each policy.</summary>
    public required int Episodes { get; init; }

    /// <summary>One row per policy, in the environment's order.</summary>
    public required ImmutableArray<PolicyScore> Scores { get; init; }

    /// <summary>For each criterion one place where it was met and one where it was not, where there are such; empty when none were looked for.</summary>
    public ImmutableArray<CriterionExample> Examples { get; init; } = [];

    /// <summary>The sheet shipped for a reward function, or null when none was measured for exactly this document and content.</summary>
    public static PolicyScoreSheet? For(RewardFunction function, EnvironmentSpec environment)
    {
        using var stream = typeof(PolicyScoreSheet).Assembly.GetManifestResourceStream($"{Folder}{function.Id}.json");
        var sheet = stream is null ? null : JsonSerializer.Deserialize<PolicyScoreSheet>(stream, Json);
        return sheet is not null && sheet.IsOf(function, environment) ? sheet : null;
    }

    /// <summary>Whether it was measured for exactly this document and this content.</summary>
    public bool IsOf(RewardFunction function, EnvironmentSpec environment) => RewardFunctionHash == function.Hash && ContentHash == environment.ContentHash;

    /// <summary>Reads what <see cref="ToJson"/> wrote; null when it is something else.</summary>
    public static PolicyScoreSheet? FromJson(string json)
    {
        try
        {
            return JsonSerializer.Deserialize<PolicyScoreSheet>(json, Json);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    /// <summary>The sheet as the JSON text that is shipped.</summary>
    public string ToJson() => JsonSerializer.Serialize(this, Json) + "\n";
}
