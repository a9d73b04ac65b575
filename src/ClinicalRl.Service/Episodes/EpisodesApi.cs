using ClinicalRl.Grains.Tenancy;
using ClinicalRl.Service.Cluster;
using ClinicalRl.Service.Hosting;
using ClinicalRl.Service.OpenApi;
using ClinicalRl.Service.Reading;
using ClinicalRl.Service.Tenancy;

namespace ClinicalRl.Service.Episodes;

/// <summary>Episodes: create, step, look at, end.</summary>
internal static class EpisodesApi
{
    /// <summary>Who may look at episodes.</summary>
    public const KeyScopes Readers = KeyScopes.Agent | KeyScopes.Auditor;

    /// <summary>Maps <c>/v1/episodes</c> and what an agent does with one.</summary>
    public static void MapEpisodes(this IEndpointRouteBuilder routes)
    {
        var episodes = routes.MapGroup("/v1/episodes").WithTags("Episodes");
        episodes.MapPost("/", CreateAsync).Guarded(KeyScopes.Agent).WithMetadata(new BeginsEpisodes()).Describe(EpisodeDescriptions.Create);
        episodes.MapGet("/{id}", DescribeAsync).Guarded(Readers).Describe(EpisodeDescriptions.Get);
        episodes.MapPost("/{id}/abort", AbortAsync).Guarded(KeyScopes.Agent).Describe(EpisodeDescriptions.Abort);

        RequestDelegate step = StepAsync;   // no binding: this is most of what the service does
        episodes.MapPost("/{id}/steps", step).WithMetadata(step.Method).Guarded(KeyScopes.Agent).Describe(EpisodeDescriptions.Step);
    }

    private static async Task<IResult> CreateAsync(HttpContext context, EpisodeCalls episodes)
    {
        if (!IdempotencyKey.TryRead(context.Request, out var idempotency, out var problem))
            return problem!;
        var body = await JsonBody.ReadAsync(context);
        if (body.Problem is not null)
            return body.Problem;
        var caller = context.Caller();
        if (!CreateRequest.TryRead(body.Root, "", caller.KeyId, out var request, out problem))
            return problem!;
        var id = idempotency.EpisodeId(caller.Tenant, "episode");
        return EpisodeAnswers.Of(await episodes.CreateAsync(caller, id, request), location: "/v1/episodes/" + id);
    }

    private static async Task StepAsync(HttpContext context)
    {
        var body = await RequestBody.ReadAsync(context);
        var problem = body.Problem;
        if (problem is not null || !StepRequest.TryRead(body.Bytes, out var request, out problem))
        {
            await problem!.ExecuteAsync(context);
            return;
        }

        var episodes = context.RequestServices.GetRequiredService<EpisodeCalls>();
        var reply = await episodes.StepAsync(context.Caller(), (string)context.GetRouteValue("id")!, request.Step, request.Action);
        await EpisodeAnswers.WriteAsync(context, reply);
    }

    private static async Task<IResult> DescribeAsync(string id, HttpContext context, EpisodeCalls episodes) =>
        EpisodeAnswers.Of(await episodes.DescribeAsync(context.Caller(), id));

    private static async Task<IResult> AbortAsync(string id, HttpContext context, EpisodeCalls episodes) =>
        EpisodeAnswers.Of(await episodes.AbortAsync(context.Caller(), id));
}
