using ClinicalRl.Evaluation.Assessments;
using ClinicalRl.Evaluation.Banks;
using ClinicalRl.Grains.Episodes;
using ClinicalRl.Grains.Evaluators;
using ClinicalRl.Grains.RewardFunctions;
using ClinicalRl.Grains.Tenancy;
using ClinicalRl.Service.Episodes;
using ClinicalRl.Service.Hosting;
using ClinicalRl.Service.OpenApi;
using ClinicalRl.Service.Problems;
using ClinicalRl.Service.Reading;
using ClinicalRl.Service.Tenancy;

namespace ClinicalRl.Service.Evaluators;

/// <summary>What changes of an evaluator after the enrolment: suspensions, conflicts of interest, new checks of the register, demanded retests.</summary>
internal static class EvaluatorStandingApi
{
    private const int MaxReason = 500;
    private const int MaxValue = 200;

    /// <summary>Maps what lies below <c>/v1/evaluators/{evaluator}</c>.</summary>
    public static void MapEvaluatorStanding(this IEndpointRouteBuilder routes)
    {
        var evaluator = routes.MapGroup("/v1/evaluators/{evaluator}").WithTags("Evaluators");
        evaluator.MapPost("/suspension", SuspendAsync).Guarded(KeyScopes.Admin).Describe(EvaluatorDescriptions.Suspend);
        evaluator.MapDelete("/suspension", ResumeAsync).Guarded(KeyScopes.Admin).Describe(EvaluatorDescriptions.Resume);
        evaluator.MapPost("/conflicts", DeclareAsync).Guarded(KeyScopes.Admin | KeyScopes.Evaluator).Describe(EvaluatorDescriptions.Declare);
        evaluator.MapPost("/checks", RenewAsync).Guarded(KeyScopes.Admin).Describe(EvaluatorDescriptions.Renew);
        evaluator.MapPost("/calibrations/{environment}/retests", DemandAsync).Guarded(KeyScopes.Admin).Describe(EvaluatorDescriptions.Demand);
    }

    private static async Task<IResult> SuspendAsync(string evaluator, HttpContext context, IGrainFactory grains, TimeProvider time)
    {
        var body = await JsonBody.ReadAsync(context);
        if (body.Problem is not null)
            return body.Problem;
        var fields = new RequestFields(body.Root, "", "reason");
        var reason = fields.Text("reason", MaxReason);
        return fields.Problem ?? Show(await EvaluatorsApi.Register(context, grains).SuspendAsync(evaluator, reason, context.Caller().KeyId), time);
    }

    private static async Task<IResult> ResumeAsync(string evaluator, HttpContext context, IGrainFactory grains, TimeProvider time) =>
        Show(await EvaluatorsApi.Register(context, grains).SuspendAsync(evaluator, reason: null, context.Caller().KeyId), time);

    private static async Task<IResult> DeclareAsync(string evaluator, HttpContext context, IGrainFactory grains, TimeProvider time)
    {
        var (register, caller) = (EvaluatorsApi.Register(context, grains), context.Caller());
        if (await register.FindAsync(evaluator) is not { } found || !(caller.Scopes.HasFlag(KeyScopes.Admin) || found.Who.KeyId == caller.KeyId))
            return Problem.NotFound("evaluator");
        var body = await JsonBody.ReadAsync(context);
        if (body.Problem is not null)
            return body.Problem;
        var fields = new RequestFields(body.Root, "", "kind", "value");
        var kind = fields.Text("kind", MaxValue);
        if (fields.Problem is null && !ConflictOfInterest.Kinds.Contains(kind, StringComparer.Ordinal))
            fields.Fail("kind", "one of " + string.Join(", ", ConflictOfInterest.Kinds));
        var value = ReadValue(fields, kind);
        if (fields.Problem is not null)
            return fields.Problem;
        var declared = await register.DeclareAsync(evaluator, new DeclaredConflict(kind, value, caller.KeyId, time.GetUtcNow()));
        return declared.Refusal is { } refusal ? new Problem(ProblemKind.Conflict, refusal) : Show(declared.Evaluator, time);
    }

    private static string ReadValue(RequestFields fields, string kind)
    {
        if (kind == ConflictOfInterest.Customer)
        {
            if (fields.TryGet("value", out _))
                fields.Fail("value", "absent with the kind customer");
            return "";
        }

        var value = fields.Text("value", MaxValue);
        var at = value.IndexOf('=', StringComparison.Ordinal);
        if (kind == ConflictOfInterest.Label && !(at > 0 && Label.IsKey(value[..at])))
            fields.Fail("value", "key=value of a label, such as run=ppo-17");
        if (kind == ConflictOfInterest.Episode && !EpisodeKey.IsId(value))
            fields.Fail("value", "the id of an episode");
        if (kind == ConflictOfInterest.RewardFunction && !TenantRewardFunctions.IsId(value))
            fields.Fail("value", "the id of a reward function, without its version");
        return value;
    }

    private static async Task<IResult> RenewAsync(string evaluator, HttpContext context, IGrainFactory grains, TimeProvider time)
    {
        var body = await JsonBody.ReadAsync(context);
        if (body.Problem is not null)
            return body.Problem;
        var fields = new RequestFields(body.Root, "", "checkedOn", "checkedBy", "expiresOn");
        var check = EvaluatorsApi.ReadCheck(fields, EvaluatorsApi.Today(time));
        if (fields.Problem is not null)
            return fields.Problem;
        var register = EvaluatorsApi.Register(context, grains);
        return await register.FindAsync(evaluator) is { Who.Simulated: true }
            ? new Problem(ProblemKind.Conflict, "A simulated evaluator is on no register.")
            : Show(await register.RenewAsync(evaluator, check), time);
    }

    private static async Task<IResult> DemandAsync(string evaluator, string environment, HttpContext context, IGrainFactory grains, GoldBanks banks, TimeProvider time)
    {
        if (await EvaluatorsApi.Register(context, grains).FindAsync(evaluator) is null)
            return Problem.NotFound("evaluator");
        if (banks.Find(environment) is not { } bank)
            return Problem.NotFound("calibration");
        var body = await JsonBody.ReadAsync(context);
        if (body.Problem is not null)
            return body.Problem;
        var fields = new RequestFields(body.Root, "", "reason");
        var reason = fields.Text("reason", MaxReason);
        if (fields.Problem is not null)
            return fields.Problem;
        var standing = await grains.GetGrain<ICalibrationGrain>(EvaluatorKeys.Calibration(context.Caller().Tenant, evaluator, environment)).DemandAsync(reason);
        return CalibrationsApi.Show(evaluator, bank, standing, isOwn: false, time);
    }

    private static IResult Show(EnrolledEvaluator? evaluator, TimeProvider time) =>
        evaluator is null ? Problem.NotFound("evaluator") : EvaluatorsApi.Json(EvaluatorsApi.Show(evaluator, EvaluatorsApi.Today(time)));
}
