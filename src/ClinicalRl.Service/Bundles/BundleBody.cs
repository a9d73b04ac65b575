using System.Text.Json;

namespace ClinicalRl.Service.Bundles;

/// <summary>Which sealed logs a bundle holds. What is left out chooses nothing out.</summary>
public sealed record BundleBody
{
    /// <summary>Id of an environment.</summary>
    public string? Environment { get; init; }

    /// <summary>Only episodes with all of these labels.</summary>
    public IReadOnlyDictionary<string, string>? Labels { get; init; }

    /// <summary>Only logs sealed then or later: a date, or a time such as 2026-11-22T09:30:00Z.</summary>
    public string? From { get; init; }

    /// <summary>Only logs sealed before then.</summary>
    public string? To { get; init; }

    /// <summary>Only episodes judged by this function, as id@version.</summary>
    public string? RewardFunction { get; init; }

    /// <summary>Share of scenarios that may fail, above 0 and below 1; 0.05 when left out.</summary>
    public double? Tolerated { get; init; }

    /// <summary>The treeSize of a checkpoint that you kept: the bundle proves that the ledger continues it.</summary>
    public long? Since { get; init; }

    /// <summary>The hazard log that the bundle's continues, as it was answered or lies in the bundle before: its rows stay, retired when they are no longer declared.</summary>
    public JsonElement? PreviousHazardLog { get; init; }
}
