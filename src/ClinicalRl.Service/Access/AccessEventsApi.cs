using System.Globalization;
using System.Text.Json;
using ClinicalRl.Audit.Access;
using ClinicalRl.Audit.Ledger;
using ClinicalRl.Grains.Access;
using ClinicalRl.Grains.Journal;
using ClinicalRl.Grains.Tenancy;
using ClinicalRl.Service.Answers;
using ClinicalRl.Service.Hosting;
using ClinicalRl.Service.Ledger;
using ClinicalRl.Service.OpenApi;
using ClinicalRl.Service.Reading;
using ClinicalRl.Service.Tenancy;

namespace ClinicalRl.Service.Access;

/// <summary>Who read what: the events, and the checkpoints and proofs of the ledger they are in.</summary>
internal static class AccessEventsApi
{
    private const KeyScopes Callers = KeyScopes.Auditor | KeyScopes.Admin;

    private const string Kind = "access-events";

    /// <summary>Maps <c>/v1/access-events</c>.</summary>
    public static void MapAccessEvents(this IEndpointRouteBuilder routes)
    {
        var events = routes.MapGroup("/v1/access-events").WithTags("Access events");
        events.MapGet("", ListAsync).Guarded(Callers).Recorded(Kind).Describe(AccessDescriptions.Events);
        events.MapGet("/checkpoint", (HttpContext context, IJournal journal, IGrainFactory grains) => Of(journal, grains).CheckpointAsync(context)).Guarded(Callers).Describe(AccessDescriptions.Checkpoint);
        events.MapGet("/proofs/inclusion", (HttpContext context, IJournal journal, IGrainFactory grains) => Of(journal, grains).InclusionAsync(context, "event", "an event's id"))
            .Guarded(Callers).Recorded(Kind).Describe(AccessDescriptions.Inclusion);
        events.MapGet("/proofs/consistency", (HttpContext context, IJournal journal, IGrainFactory grains) => Of(journal, grains).ConsistencyAsync(context)).Guarded(Callers).Describe(AccessDescriptions.Consistency);
    }

    private static LedgerRoutes<AccessEvent> Of(IJournal journal, IGrainFactory grains) => new(journal.Access, tenant => grains.GetGrain<IAccessLedgerGrain>(tenant).CheckpointAsync());

    private static Task<IResult> ListAsync(HttpContext context, IJournal journal) => LedgerAnswer.OfAsync(async () =>
    {
        var fields = new QueryFields(context.Request.Query, "cursor", "limit", "subject", "key", "kind", "from", "to");
        var limit = (int)(fields.Number("limit", 1, RequestLimits.PageItems) ?? RequestLimits.DefaultPageItems);
        var query = new AccessQuery(
            context.Caller().Tenant.Text, limit + 1, fields.Number("cursor", 0, MerkleNode.MaxLeaves), Word(fields, "key"), Word(fields, "kind"), Word(fields, "subject"), fields.Time("from"), fields.Time("to"));
        if (query.From >= query.To)
            fields.Fail("to", "later than 'from'");
        if (fields.Problem is { } problem)
            return problem;
        var rows = await journal.Access.ListAsync(query);   // one more than the page says whether there is a next one
        var page = new AccessPage
        {
            Items = [.. rows.Take(limit).Select(row => AccessItem.Of(row.Leaf, row.Event))],
            Next = rows.Length > limit ? rows[limit - 1].Leaf.ToString(CultureInfo.InvariantCulture) : null,
        };
        return new JsonBytes(JsonSerializer.SerializeToUtf8Bytes(page, JsonSerializerOptions.Web));
    });

    private static string? Word(QueryFields fields, string name)
    {
        if (fields.Text(name) is { Length: 0 or > RequestLimits.ReferenceLength })
            fields.Fail(name, $"a text of 1 to {RequestLimits.ReferenceLength} characters");
        return fields.Text(name);
    }
}
