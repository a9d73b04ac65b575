using System.Text.Json;
using ClinicalRl.Audit.Jose;
using ClinicalRl.Audit.SignOffs;
using ClinicalRl.Grains.RewardFunctions;
using ClinicalRl.Grains.Tenancy;
using ClinicalRl.Rewards;
using ClinicalRl.Service.Hosting;
using ClinicalRl.Service.OpenApi;
using ClinicalRl.Service.Problems;
using ClinicalRl.Service.Tenancy;
using ClinicalRl.Simulation.Environments;

namespace ClinicalRl.Service.Rewards;

/// <summary>The sign-offs of a tenant's reward function.</summary>
internal static class SignOffsApi
{
    /// <summary>Maps <c>/v1/reward-functions/{id}/sign-offs</c>.</summary>
    public static void MapSignOffs(this IEndpointRouteBuilder routes)
    {
        var signOffs = routes.MapGroup("/v1/reward-functions/{id}/sign-offs").WithTags("Reward functions");
        signOffs.MapGet("/", ListAsync).Guarded(KeyScopes.All).Describe(RewardDescriptions.SignOffs);
        signOffs.MapPost("/", SignAsync).Guarded(KeyScopes.Author | KeyScopes.Evaluator).Describe(RewardDescriptions.Sign);
    }

    private static async Task<IResult> ListAsync(string id, HttpContext context, TenantRewards rewards, RewardReview review)
    {
        var version = context.Request.Query["version"].ToString();
        if (version.Length > 0 && !SemanticVersion.TryParse(version, out _))
            return Problem.Invalid("version", "three whole numbers such as 1.0.0");
        var tenant = context.Caller().Tenant;
        return await rewards.FindAsync(tenant, id, version.Length > 0 ? version : null) is { } found
            ? RewardVersionsApi.Json(await ShowAsync(tenant, found, review))
            : Problem.NotFound("version");
    }

    private static async Task<IResult> SignAsync(
        string id, HttpContext context, TenantRewards rewards, TenantRewardFunctions functions, RewardReview review, TimeProvider time, CancellationToken cancel)
    {
        var (fields, version) = await RewardVersionsApi.ReadAsync(context, "signature");
        var jws = fields.Text("signature", JwsCompact.MaxLength);
        if (fields.Problem is not null)
            return fields.Problem;
        var caller = context.Caller();
        if (await rewards.FindAsync(caller.Tenant, id, version) is not { } found)
            return Problem.NotFound("version");
        var report = await review.CheckSignOffAsync(caller.Tenant, found.Function, found.Version, jws, cancel);
        if (report.Findings is [var refused, ..])
            return new Problem(ProblemKind.InvalidRequest, $"The signature is refused ({refused.Code}): {refused.Detail}", "signature", "a valid sign-off of exactly this version: not " + refused.Code);
        var signOff = new RewardSignOff(jws.Trim(), report.KeyId!, caller.KeyId, time.GetUtcNow());
        var change = await functions.Function(caller.Tenant, found.Id).SignAsync(version, found.Version.Hash, signOff);
        if (change.Version is not { } signed)
            return await RewardVersionsApi.AnswerAsync(change, found.Id, caller.Tenant, functions);
        var now = found with { Version = signed, Function = found.Function.WithStatus(await functions.StatusAsync(caller.Tenant, signed)) };
        return RewardVersionsApi.Json(await ShowAsync(caller.Tenant, now, review), StatusCodes.Status201Created);
    }

    private static async Task<SignOffList> ShowAsync(TenantId tenant, TenantFunction found, RewardReview review)
    {
        var reports = await review.VerifyAsync(tenant, found.Function, found.Version);
        return new SignOffList
        {
            Version = found.Version.Version,
            Status = found.Function.Status.Word(),
            Items =
            [
                .. found.Version.SignOffs.Zip(reports, (signOff, report) => new SignOffAnswer
                {
                    Signature = signOff.Jws, SubmittedBy = signOff.SubmittedBy, Accepted = signOff.Accepted, Check = Element(report),
                }),
            ],
        };
    }

    private static JsonElement Element(SignOffReport report)
    {
        using var buffer = new MemoryStream();
        using (var writer = new Utf8JsonWriter(buffer))
            report.WriteTo(writer);
        return JsonElement.Parse(buffer.ToArray());
    }
}
