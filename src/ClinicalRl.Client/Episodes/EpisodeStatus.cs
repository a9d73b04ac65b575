using System.Text.Json;

namespace ClinicalRl.Client.Episodes;

/// <summary>An episode in a list.</summary>
/// <param name="Episode">Its id.</param>
/// <param name="Environment">Environment id.</param>
/// <param name="Version">Environment version.</param>
/// <param name="Split">Scenario space.</param>
/// <param name="Difficulty">How hard.</param>
/// <param name="Labels">Your key=value pairs.</param>
/// <param name="Status"><c>running</c>, <c>terminated</c>, <c>truncated</c> or <c>aborted</c>.</param>
/// <param name="Steps">Steps taken; exact once the episode has ended.</param>
/// <param name="Created">When it was created.</param>
/// <param name="Parent">The episode it was forked from, or null.</param>
public sealed record EpisodeSummary(
    string Episode,
    string Environment,
    string Version,
    string Split,
    string Difficulty,
    IReadOnlyDictionary<string, string> Labels,
    string Status,
    int Steps,
    DateTimeOffset Created,
    string? Parent);

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
/// <param name="Seal">The log's last record; null while it is open.</param>
public sealed record Trajectory(JsonElement Header, IReadOnlyList<JsonElement> Steps, JsonElement? Seal);
