using System.Text.Json;
using ClinicalRl.Audit.Ledger;
using ClinicalRl.Grains.Episodes;
using ClinicalRl.Grains.Journal;
using ClinicalRl.Grains.Retention;
using ClinicalRl.Grains.Tenancy;
using ClinicalRl.Service.Access;
using ClinicalRl.Service.Answers;
using ClinicalRl.Service.Hosting;
using ClinicalRl.Service.Ledger;
using ClinicalRl.Service.OpenApi;
using ClinicalRl.Service.Problems;
using ClinicalRl.Service.Reading;
using ClinicalRl.Service.Tenancy;

namespace ClinicalRl.Service.Retention;

/// <summary>For how long records are kept, and what is due.</summary>
internal static class RetentionApi
{
    private const KeyScopes Readers = KeyScopes.Auditor | KeyScopes.Admin;

    /// <summary>Entries of the ledger looked at for one page.</summary>
    private const int MaxLooked = 1_000;

    /// <summary>Maps <c>/v1/retention</c>.</summary>
    public static void MapRetention(this IEndpointRouteBuilder routes)
    {
        var retention = routes.MapGroup("/v1/retention").WithTags("Retention");
        retention.MapGet("", ReadAsync).Guarded(Readers).Describe(RetentionDescriptions.Read);
        retention.MapPut("", SetAsync).Guarded(KeyScopes.Admin).Describe(RetentionDescriptions.Set);
        retention.MapGet("/due", DueAsync).Guarded(Readers).Recorded("ledger-entries").Describe(RetentionDescriptions.Due);
    }

    private static Task<IResult> ReadAsync(HttpContext context, TenantRetention retention, RetentionSweep sweep) => LedgerAnswer.OfAsync(async () =>
        Json(RetentionAnswer.Of(await retention.ReadAsync(context.Caller().Tenant.Text), sweep.StoreSupport)));

    private static async Task<IResult> SetAsync(HttpContext context, TenantRetention retention, RetentionSweep sweep)
    {
        var body = await JsonBody.ReadAsync(context);
        if (body.Problem is not null)
            return body.Problem;
        var caller = context.Caller();
        var fields = new RequestFields(body.Root, "", "days");
        var days = fields.OptionalInt32("days", 1, RetentionState.MaxDays);
        if (days is null)
            fields.Fail("days", $"a whole number from 1 to {RetentionState.MaxDays} (required)");
        if (fields.Problem is not null)
            return fields.Problem;
        return await LedgerAnswer.OfAsync(async () =>
        {
            var before = await retention.ReadAsync(caller.Tenant.Text);
            if (days < before.Days)
                return new Problem(ProblemKind.Conflict, FormattableString.Invariant($"The period is {before.Days} days and is never shortened."), "days");
            if (days != before.Days)
                await retention.SetAsync(caller.Tenant.Text, caller.KeyId, days!.Value);
            return Json(RetentionAnswer.Of(await retention.ReadAsync(caller.Tenant.Text), sweep.StoreSupport));
        });
    }

    private static Task<IResult> DueAsync(HttpContext context, TenantRetention retention, IJournal journal, TimeProvider time) => LedgerAnswer.OfAsync(async () =>
    {
        var tenant = context.Caller().Tenant.Text;
        var fields = new QueryFields(context.Request.Query, "cursor", "limit");
        var from = fields.Number("cursor", 0, MerkleNode.MaxLeaves) ?? 0;
        var limit = (int)(fields.Number("limit", 1, RequestLimits.PageItems) ?? RequestLimits.DefaultPageItems);
        if (fields.Problem is { } problem)
            return problem;
        var state = await retention.ReadAsync(tenant);
        var (due, place) = (new List<DueLog>(), from);
        var entries = state.Days is null ? [] : await journal.Ledger.ReadAsync(tenant, from, MaxLooked);
        foreach (var entry in entries)
        {
            if (due.Count == limit)
                break;
            if (state.IsOver(entry.Sealed, time.GetUtcNow()) && !await IsHeldAsync(journal, state, entry))
                due.Add(DueLog.Of(place, entry, state.Days!.Value));
            place++;
        }

        return Json(new DuePage { Items = due, Next = place < from + entries.Length || entries.Length == MaxLooked ? place : null });
    });

    private static async ValueTask<bool> IsHeldAsync(IJournal journal, RetentionState state, LedgerEntry entry)
    {
        if (state.Holds.IsEmpty)
            return false;
        var row = await journal.FindAsync(new EpisodeKey(entry.Tenant, entry.Episode));
        return row is null || state.IsHeld(entry.Episode, row.Opening.Labels);
    }

    private static JsonBytes Json<T>(T answer) => new(JsonSerializer.SerializeToUtf8Bytes(answer, JsonSerializerOptions.Web));
}
