namespace ClinicalRl.Grains.Episodes;

/// <summary>Answers that carry no record.</summary>
internal static class EpisodeReplies
{
    public static EpisodeReply NotFound { get; } = new(EpisodeOutcome.NotFound, default, Detail: "There is no such episode.");

    public static EpisodeReply Invalid(string field, string expected) => new(EpisodeOutcome.Invalid, default, field, expected);

    public static EpisodeReply Unavailable(string detail) => new(EpisodeOutcome.Unavailable, default, Detail: detail);
}
