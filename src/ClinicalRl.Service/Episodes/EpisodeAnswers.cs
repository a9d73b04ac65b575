using ClinicalRl.Grains.Episodes;
using ClinicalRl.Service.Answers;
using ClinicalRl.Service.Problems;
using ClinicalRl.Service.Quotas;

namespace ClinicalRl.Service.Episodes;

/// <summary>What an episode's reply is over HTTP.</summary>
internal static class EpisodeAnswers
{
    /// <summary>The problem a reply is, or null when it is an answer.</summary>
    public static Problem? ProblemOf(in EpisodeReply reply) => reply.Outcome switch
    {
        EpisodeOutcome.Done or EpisodeOutcome.Created or EpisodeOutcome.Replayed => null,
        EpisodeOutcome.NotFound => Problem.NotFound("episode"),
        EpisodeOutcome.Conflict => new Problem(ProblemKind.Conflict, reply.Detail ?? "The request contradicts what is recorded.", reply.Field),
        EpisodeOutcome.Finished => new Problem(ProblemKind.EpisodeEnded, reply.Detail ?? "The episode has ended.", reply.Field),
        EpisodeOutcome.Invalid => Problem.Invalid(reply.Field ?? "body", reply.Detail ?? "a request that this route describes"),
        EpisodeOutcome.OverQuota => Quota.Of(reply).Problem,
        _ => new Problem(ProblemKind.Unavailable, reply.Detail ?? "The journal did not answer in time; the same request may be repeated."),
    };

    /// <summary>The status of a reply that is an answer.</summary>
    public static int StatusOf(in EpisodeReply reply) => reply.Outcome == EpisodeOutcome.Created ? StatusCodes.Status201Created : StatusCodes.Status200OK;

    /// <summary>A reply as JSON, or as the problem it is.</summary>
    public static IResult Of(in EpisodeReply reply, string? location = null)
    {
        if (ProblemOf(reply) is { } problem)
            return problem;
        return new JsonBytes(reply.Body, StatusOf(reply)) { Location = location, IsReplayed = reply.Outcome == EpisodeOutcome.Replayed };
    }

    /// <summary>Answers at once, without a result object: for steps.</summary>
    public static Task WriteAsync(HttpContext context, in EpisodeReply reply)
    {
        if (ProblemOf(reply) is { } problem)
            return problem.ExecuteAsync(context);
        if (reply.Outcome == EpisodeOutcome.Replayed)
            context.Response.Headers[JsonBytes.ReplayedHeader] = "true";
        return JsonBytes.WriteAsync(context, StatusOf(reply), JsonBytes.Json, reply.Body);
    }
}
