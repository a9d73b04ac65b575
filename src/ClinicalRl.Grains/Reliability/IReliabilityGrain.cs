using Orleans.Concurrency;

namespace ClinicalRl.Grains.Reliability;

/// <summary>What an assessment's records come to, kept up with as they come; keyed <c>tenant/assessment</c>.</summary>
[Alias("clinicalrl.reliability")]
public interface IReliabilityGrain : IGrainWithStringKey
{
    /// <summary>The figures as they were last worked out, at most a moment behind the records.</summary>
    [Alias("read")]
    [AlwaysInterleave]
    ValueTask<AssessmentReliability> ReadAsync();

    /// <summary>What evaluators said of one of its episodes, as JSON of <see cref="Reports.Reliability.Figures.EpisodeFigures"/>; null when it has no such episode.</summary>
    [Alias("episode")]
    [AlwaysInterleave]
    ValueTask<EpisodeEvidence?> EpisodeAsync(string episode);

    /// <summary>
    /// Works everything out anew from the records and compares it with what the stream brought. When they differ the rebuild is kept.
    /// </summary>
    /// <param name="isFinal">Whether records that the stream has not brought yet are a difference, and not only a reason to ask again.</param>
    [Alias("check")]
    ValueTask<ReliabilityCheck> CheckAsync(bool isFinal);
}

/// <summary>What is known of an assessment.</summary>
/// <param name="Figures">JSON of <see cref="Reports.Reliability.Figures.ReliabilityFigures"/>; null while there are none.</param>
/// <param name="Records">Records taken in. More than the figures rest on while they are being worked out.</param>
[GenerateSerializer]
[Immutable]
[Alias("clinicalrl.reliability.assessment")]
public sealed record AssessmentReliability([property: Id(0)] byte[]? Figures, [property: Id(1)] int Records);

/// <summary>What is known of an episode.</summary>
/// <param name="Figures">JSON of <see cref="Reports.Reliability.Figures.EpisodeFigures"/>.</param>
/// <param name="Simulated">Whether any evaluator of the assessment is a program.</param>
[GenerateSerializer]
[Immutable]
[Alias("clinicalrl.reliability.episode")]
public sealed record EpisodeEvidence([property: Id(0)] byte[] Figures, [property: Id(1)] bool Simulated);

/// <summary>What became of a comparison of the streamed state with a rebuild from the records.</summary>
public enum CheckOutcome
{
    /// <summary>They are equal to the last digit.</summary>
    Equal,

    /// <summary>The stream has not brought everything yet.</summary>
    Behind,

    /// <summary>They differ, and the rebuild was taken in the place of what was streamed.</summary>
    Differs,
}

/// <summary>A comparison of the streamed state with a rebuild.</summary>
/// <param name="Outcome">What became of it.</param>
/// <param name="Streamed">SHA-256 of the figures of what was streamed; empty while it is behind.</param>
/// <param name="Rebuilt">SHA-256 of the figures of the records.</param>
/// <param name="Records">Records of the rebuild.</param>
/// <param name="Missing">Of these, not streamed.</param>
[GenerateSerializer]
[Immutable]
[Alias("clinicalrl.reliability.check")]
public sealed record ReliabilityCheck(
    [property: Id(0)] CheckOutcome Outcome, [property: Id(1)] string Streamed, [property: Id(2)] string Rebuilt, [property: Id(3)] int Records, [property: Id(4)] int Missing);
