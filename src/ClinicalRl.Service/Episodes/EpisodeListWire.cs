using System.Text.Json;
using ClinicalRl.Service.Reliability;

namespace ClinicalRl.Service.Episodes;

/// <summary>Where an episode stands.</summary>
public sealed record EpisodeStatusAnswer
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

    /// <summary>Your labels.</summary>
    public IReadOnlyDictionary<string, string>? Labels { get; init; }

    /// <summary>For a fork: what it was forked from.</summary>
    public ParentAnswer? Parent { get; init; }

    /// <summary>Steps taken.</summary>
    public required int Step { get; init; }

    /// <summary>running, terminated, truncated or aborted.</summary>
    public required string Status { get; init; }

    /// <summary>Whether its run log is sealed.</summary>
    public required bool Sealed { get; init; }

    /// <summary>The last answer given.</summary>
    public required JsonElement Last { get; init; }
}

/// <summary>A page of episodes, newest first.</summary>
public sealed record EpisodePage
{
    /// <summary>The episodes.</summary>
    public required IReadOnlyList<EpisodeListItem> Items { get; init; }

    /// <summary>Give it as 'cursor' for the next page; null on the last.</summary>
    public required string? Next { get; init; }
}

/// <summary>An episode in a list.</summary>
public sealed record EpisodeListItem
{
    /// <summary>The episode's id.</summary>
    public required string Episode { get; init; }

    /// <summary>Environment id.</summary>
    public required string Environment { get; init; }

    /// <summary>Environment version.</summary>
    public required string Version { get; init; }

    /// <summary>train, validation or heldout.</summary>
    public required string Split { get; init; }

    /// <summary>easy, standard or hard.</summary>
    public required string Difficulty { get; init; }

    /// <summary>Your labels.</summary>
    public required IReadOnlyDictionary<string, string> Labels { get; init; }

    /// <summary>running, terminated, truncated or aborted.</summary>
    public required string Status { get; init; }

    /// <summary>Steps taken; known exactly once the episode has ended, else as of the last time it was written.</summary>
    public required int Steps { get; init; }

    /// <summary>When it was created, UTC.</summary>
    public required DateTimeOffset Created { get; init; }

    /// <summary>The episode it was forked from, or null.</summary>
    public required string? Parent { get; init; }
}

/// <summary>The forks made.</summary>
public sealed record ForksAnswer
{
    /// <summary>One answer a fork, each with its parent.</summary>
    public required IReadOnlyList<EpisodeAnswer> Items { get; init; }
}

/// <summary>A run log as one object.</summary>
public sealed record TrajectoryAnswer
{
    /// <summary>The episode's id.</summary>
    public required string Episode { get; init; }

    /// <summary>First record of the run log.</summary>
    public required JsonElement Header { get; init; }

    /// <summary>One record a step: action, actor, time and outcome.</summary>
    public required IReadOnlyList<JsonElement> Steps { get; init; }

    /// <summary>Last record of a sealed run log; null while it is open.</summary>
    public required JsonElement? Seal { get; init; }

    /// <summary>What its rewards are worth; null when the log has a form that this version does not know.</summary>
    public required EvidenceAnswer? Evidence { get; init; }
}
