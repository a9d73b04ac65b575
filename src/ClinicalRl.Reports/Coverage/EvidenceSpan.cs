using System.Collections.Immutable;

namespace ClinicalRl.Reports.Coverage;

/// <summary>A selected log that could not be counted.</summary>
/// <param name="Log">The episode's id, or the file.</param>
/// <param name="Reason">Why, in one sentence.</param>
public sealed record UncountedLog(string Log, string Reason);

/// <summary>How a report's episodes were chosen.</summary>
/// <param name="Words">The choice in words.</param>
/// <param name="Uncounted">What was chosen and could not be counted.</param>
public sealed record EvidenceChoice(string Words, ImmutableArray<UncountedLog> Uncounted)
{
    /// <summary>Every log given.</summary>
    public static EvidenceChoice Everything { get; } = new("every log given", []);
}

/// <summary>Which episodes a report rests on.</summary>
/// <param name="Choice">How they were chosen.</param>
/// <param name="Episodes">How many were counted.</param>
/// <param name="From">When the first began, UTC; null without any.</param>
/// <param name="To">When the last began, UTC; null without any.</param>
/// <param name="RewardFunctions">What judged them, as <c>id@version</c>, in ordinal order.</param>
public sealed record EvidenceSpan(EvidenceChoice Choice, int Episodes, DateTimeOffset? From, DateTimeOffset? To, ImmutableArray<string> RewardFunctions)
{
    /// <summary>The span of these episodes.</summary>
    public static EvidenceSpan Of(IReadOnlyCollection<CoveredEpisode> episodes, EvidenceChoice choice) => new(
        choice, episodes.Count, episodes.Count == 0 ? null : episodes.Min(episode => episode.Began), episodes.Count == 0 ? null : episodes.Max(episode => episode.Began),
        [.. episodes.Select(episode => episode.RewardFunction).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)]);
}
