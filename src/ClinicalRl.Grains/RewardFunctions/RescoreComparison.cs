using System.Collections.Immutable;
using System.Text.Json;
using ClinicalRl.Audit.Rescoring;
using ClinicalRl.Reports.Trials;
using ClinicalRl.Rewards;
using ClinicalRl.Statistics;
using ClinicalRl.Statistics.Concordance;
using ClinicalRl.Statistics.Resampling;

namespace ClinicalRl.Grains.RewardFunctions;

/// <summary>What another reward function would have made of the same episodes: a paired comparison, whose unit is the episode.</summary>
public sealed record RescoreComparison
{
    /// <summary>Most episodes listed one by one.</summary>
    public const int MaxListed = 1_000;

    /// <summary>The function that judged anew.</summary>
    public required RewardFunction Function { get; init; }

    /// <summary>Every episode, in the order given.</summary>
    public required ImmutableArray<RescoredEpisode> Episodes { get; init; }

    /// <summary>Episodes judged by both.</summary>
    public required int Compared { get; init; }

    /// <summary>Mean reward as recorded; null when nothing was compared.</summary>
    public required double? MeanBefore { get; init; }

    /// <summary>Mean reward under the other function.</summary>
    public required double? MeanAfter { get; init; }

    /// <summary>Mean of the differences, after minus before, with its 95% bootstrap interval.</summary>
    public required ClusterMean Shift { get; init; }

    /// <summary>Kendall's tau-b between the two orders of the episodes: 1 when the order stays.</summary>
    public required Estimate<KendallTau> RankCorrelation { get; init; }

    /// <summary>Episodes that pay (0.5 or more) under one function and not under the other.</summary>
    public required ImmutableArray<RescoredEpisode> Flips { get; init; }

    /// <summary>Compares.</summary>
    public static RescoreComparison Of(RewardFunction function, IReadOnlyList<RescoredEpisode> episodes)
    {
        var pairs = episodes.Where(episode => episode.Obstacle is null).ToList();
        double[] before = [.. pairs.Select(pair => pair.Before)], after = [.. pairs.Select(pair => pair.After)];
        double[] shifts = [.. pairs.Select(pair => pair.After - pair.Before)];
        return new RescoreComparison
        {
            Function = function,
            Episodes = [.. episodes],
            Compared = pairs.Count,
            MeanBefore = pairs.Count == 0 ? null : before.Average(),
            MeanAfter = pairs.Count == 0 ? null : after.Average(),
            Shift = ClusterMean.Of(Clusters.OfSingles(shifts), BootstrapPlan.Named($"rescore-{function.Hash}|mean-shift|v1")),
            RankCorrelation = KendallTau.Of(new PairedValues(before, after)),
            Flips = [.. pairs.Where(pair => (pair.Before >= PolicyTrials.Paying) != (pair.After >= PolicyTrials.Paying))],
        };
    }

    /// <summary>Writes it as an object.</summary>
    public void WriteTo(Utf8JsonWriter writer)
    {
        writer.WriteStartObject();
        writer.WriteString("rewardFunction"u8, $"{Function.Id}@{Function.Version}");
        writer.WriteString("hash"u8, Function.Hash);
        writer.WriteString("status"u8, Function.Status.Word());
        writer.WriteNumber("episodes"u8, Episodes.Length);
        writer.WriteNumber("compared"u8, Compared);
        WriteNumber(writer, "meanBefore"u8, MeanBefore);
        WriteNumber(writer, "meanAfter"u8, MeanAfter);
        WriteNumber(writer, "meanShift"u8, Shift.Mean.IsDefined ? Shift.Mean.Value : null);
        WriteNumber(writer, "meanShiftLow"u8, Shift.Interval.IsDefined ? Shift.Interval.Value.Lower : null);
        WriteNumber(writer, "meanShiftHigh"u8, Shift.Interval.IsDefined ? Shift.Interval.Value.Upper : null);
        WriteNumber(writer, "kendallTauB"u8, RankCorrelation.IsDefined ? RankCorrelation.Value.TauB : null);
        writer.WriteString("kendallTauBReason"u8, RankCorrelation.Reason?.Code());
        writer.WriteNumber("flips"u8, Flips.Length);
        WriteEpisodes(writer, "flipped"u8, Flips);
        WriteEpisodes(writer, "items"u8, Episodes);
        writer.WriteEndObject();
    }

    private static void WriteEpisodes(Utf8JsonWriter writer, ReadOnlySpan<byte> name, ImmutableArray<RescoredEpisode> episodes)
    {
        writer.WriteStartArray(name);
        foreach (var episode in episodes.Take(MaxListed))
        {
            writer.WriteStartObject();
            writer.WriteString("episode"u8, episode.Episode);
            writer.WriteString("original"u8, episode.Original);
            WriteNumber(writer, "before"u8, episode.Obstacle is null ? episode.Before : null);
            WriteNumber(writer, "after"u8, episode.Obstacle is null ? episode.After : null);
            writer.WriteString("obstacle"u8, episode.Obstacle);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    }

    private static void WriteNumber(Utf8JsonWriter writer, ReadOnlySpan<byte> name, double? value)
    {
        if (value is { } known)
            writer.WriteNumber(name, known);
        else
            writer.WriteNull(name);
    }
}
