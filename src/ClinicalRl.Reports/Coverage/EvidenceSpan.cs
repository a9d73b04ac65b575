using System.Collections.Immutable;

namespace ClinicalRl.Reports.Coverage;

/// <summary>Which episodes a report rests on.</summary>
/// <param name="Episodes">How many.</param>
/// <param name="From">When the first began, UTC; null without any.</param>
/// <param name="To">When the last began, UTC; null without any.</param>
/// <param name="RewardFunctions">What judged them, as <c>id@version</c>, in ordinal order.</param>
public sealed record EvidenceSpan(int Episodes, DateTimeOffset? From, DateTimeOffset? To, ImmutableArray<string> RewardFunctions)
{
    /// <summary>The span of these episodes.</summary>
    public static EvidenceSpan Of(IEnumerable<CoveredEpisode> episodes)
    {
        var all = episodes.ToList();
        return new EvidenceSpan(
            all.Count, all.Count == 0 ? null : all.Min(episode => episode.Began), all.Count == 0 ? null : all.Max(episode => episode.Began),
            [.. all.Select(episode => episode.RewardFunction).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)]);
    }
}
