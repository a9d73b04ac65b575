using System.Text.Json;
using ClinicalRl.Grains.Episodes;
using ClinicalRl.Grains.Tenancy;
using ClinicalRl.Service.Episodes;
using ClinicalRl.Service.Cluster;
using ClinicalRl.Service.Hosting;
using ClinicalRl.Service.OpenApi;
using ClinicalRl.Service.Problems;
using ClinicalRl.Service.Quotas;
using ClinicalRl.Service.Reading;
using ClinicalRl.Service.Tenancy;
using Microsoft.Extensions.Options;
using Orleans.Runtime;

namespace ClinicalRl.Service.Batches;

/// <summary>Many episodes or steps in one request; each item has its own result or problem.</summary>
internal static class BatchesApi
{
    private static readonly Problem Lost = new(ProblemKind.Unavailable, "The episode did not answer in time; the same item may be repeated.");

    private static readonly Problem TooMany = new(ProblemKind.TooManyRequests, "Too much of the tenant's work is waiting; the same item may be repeated.") { RetryAfterSeconds = 1 };

    private static readonly Problem AfterFailure = new(ProblemKind.Conflict, "An earlier step of this episode in the batch was refused, so this one was not taken.");

    /// <summary>Maps <c>/v1/batch</c>.</summary>
    public static void MapBatches(this IEndpointRouteBuilder routes)
    {
        var batches = routes.MapGroup("/v1/batch").WithTags("Batches");
        batches.MapPost("/episodes", CreateAsync).Guarded(KeyScopes.Agent, RequestLimits.BatchBodyBytes).WithMetadata(new BeginsEpisodes(), new TakesTurns()).Describe(BatchDescriptions.Episodes);
        batches.MapPost("/steps", StepAsync).Guarded(KeyScopes.Agent, RequestLimits.BatchBodyBytes).WithMetadata(new TakesTurns()).Describe(BatchDescriptions.Steps);
    }

    private static async Task<IResult> CreateAsync(HttpContext context, EpisodeCalls episodes, FairTurns fair, IOptions<RequestLimits> limits)
    {
        if (!IdempotencyKey.TryRead(context.Request, out var idempotency, out var problem))
            return problem!;
        var body = await JsonBody.ReadAsync(context);
        if (body.Problem is not null)
            return body.Problem;
        var fields = new RequestFields(body.Root, "", "items");
        if (!fields.TryGet("items", out var items) || items.ValueKind != JsonValueKind.Array || items.GetArrayLength() is < 1 or > RequestLimits.BatchItems)
            fields.Fail("items", $"an array of 1 to {RequestLimits.BatchItems} items");
        if (fields.Problem is not null)
            return fields.Problem;

        var caller = context.Caller();
        var turns = fair.Of(caller.Tenant);
        var elements = items.EnumerateArray().ToArray();
        var results = new BatchItem[elements.Length];
        await BoundedWork.RunAsync(elements.Length, limits.Value.BatchParallelism, async i =>
        {
            using var turn = await turns.TakeAsync(context.RequestAborted);
            results[i] = !turn.IsAcquired ? BatchItem.Refused(TooMany) : CreateRequest.TryRead(elements[i], "", caller.KeyId, out var request, out var wrong)
                ? await AnswerAsync(episodes.CreateAsync(caller, idempotency.EpisodeId(caller.Tenant, "batch", i), request))
                : BatchItem.Refused(wrong!);
        });
        return new BatchResults(results);
    }

    private static async Task<IResult> StepAsync(HttpContext context, EpisodeCalls episodes, FairTurns fair, IOptions<RequestLimits> limits)
    {
        var body = await RequestBody.ReadAsync(context);
        if (body.Problem is not null)
            return body.Problem;
        if (!BatchStepsRequest.TryRead(body.Bytes, out var steps, out var problem))
            return problem!;

        var caller = context.Caller();
        var turns = fair.Of(caller.Tenant);
        var results = new BatchItem[steps.Count];
        var chains = StepChains.Of(steps);
        await BoundedWork.RunAsync(chains.Firsts.Count, limits.Value.BatchParallelism, async chain =>
        {
            var refused = false;
            for (var i = chains.Firsts[chain]; i != StepChains.End; i = chains.Next[i])
            {
                using var turn = await turns.TakeAsync(context.RequestAborted);
                results[i] = refused ? BatchItem.Refused(AfterFailure) : !turn.IsAcquired ? BatchItem.Refused(TooMany) : await TakeAsync(caller, episodes, steps[i]);
                refused = results[i].Problem is not null;
            }
        });
        return new BatchResults(results);
    }

    private static ValueTask<BatchItem> TakeAsync(Caller caller, EpisodeCalls episodes, in BatchStep step) =>
        step.Problem is not null
            ? ValueTask.FromResult(BatchItem.Refused(step.Problem))
            : AnswerAsync(episodes.StepAsync(caller, step.Episode, step.Step, step.Action));

    private static async ValueTask<BatchItem> AnswerAsync(ValueTask<EpisodeReply> calling)
    {
        try
        {
            return BatchItem.Of(await calling);
        }
        catch (Exception exception) when (exception is OrleansException or TimeoutException)
        {
            return BatchItem.Refused(Lost);
        }
    }
}
