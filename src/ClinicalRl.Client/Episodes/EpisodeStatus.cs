using System.Text.Json;
using System.Text.Json.Serialization;

namespace ClinicalRl.Client.Episodes;

/// <summary>An episode in a list.</summary>
/// <param name="Episode">Its id.</param>
/// <param name="Environment">Environment id.</param>
public sealed record EpisodeSummary(string Episode, string? Environment = null)
{
    /// <summary>Everything else that the service says of it, as sent.</summary>
    [JsonExtensionData]
    public IDictionary<string, JsonElement> Further { get; init; } = new Dictionary<string, JsonElement>(StringComparer.Ordinal);
}

/// <summary>Where an episode stands.</summary>
/// <param name="Episode">Its id.</param>
/// <param name="Environment">Environment id.</param>
/// <param name="Version">Environment version.</param>
/// <param name="Step">Steps taken.</param>
/// <param name="Status"><c>running</c>, <c>terminated</c>, <c>truncated</c> or <c>aborted</c>.</param>
/// <param name="Sealed">Whether its log is closed and stored for good.</param>
/// <param name="Last">The last answer given.</param>
public sealed record EpisodeStatus(string Episode, string Environment, string Version, int Step, string Status, bool Sealed, EpisodeAnswer Last);

/// <summary>All that happened, record by record, as in the run log.</summary>
/// <param name="Header">The log's header.</param>
/// <param name="Steps">The log's step records.</param>
public sealed record Trajectory(JsonElement Header, IReadOnlyList<JsonElement> Steps);
