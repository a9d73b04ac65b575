using ClinicalRl.Grains.Tenancy;
using ClinicalRl.Service.Cluster;
using ClinicalRl.Service.Hosting;
using ClinicalRl.Service.Keys;
using ClinicalRl.Service.OpenApi;
using ClinicalRl.Service.Problems;
using ClinicalRl.Service.Reading;
using ClinicalRl.Service.Tenancy;

namespace ClinicalRl.Service.AdminEvents;

/// <summary>What was done to tenants and keys.</summary>
internal static class AdminEventsApi
{
    private static readonly ParameterDescription[] Page =
    [
        new("cursor", IsHeader: false, IsNumber: true, "Number of the first event wanted; the 'next' of the page before."),
        new("limit", IsHeader: false, IsNumber: true, "Most items of the page, 1 to 100; 50 when left out."),
    ];

    private static RouteDescription Own { get; } = new()
    {
        Id = "listAdminEvents",
        Summary = "Read the record of administration",
        Text = "Every change to the tenant and its keys: who, when and what, never a secret. Only ever appended, and written in one piece with the change itself. Needs the scope admin or auditor.",
        Answer = typeof(AdminEventPage),
        Problems = [ProblemKind.InvalidRequest],
        Parameters = Page,
    };

    private static RouteDescription OfTenant { get; } = Own with
    {
        Id = "listTenantAdminEvents",
        Summary = "Read a tenant's record of administration",
        Text = "The same of any tenant. Needs the scope operator.",
        Problems = [ProblemKind.InvalidRequest, ProblemKind.NotFound],
    };

    /// <summary>Maps <c>/v1/admin-events</c>, and the same of a tenant for the operator.</summary>
    public static void MapAdminEvents(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/v1/admin-events", (HttpContext context, IGrainFactory grains) => ListAsync(context.Caller().Tenant.Text, context, grains))
            .WithTags("Keys").Guarded(KeyScopes.Admin | KeyScopes.Auditor).Describe(Own);
        routes.MapGet("/v1/tenants/{tenant}/admin-events", ListAsync).WithTags("Tenants").Guarded(KeyScopes.Operator).Describe(OfTenant);
    }

    private static async Task<IResult> ListAsync(string tenant, HttpContext context, IGrainFactory grains)
    {
        var fields = new QueryFields(context.Request.Query, "cursor", "limit");
        var from = fields.Number("cursor", 0, int.MaxValue) ?? 0;
        var limit = (int)(fields.Number("limit", 1, RequestLimits.PageItems) ?? RequestLimits.DefaultPageItems);
        if (fields.Problem is not null)
            return fields.Problem;
        if (!TenantId.TryParse(tenant, out _))
            return Problem.NotFound("tenant");
        var grain = grains.GetGrain<ITenantGrain>(tenant);
        var events = await ClusterCall.RepeatAsync(grain, (from, limit), static (tenant, page) => tenant.ListEventsAsync(page.from, page.limit + 1));
        if (events.Count == 0 && await ClusterCall.RepeatAsync(grain, 0, static (tenant, _) => tenant.ReadAsync()) is null)
            return Problem.NotFound("tenant");
        return KeyAnswers.Json(new AdminEventPage { Items = [.. events.Take(limit).Select(Show)], Next = events.Count > limit ? events[limit].Number : null });
    }

    private static AdminEventAnswer Show(AdminEvent item) =>
        new() { Number = item.Number, At = item.At, By = item.By, What = item.What, Key = item.Key, Details = item.Details };
}
