using ClinicalRl.Audit.Access;
using ClinicalRl.Grains.Access;
using ClinicalRl.Grains.Episodes;
using ClinicalRl.Grains.Ledger;
using ClinicalRl.Service.Answers;
using ClinicalRl.Service.Cluster;
using ClinicalRl.Service.Problems;
using ClinicalRl.Service.Tenancy;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Authorization.Policy;
using Microsoft.AspNetCore.Http.HttpResults;
using Orleans.Runtime;

namespace ClinicalRl.Service.Access;

/// <summary>
/// Enters who asked for records in the tenant's access ledger. When that cannot be made durable the request is refused: a read that nobody knows of would be a hole in the
/// trail, and what is recorded can be read a moment later.
/// </summary>
internal sealed class AccessRecorder(IGrainFactory grains, TimeProvider time)
{
    private static readonly Problem Unrecorded = new(ProblemKind.Unavailable, "It could not be recorded that you read this, so nothing was given out; the same request may be repeated.");

    /// <summary>The result, or a refusal when it could not be recorded. Progress of a job, which shows nothing recorded, is passed on as it is.</summary>
    public async ValueTask<object?> RecordAsync(HttpContext context, object? result)
    {
        if (result is JsonBytes { IsProgress: true })
            return result;
        var outcome = result is Problem problem ? problem.Kind.Slug : AccessEvent.Granted;
        var made = (result as JsonBytes)?.Location?.Split('/')[^1];
        if (await TryRecordAsync(EventOf(context, outcome, made)))
            return result;
        if (result is FileStreamHttpResult { FileStream: { } stream })
            await stream.DisposeAsync();
        return Unrecorded;
    }

    /// <summary>Records that a key without the scope asked.</summary>
    public async ValueTask RecordForbiddenAsync(HttpContext context) => await TryRecordAsync(EventOf(context, ProblemKind.Forbidden.Slug, null));

    private async ValueTask<bool> TryRecordAsync(AccessEvent entry)
    {
        try
        {
            return await ClusterCall.RepeatAsync(grains.GetGrain<IAccessLedgerGrain>(entry.Tenant), entry.ToBytes(), static async (ledger, bytes) =>
            {
                await ledger.RecordAsync(bytes);
                return true;
            });
        }
        catch (Exception error) when (error is LedgerUnavailableException or OrleansException or TimeoutException)
        {
            return false;
        }
    }

    private AccessEvent EventOf(HttpContext context, string result, string? made)
    {
        var caller = context.Caller();
        var action = context.Request.Method switch { "POST" => "start", "DELETE" => "cancel", _ => AccessEvent.Read };
        return new AccessEvent(
            caller.Tenant.Text, AccessEventIds.Create(), time.GetUtcNow(), caller.KeyId, action, context.GetEndpoint()!.Metadata.GetMetadata<Recorded>()!.Kind, made ?? SubjectOf(context),
            AccessEvent.Fit(context.Request.QueryString.Value ?? ""), result);
    }

    /// <summary>The one thing that the path names; nothing when it names none, or what cannot be an id.</summary>
    private static string SubjectOf(HttpContext context) =>
        context.Request.RouteValues.Values.OfType<string>().FirstOrDefault() is { } named && EpisodeKey.IsId(named) ? named : "";
}

/// <summary>Refuses as ever, and of routes that give out records also records it.</summary>
internal sealed class RecordedRefusals : IAuthorizationMiddlewareResultHandler
{
    private readonly AuthorizationMiddlewareResultHandler usual = new();

    public async Task HandleAsync(RequestDelegate next, HttpContext context, AuthorizationPolicy policy, PolicyAuthorizationResult authorizeResult)
    {
        if (authorizeResult.Forbidden && context.User is CallerPrincipal && context.GetEndpoint()?.Metadata.GetMetadata<Recorded>() is not null)
            await context.RequestServices.GetRequiredService<AccessRecorder>().RecordForbiddenAsync(context);
        await usual.HandleAsync(next, context, policy, authorizeResult);
    }
}
