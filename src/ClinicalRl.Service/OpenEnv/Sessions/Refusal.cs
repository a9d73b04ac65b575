using ClinicalRl.Grains.Episodes;
using ClinicalRl.Service.OpenEnv.Messages;
using ClinicalRl.Service.Quotas;

namespace ClinicalRl.Service.OpenEnv.Sessions;

/// <summary>Why a request was not carried out.</summary>
internal enum RefusalKind
{
    /// <summary>There is no such episode.</summary>
    NotFound,

    /// <summary>Another session, or another request, was there first; or nothing was begun yet.</summary>
    Conflict,

    /// <summary>The episode has ended.</summary>
    Finished,

    /// <summary>A field cannot be used.</summary>
    Invalid,

    /// <summary>Nothing was promised; the request may be repeated.</summary>
    Unavailable,

    /// <summary>A quota of the tenant is used up.</summary>
    OverQuota,
}

/// <summary>A request that was not carried out.</summary>
/// <param name="Kind">Why.</param>
/// <param name="Message">One sentence for the client.</param>
/// <param name="Fault">The field at fault, when it is one.</param>
internal sealed record Refusal(RefusalKind Kind, string Message, FieldFault? Fault = null)
{
    /// <summary>The quota that is used up, or null.</summary>
    public Quota? Quota { get; init; }

    /// <summary>A quota that is used up.</summary>
    public static Refusal Of(Quota quota) => new(RefusalKind.OverQuota, quota.Detail) { Quota = quota };

    /// <summary>A step before any reset.</summary>
    public static Refusal NothingBegun { get; } = new(RefusalKind.Conflict, "No episode has begun in this session: send a reset first.");

    /// <summary>Something that may pass.</summary>
    public static Refusal Unavailable { get; } = new(RefusalKind.Unavailable, "The service could not answer now; the same message may be repeated.");

    /// <summary>An episode nobody knows.</summary>
    public static Refusal UnknownEpisode(string episodeId) =>
        new(RefusalKind.NotFound, $"There is no episode '{WireJson.Shorten(episodeId)}' in this environment.");

    /// <summary>An unfinished episode that the client did not say it would continue.</summary>
    public static Refusal Unfinished(string episodeId) => new(
        RefusalKind.Conflict,
        $"Episode '{WireJson.Shorten(episodeId)}' is unfinished: reset with resume true continues it, restart true ends it and begins anew.");

    /// <summary>What the grain's answer says, in this wire's words.</summary>
    public static Refusal Of(in EpisodeReply reply) => reply.Outcome switch
    {
        EpisodeOutcome.NotFound => new(RefusalKind.NotFound, reply.Detail ?? "There is no such episode."),
        EpisodeOutcome.Conflict => new(
            RefusalKind.Conflict, (reply.Detail ?? "The episode went on elsewhere.") + " Reset with resume true to continue from where it stands."),
        EpisodeOutcome.Finished => new(RefusalKind.Finished, "The episode has ended: send a reset to begin another."),
        EpisodeOutcome.Invalid => OfField(reply.Field ?? "data", reply.Detail ?? "something else"),
        _ => Unavailable,
    };

    private static Refusal OfField(string field, string expected)
    {
        var name = field switch
        {
            "rewardFunction" => "reward_function",
            "environment" => "environment_version",
            _ => field.StartsWith("action.", StringComparison.Ordinal) ? field["action.".Length..] : field,
        };
        return new Refusal(RefusalKind.Invalid, $"'{name}' must be {expected}.", FieldFault.Value(name, expected, "null"u8.ToArray()));
    }
}
