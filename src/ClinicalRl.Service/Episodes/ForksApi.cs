using System.Buffers;
using ClinicalRl.Grains.Episodes;
using ClinicalRl.Grains.Tenancy;
using ClinicalRl.Service.Answers;
using ClinicalRl.Service.Cluster;
using ClinicalRl.Service.Hosting;
using ClinicalRl.Service.OpenApi;
using ClinicalRl.Service.Reading;
using ClinicalRl.Service.Tenancy;
using Microsoft.Extensions.Options;

namespace ClinicalRl.Service.Episodes;

/// <summary>Forks: new episodes that share an episode's first steps.</summary>
internal static class ForksApi
{
    /// <summary>Maps <c>/v1/episodes/{id}/forks</c>.</summary>
    public static void MapForks(this IEndpointRouteBuilder routes) =>
        routes.MapPost("/v1/episodes/{id}/forks", ForkAsync).WithTags("Episodes").Guarded(KeyScopes.Agent).WithMetadata(new BeginsEpisodes()).Describe(EpisodeDescriptions.Fork);

    private static async Task<IResult> ForkAsync(string id, HttpContext context, EpisodeCalls episodes, IOptions<RequestLimits> limits)
    {
        if (!IdempotencyKey.TryRead(context.Request, out var idempotency, out var problem))
            return problem!;
        var body = await JsonBody.ReadAsync(context);
        if (body.Problem is not null)
            return body.Problem;
        var fields = new RequestFields(body.Root, "", "step", "count");
        var step = fields.OptionalInt32("step", 0, int.MaxValue);
        var count = fields.OptionalInt32("count", 1, RequestLimits.Forks) ?? 1;
        if (step is null)
            fields.Fail("step", "a whole number of at least 0, the number of steps to share (required)");
        if (fields.Problem is not null)
            return fields.Problem;

        var caller = context.Caller();
        var request = new CreateFork(id, step!.Value, caller.KeyId);
        var replies = new EpisodeReply[count];
        await BoundedWork.RunAsync(count, limits.Value.BatchParallelism, async i =>
            replies[i] = await episodes.CreateForkAsync(caller, idempotency.EpisodeId(caller.Tenant, "fork of " + id, i), request));
        return Answer(replies);
    }

    private static IResult Answer(EpisodeReply[] replies)
    {
        var output = new ArrayBufferWriter<byte>();
        output.Write("{\"items\":["u8);
        for (var i = 0; i < replies.Length; i++)
        {
            if (EpisodeAnswers.ProblemOf(replies[i]) is { } problem)
                return problem;
            if (i > 0)
                output.Write(","u8);
            output.Write(replies[i].Body.Span);
        }

        output.Write("]}"u8);
        return new JsonBytes(output.WrittenMemory, StatusCodes.Status201Created);
    }
}
