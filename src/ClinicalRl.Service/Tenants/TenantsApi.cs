using System.Text.Json;
using ClinicalRl.Grains.Tenancy;
using ClinicalRl.Service.Cluster;
using ClinicalRl.Service.Hosting;
using ClinicalRl.Service.Keys;
using ClinicalRl.Service.OpenApi;
using ClinicalRl.Service.Problems;
using ClinicalRl.Service.Reading;
using ClinicalRl.Service.Tenancy;

namespace ClinicalRl.Service.Tenants;

/// <summary>The tenants, for the operator.</summary>
internal static class TenantsApi
{
    private const string FirstKeyName = "first key";

    /// <summary>The largest whole number that every JSON reader keeps.</summary>
    private const long MaxQuota = 9_007_199_254_740_991;

    /// <summary>Maps <c>/v1/tenants</c>.</summary>
    public static void MapTenants(this IEndpointRouteBuilder routes)
    {
        var tenants = routes.MapGroup("/v1/tenants").WithTags("Tenants");
        tenants.MapGet("", ListAsync).Guarded(KeyScopes.Operator).Describe(TenantDescriptions.List);
        tenants.MapPost("", MakeAsync).Guarded(KeyScopes.Operator).Describe(TenantDescriptions.Make);
        tenants.MapGet("/{tenant}", ReadAsync).Guarded(KeyScopes.Operator).Describe(TenantDescriptions.Read);
        tenants.MapPost("/{tenant}/keys", MakeKeyAsync).Guarded(KeyScopes.Operator).Describe(TenantDescriptions.MakeKey);
        tenants.MapPost("/{tenant}/quotas", SetQuotasAsync).Guarded(KeyScopes.Operator).Describe(TenantDescriptions.SetQuotas);
        tenants.MapPost("/{tenant}/suspensions", SuspendAsync).Guarded(KeyScopes.Operator).Describe(TenantDescriptions.Suspend);
        tenants.MapPost("/{tenant}/resumptions", ResumeAsync).Guarded(KeyScopes.Operator).Describe(TenantDescriptions.Resume);
    }

    private static async Task<IResult> ListAsync(HttpContext context, IGrainFactory grains)
    {
        var fields = new QueryFields(context.Request.Query, "cursor", "limit");
        var limit = (int)(fields.Number("limit", 1, RequestLimits.PageItems) ?? RequestLimits.DefaultPageItems);
        var cursor = fields.Text("cursor");
        if (cursor is not null && !TenantId.TryParse(cursor, out _))
            fields.Fail("cursor", "the 'next' of the page before");
        if (fields.Problem is not null)
            return fields.Problem;
        var ids = await ClusterCall.RepeatAsync(Directory(grains), (cursor, limit), static (directory, page) => directory.ListAsync(page.cursor, page.limit + 1));
        var shown = await Task.WhenAll(ids.Take(limit).Select(id => FindAsync(grains, id)));
        return KeyAnswers.Json(new TenantPage { Items = [.. shown.OfType<TenantAnswer>()], Next = ids.Count > limit ? ids[limit - 1] : null });
    }

    private static async Task<IResult> MakeAsync(HttpContext context, IGrainFactory grains, TimeProvider time)
    {
        var body = await JsonBody.ReadAsync(context);
        if (body.Problem is not null)
            return body.Problem;
        var fields = new RequestFields(body.Root, "", "tenant");
        var id = fields.Text("tenant", TenantId.MaxLength);
        if (fields.Problem is null && (!TenantId.TryParse(id, out _) || TenantId.Reserved.Contains(id, StringComparer.Ordinal)))
            fields.Fail("tenant", "2 to 32 characters of a-z, 0-9 and '-', beginning with a letter, and none of " + string.Join(", ", TenantId.Reserved));
        if (fields.Problem is not null)
            return fields.Problem;
        if (!await ClusterCall.RepeatAsync(Directory(grains), id, static (directory, id) => directory.AddAsync(id)))
            return new Problem(ProblemKind.Conflict, "There are as many tenants as there may be.");
        var secret = ApiKey.Create(TenantId.Parse(id));
        var wanted = (First: NewTenantKey.Of(secret, KeyScopes.All, FirstKeyName), By: context.Caller().Actor);
        var tenant = grains.GetGrain<ITenantGrain>(id);
        if (!await ClusterCall.RepeatAsync(tenant, wanted, static (tenant, wanted) => tenant.CreateAsync(wanted.First, wanted.By)))
            return new Problem(ProblemKind.Conflict, "There is a tenant of that id.", "tenant");
        context.Response.Headers.CacheControl = "no-store";
        var key = (await tenant.ListKeysAsync())[0];
        return KeyAnswers.Json(
            new MadeTenantAnswer { Tenant = (await FindAsync(grains, id))!, FirstKey = new KeySecretAnswer { Key = KeyAnswers.Show(key, time.GetUtcNow()), Secret = secret.Text } },
            StatusCodes.Status201Created) with { Location = "/v1/tenants/" + id };
    }

    private static async Task<IResult> ReadAsync(string tenant, IGrainFactory grains) => await FindAsync(grains, tenant) is { } found ? KeyAnswers.Json(found) : Problem.NotFound("tenant");

    private static async Task<IResult> MakeKeyAsync(string tenant, HttpContext context, IGrainFactory grains, TimeProvider time)
    {
        var body = await JsonBody.ReadAsync(context);
        if (body.Problem is not null)
            return body.Problem;
        var fields = new RequestFields(body.Root, "", "name", "scopes", "expires");
        var (name, scopes, expires) = KeyBodyReader.ReadKey(fields, time.GetUtcNow());
        if (fields.Problem is not null)
            return fields.Problem;
        if (await FindAsync(grains, tenant) is null)
            return Problem.NotFound("tenant");
        var secret = ApiKey.Create(TenantId.Parse(tenant));
        var wanted = (Key: NewTenantKey.Of(secret, scopes, name, expires), By: context.Caller().Actor with { Scopes = KeyScopes.All | KeyScopes.Operator });
        var change = await ClusterCall.RepeatAsync(grains.GetGrain<ITenantGrain>(tenant), wanted, static (tenant, wanted) => tenant.AddKeyAsync(wanted.Key, wanted.By));
        return KeyAnswers.Secret(context, change, secret, time.GetUtcNow());
    }

    private static async Task<IResult> SetQuotasAsync(string tenant, HttpContext context, IGrainFactory grains)
    {
        var body = await JsonBody.ReadAsync(context);
        if (body.Problem is not null)
            return body.Problem;
        var fields = new RequestFields(body.Root, "", "liveEpisodes", "stepsPerSecond", "storedBytes", "documentBytes");
        var quotas = new TenantQuotas(ReadQuota(fields, "liveEpisodes"), ReadQuota(fields, "stepsPerSecond"), ReadQuota(fields, "storedBytes"), ReadQuota(fields, "documentBytes"));
        if (fields.Problem is not null)
            return fields.Problem;
        var wanted = (Quotas: quotas, By: context.Caller().Actor);
        return TenantId.TryParse(tenant, out _)
            && await ClusterCall.RepeatAsync(grains.GetGrain<ITenantGrain>(tenant), wanted, static (tenant, wanted) => tenant.SetQuotasAsync(wanted.Quotas, wanted.By))
            ? KeyAnswers.Json((await FindAsync(grains, tenant))!)
            : Problem.NotFound("tenant");
    }

    private static long? ReadQuota(RequestFields fields, string name)
    {
        if (!fields.TryGet(name, out var value))
            return null;
        if (value.ValueKind == JsonValueKind.Number && value.TryGetInt64(out var quota) && quota is >= 1 and <= MaxQuota)
            return quota;
        fields.Fail(name, $"a whole number from 1 to {MaxQuota}, or null");
        return null;
    }

    private static Task<IResult> SuspendAsync(string tenant, HttpContext context, IGrainFactory grains) =>
        ChangeAsync(tenant, context, grains, static (tenant, wanted) => tenant.SuspendAsync(wanted.Reason, wanted.By));

    private static Task<IResult> ResumeAsync(string tenant, HttpContext context, IGrainFactory grains) =>
        ChangeAsync(tenant, context, grains, static (tenant, wanted) => tenant.ResumeAsync(wanted.Reason, wanted.By));

    private static async Task<IResult> ChangeAsync(string id, HttpContext context, IGrainFactory grains, Func<ITenantGrain, (string Reason, AdminActor By), ValueTask<bool>> change)
    {
        var body = await JsonBody.ReadAsync(context);
        if (body.Problem is not null)
            return body.Problem;
        var fields = new RequestFields(body.Root, "", "reason");
        var reason = KeyBodyReader.ReadReason(fields);
        if (fields.Problem is not null)
            return fields.Problem;
        if (id == TenantId.Operator.Text)
            return new Problem(ProblemKind.Conflict, "The operator cannot be suspended: nobody could resume it.");
        return TenantId.TryParse(id, out _) && await ClusterCall.RepeatAsync(grains.GetGrain<ITenantGrain>(id), (reason, context.Caller().Actor), change)
            ? KeyAnswers.Json((await FindAsync(grains, id))!)
            : Problem.NotFound("tenant");
    }

    /// <summary>The tenant of an id; null when there is none.</summary>
    private static async Task<TenantAnswer?> FindAsync(IGrainFactory grains, string id)
    {
        if (!TenantId.TryParse(id, out _) || await ClusterCall.RepeatAsync(grains.GetGrain<ITenantGrain>(id), 0, static (tenant, _) => tenant.ReadAsync()) is not { } found)
            return null;
        return new TenantAnswer { Tenant = id, Status = found.Suspended is null ? "active" : "suspended", Created = found.Created, Suspended = found.Suspended, GoodKeys = found.GoodKeys, Quotas = Show(found.Quotas) };
    }

    private static QuotasAnswer Show(TenantQuotas quotas) =>
        new() { LiveEpisodes = quotas.LiveEpisodes, StepsPerSecond = quotas.StepsPerSecond, StoredBytes = quotas.StoredBytes, DocumentBytes = quotas.DocumentBytes };

    private static ITenantDirectoryGrain Directory(IGrainFactory grains) => grains.GetGrain<ITenantDirectoryGrain>(TenantId.Operator.Text);
}
