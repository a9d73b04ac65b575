using ClinicalRl.Grains.Episodes;
using ClinicalRl.Service.Problems;

namespace ClinicalRl.Service.Quotas;

/// <summary>A limit that the operator set for a tenant, as a refusal names it.</summary>
/// <param name="Name">Its wire name.</param>
/// <param name="RetryAfterSeconds">When asking again may help.</param>
/// <param name="Detail">What a refused caller is told.</param>
internal sealed record Quota(string Name, int RetryAfterSeconds, string Detail)
{
    public static Quota LiveEpisodes { get; } = new("liveEpisodes", 1, "The tenant has as many episodes that are not sealed as it may have; end some.");

    public static Quota StepsPerSecond { get; } = new("stepsPerSecond", 1, "The tenant takes as many steps a second as it may take.");

    public static Quota StoredBytes { get; } = new("storedBytes", 3_600, "The tenant stores as many bytes as it may store: no episode begins. Whoever runs the service can raise the quota.");

    /// <summary>The refusal as an episode's reply.</summary>
    public EpisodeReply Reply => new(EpisodeOutcome.OverQuota, default, Name, Detail);

    /// <summary>The quota that a reply names.</summary>
    public static Quota Of(in EpisodeReply reply)
    {
        var name = reply.Field;
        return ((Quota[])[LiveEpisodes, StepsPerSecond, StoredBytes]).First(quota => quota.Name == name);
    }

    /// <summary>The refusal over HTTP.</summary>
    public Problem Problem => new(ProblemKind.QuotaExceeded, Detail) { Quota = Name, RetryAfterSeconds = RetryAfterSeconds };
}
