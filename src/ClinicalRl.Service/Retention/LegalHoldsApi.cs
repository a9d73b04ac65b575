using System.Text.Json;
using ClinicalRl.Grains.Episodes;
using ClinicalRl.Grains.Journal;
using ClinicalRl.Grains.Retention;
using ClinicalRl.Grains.Tenancy;
using ClinicalRl.Service.Answers;
using ClinicalRl.Service.Episodes;
using ClinicalRl.Service.Hosting;
using ClinicalRl.Service.Ledger;
using ClinicalRl.Service.OpenApi;
using ClinicalRl.Service.Problems;
using ClinicalRl.Service.Reading;
using ClinicalRl.Service.Tenancy;

namespace ClinicalRl.Service.Retention;

/// <summary>Legal holds.</summary>
internal static class LegalHoldsApi
{
    private const int MaxLabel = 120;

    private const int MaxReason = 200;

    private const string ReasonRule = "1 to 200 characters, none of them a control character, that take at most some 300 bytes";

    /// <summary>Maps <c>/v1/legal-holds</c>.</summary>
    public static void MapLegalHolds(this IEndpointRouteBuilder routes)
    {
        var holds = routes.MapGroup("/v1/legal-holds").WithTags("Retention");
        holds.MapGet("", ListAsync).Guarded(KeyScopes.Auditor | KeyScopes.Admin).Describe(RetentionDescriptions.Holds);
        holds.MapPost("", PlaceAsync).Guarded(KeyScopes.Admin).Describe(RetentionDescriptions.Place);
        holds.MapDelete("/{hold}", LiftAsync).Guarded(KeyScopes.Admin).Describe(RetentionDescriptions.Lift);
    }

    private static Task<IResult> ListAsync(HttpContext context, TenantRetention retention) => LedgerAnswer.OfAsync(async () =>
        Json(new LegalHoldList { Items = [.. (await retention.ReadAsync(context.Caller().Tenant.Text)).Holds.Select(LegalHoldAnswer.Of)] }));

    private static async Task<IResult> PlaceAsync(HttpContext context, TenantRetention retention, RetentionSweep sweep, IJournal journal, TimeProvider time)
    {
        if (!IdempotencyKey.TryRead(context.Request, out var idempotency, out var wrong))
            return wrong!;
        var body = await JsonBody.ReadAsync(context);
        if (body.Problem is not null)
            return body.Problem;
        var caller = context.Caller();
        var fields = new RequestFields(body.Root, "", "episode", "label", "all", "reason");
        var asked = Read(fields, caller, time);
        var id = LegalHold.Prefix + idempotency.EpisodeId(caller.Tenant, $"{LegalHold.Prefix}{asked.Episode}\n{asked.Label}\n{asked.Reason}")[LegalHold.Prefix.Length..];
        var hold = asked with { Id = id };
        if (fields.Problem is null && !TenantRetention.Fits(hold))
            fields.Fail("reason", ReasonRule);
        if (fields.Problem is not null)
            return fields.Problem;
        return await LedgerAnswer.OfAsync(async () =>
        {
            if (hold.Episode is not null && await journal.FindAsync(new EpisodeKey(caller.Tenant.Text, hold.Episode)) is null)
                return Problem.Invalid("episode", "the id of an episode of this tenant");
            if ((await retention.ReadAsync(caller.Tenant.Text)).Holds.Length >= RetentionState.MaxHolds)
                return new Problem(ProblemKind.Conflict, $"{RetentionState.MaxHolds} legal holds stand; lift one, or place one over all.");
            await retention.PlaceAsync(caller.Tenant.Text, hold);
            sweep.Wake();
            var placed = (await retention.ReadAsync(caller.Tenant.Text)).Holds.FirstOrDefault(one => one.Id == id) ?? hold;
            return Json(LegalHoldAnswer.Of(placed), StatusCodes.Status201Created) with { Location = "/v1/legal-holds/" + id };
        });
    }

    private static LegalHold Read(RequestFields fields, Caller caller, TimeProvider time)
    {
        var episode = fields.OptionalText("episode", EpisodeKey.MaxIdLength);
        var label = fields.OptionalText("label", MaxLabel);
        var isAll = fields.TryGet("all", out var all);
        if (isAll && all.ValueKind != JsonValueKind.True)
            fields.Fail("all", "true, or absent");
        if ((episode is null ? 0 : 1) + (label is null ? 0 : 1) + (isAll ? 1 : 0) != 1)
            fields.Fail("all", "given when neither 'episode' nor 'label' is: exactly one of them says what is held");
        if (episode is not null && !EpisodeKey.IsId(episode))
            fields.Fail("episode", "the id of an episode of this tenant");
        if (label is not null && !(label.IndexOf('=', StringComparison.Ordinal) is > 0 and var at && Label.IsKey(label[..at])))
            fields.Fail("label", "key=value, such as run=ppo-17");
        var reason = fields.Text("reason", MaxReason);
        if (reason.Length == 0 || reason.Any(char.IsControl))
            fields.Fail("reason", ReasonRule);
        return new LegalHold("", episode, label, reason, caller.KeyId, time.GetUtcNow());
    }

    private static Task<IResult> LiftAsync(string hold, HttpContext context, TenantRetention retention, RetentionSweep sweep) => LedgerAnswer.OfAsync(async () =>
    {
        var caller = context.Caller();
        var fields = new QueryFields(context.Request.Query, "reason");
        if (fields.Text("reason") is not { Length: >= 1 and <= MaxReason } reason || !TenantRetention.Fits(reason))
        {
            fields.Fail("reason", ReasonRule + " (required)");
            return fields.Problem!;
        }

        if (fields.Problem is { } problem)
            return problem;
        if ((await retention.ReadAsync(caller.Tenant.Text)).Holds.FirstOrDefault(one => one.Id == hold) is not { } standing)
            return Problem.NotFound("legal hold");
        await retention.LiftAsync(caller.Tenant.Text, caller.KeyId, hold, reason);
        sweep.Wake();
        return Json(LegalHoldAnswer.Of(standing));
    });

    private static JsonBytes Json<T>(T answer, int status = StatusCodes.Status200OK) => new(JsonSerializer.SerializeToUtf8Bytes(answer, JsonSerializerOptions.Web), status);
}
