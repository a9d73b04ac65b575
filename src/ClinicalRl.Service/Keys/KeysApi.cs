using ClinicalRl.Grains.Tenancy;
using ClinicalRl.Service.Cluster;
using ClinicalRl.Service.Hosting;
using ClinicalRl.Service.OpenApi;
using ClinicalRl.Service.Problems;
using ClinicalRl.Service.Reading;
using ClinicalRl.Service.Tenancy;

namespace ClinicalRl.Service.Keys;

/// <summary>The keys of the caller's tenant.</summary>
internal static class KeysApi
{
    private const int MaxOverlapSeconds = 86_400;
    private const int MaxIdLength = 64;

    /// <summary>Maps <c>/v1/keys</c>.</summary>
    public static void MapKeys(this IEndpointRouteBuilder routes)
    {
        var keys = routes.MapGroup("/v1/keys").WithTags("Keys");
        keys.MapGet("", ListAsync).Guarded(KeyScopes.Admin | KeyScopes.Auditor).Describe(KeyDescriptions.List);
        keys.MapPost("", MakeAsync).Guarded(KeyScopes.Admin).Describe(KeyDescriptions.Make);
        keys.MapPost("/{key}/rotations", RotateAsync).Guarded(KeyScopes.Admin).Describe(KeyDescriptions.Rotate);
        keys.MapPost("/{key}/revocations", RevokeAsync).Guarded(KeyScopes.Admin).Describe(KeyDescriptions.Revoke);
    }

    private static async Task<IResult> ListAsync(HttpContext context, IGrainFactory grains, TimeProvider time)
    {
        var keys = await ClusterCall.RepeatAsync(Tenant(context, grains), 0, static (tenant, _) => tenant.ListKeysAsync());
        return KeyAnswers.Json(new KeyList { Items = [.. keys.Select(key => KeyAnswers.Show(key, time.GetUtcNow()))] });
    }

    private static async Task<IResult> MakeAsync(HttpContext context, IGrainFactory grains, TimeProvider time)
    {
        var body = await JsonBody.ReadAsync(context);
        if (body.Problem is not null)
            return body.Problem;
        var fields = new RequestFields(body.Root, "", "name", "scopes", "expires");
        var (name, scopes, expires) = KeyBodyReader.ReadKey(fields, time.GetUtcNow());
        if (fields.Problem is not null)
            return fields.Problem;
        var caller = context.Caller();
        var secret = ApiKey.Create(caller.Tenant);
        var wanted = (Key: NewTenantKey.Of(secret, scopes, name, expires), By: caller.Actor);
        var change = await ClusterCall.RepeatAsync(Tenant(context, grains), wanted, static (tenant, wanted) => tenant.AddKeyAsync(wanted.Key, wanted.By));
        return KeyAnswers.Secret(context, change, secret, time.GetUtcNow());
    }

    private static async Task<IResult> RotateAsync(string key, HttpContext context, IGrainFactory grains, TimeProvider time)
    {
        var body = await JsonBody.ReadAsync(context);
        if (body.Problem is not null)
            return body.Problem;
        var fields = new RequestFields(body.Root, "", "overlapSeconds");
        var overlap = fields.OptionalInt32("overlapSeconds", 0, MaxOverlapSeconds);
        if (overlap is null)
            fields.Fail("overlapSeconds", $"a whole number from 0 to {MaxOverlapSeconds} (required)");
        if (fields.Problem is not null)
            return fields.Problem;
        if (key.Length > MaxIdLength)
            return Problem.NotFound("key");
        var caller = context.Caller();
        var secret = ApiKey.Create(caller.Tenant);
        var wanted = (Rotation: new KeyRotation(key, secret.Hash(), TimeSpan.FromSeconds(overlap!.Value)), By: caller.Actor);
        var change = await ClusterCall.RepeatAsync(Tenant(context, grains), wanted, static (tenant, wanted) => tenant.RotateKeyAsync(wanted.Rotation, wanted.By));
        return KeyAnswers.Secret(context, change, secret, time.GetUtcNow());
    }

    private static async Task<IResult> RevokeAsync(string key, HttpContext context, IGrainFactory grains, TimeProvider time)
    {
        var body = await JsonBody.ReadAsync(context);
        if (body.Problem is not null)
            return body.Problem;
        var fields = new RequestFields(body.Root, "", "reason");
        var reason = KeyBodyReader.ReadReason(fields);
        if (fields.Problem is not null)
            return fields.Problem;
        if (key.Length > MaxIdLength)
            return Problem.NotFound("key");
        var wanted = (Key: key, Reason: reason, By: context.Caller().Actor);
        var change = await ClusterCall.RepeatAsync(Tenant(context, grains), wanted, static (tenant, wanted) => tenant.RevokeKeyAsync(wanted.Key, wanted.Reason, wanted.By));
        return change.Outcome == KeyOutcome.Done ? KeyAnswers.Json(KeyAnswers.Show(change.Key!, time.GetUtcNow())) : KeyAnswers.ProblemOf(change.Outcome);
    }

    private static ITenantGrain Tenant(HttpContext context, IGrainFactory grains) => grains.GetGrain<ITenantGrain>(context.Caller().Tenant.Text);
}
