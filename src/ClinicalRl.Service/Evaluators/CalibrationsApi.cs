using System.Text.Json;
using ClinicalRl.Evaluation.Banks;
using ClinicalRl.Evaluation.Calibration;
using ClinicalRl.Grains.Evaluators;
using ClinicalRl.Grains.Tenancy;
using ClinicalRl.Service.Access;
using ClinicalRl.Service.Answers;
using ClinicalRl.Service.Hosting;
using ClinicalRl.Service.OpenApi;
using ClinicalRl.Service.Problems;
using ClinicalRl.Service.Reading;
using ClinicalRl.Service.Tenancy;

namespace ClinicalRl.Service.Evaluators;

/// <summary>Evaluators' calibration on gold items.</summary>
internal static class CalibrationsApi
{
    private const int MaxId = 200;

    /// <summary>Maps <c>/v1/evaluators/{evaluator}/calibrations</c>.</summary>
    public static void MapCalibrations(this IEndpointRouteBuilder routes)
    {
        var calibrations = routes.MapGroup("/v1/evaluators/{evaluator}/calibrations").WithTags("Evaluators");
        calibrations.MapPost("", BeginAsync).Guarded(KeyScopes.Evaluator).Describe(EvaluatorDescriptions.Begin);
        calibrations.MapGet("/{environment}", ReadAsync).Guarded(KeyScopes.Evaluator | KeyScopes.Admin | KeyScopes.Auditor).Recorded("calibration").Describe(EvaluatorDescriptions.Standing);
        calibrations.MapPost("/{environment}/answers", AnswerAsync).Guarded(KeyScopes.Evaluator).Describe(EvaluatorDescriptions.Answer);
    }

    private static async Task<IResult> BeginAsync(string evaluator, HttpContext context, IGrainFactory grains, GoldBanks banks, TimeProvider time)
    {
        var found = await FindOwnAsync(evaluator, context, grains);
        if (found is null)
            return Problem.NotFound("evaluator");
        var body = await JsonBody.ReadAsync(context);
        if (body.Problem is not null)
            return body.Problem;
        var fields = new RequestFields(body.Root, "", "environment");
        var environment = fields.Text("environment", MaxId);
        if (fields.Problem is null && banks.Find(environment) is null)
            fields.Fail("environment", "one of " + string.Join(", ", banks.Environments));
        if (fields.Problem is not null)
            return fields.Problem;
        if (!found.IsCurrent(DateOnly.FromDateTime(time.GetUtcNow().UtcDateTime)))
            return new Problem(ProblemKind.Conflict, "The check of the register has expired; it must be repeated first.");
        return Show(found.Id, banks.Find(environment)!, await Calibration(context, grains, found.Id, environment).BeginAsync(), isOwn: true, time);
    }

    private static async Task<IResult> ReadAsync(string evaluator, string environment, HttpContext context, IGrainFactory grains, GoldBanks banks, TimeProvider time)
    {
        var own = await FindOwnAsync(evaluator, context, grains);
        var readsAll = (context.Caller().Scopes & (KeyScopes.Admin | KeyScopes.Auditor)) != KeyScopes.None;
        if (own is null && !(readsAll && await Register(context, grains).FindAsync(evaluator) is not null))
            return Problem.NotFound("evaluator");
        return banks.Find(environment) is { } bank
            ? Show(evaluator, bank, await Calibration(context, grains, evaluator, environment).ReadAsync(), own is not null, time)
            : Problem.NotFound("calibration");
    }

    private static async Task<IResult> AnswerAsync(string evaluator, string environment, HttpContext context, IGrainFactory grains, GoldBanks banks, TimeProvider time)
    {
        var found = await FindOwnAsync(evaluator, context, grains);
        if (found is null)
            return Problem.NotFound("evaluator");
        if (banks.Find(environment) is not { } bank)
            return Problem.NotFound("calibration");
        var body = await JsonBody.ReadAsync(context);
        if (body.Problem is not null)
            return body.Problem;
        var fields = new RequestFields(body.Root, "", "itemId", "form", "score", "choice", "bestFirst", "step", "category", "confidence", "seconds");
        var item = fields.Text("itemId", MaxId);
        var response = GoldResponseReader.Read(fields);
        var confidence = GoldResponseReader.Unit(fields, "confidence");
        var seconds = SimulatedSeconds.Read(fields);
        if (fields.Problem is not null)
            return fields.Problem;
        if (seconds is not null && !found.Who.Simulated)
            return SimulatedSeconds.Refused;
        var standing = await Calibration(context, grains, found.Id, environment).AnswerAsync(item, JsonSerializer.Serialize(response), confidence, seconds);
        if (standing.Refusal is not { } refusal)
            return Show(found.Id, bank, standing, isOwn: true, time);
        return standing.IsOtherItem ? new Problem(ProblemKind.Conflict, refusal, "itemId") : Problem.Invalid("form", refusal.Split(": ", 2)[^1].TrimEnd('.'));
    }

    /// <summary>The evaluator whose own key asks; null for everybody else, as if there were none.</summary>
    private static async Task<EnrolledEvaluator?> FindOwnAsync(string evaluator, HttpContext context, IGrainFactory grains) =>
        await Register(context, grains).FindAsync(evaluator) is { } found && found.Who.KeyId == context.Caller().KeyId ? found : null;

    private static IEvaluatorRegisterGrain Register(HttpContext context, IGrainFactory grains) => grains.GetGrain<IEvaluatorRegisterGrain>(context.Caller().Tenant.Text);

    private static ICalibrationGrain Calibration(HttpContext context, IGrainFactory grains, string evaluator, string environment) =>
        grains.GetGrain<ICalibrationGrain>(EvaluatorKeys.Calibration(context.Caller().Tenant, evaluator, environment));

    /// <summary>An answer that says where a calibration stands.</summary>
    internal static JsonBytes Show(string evaluator, GoldBank bank, CalibrationStanding standing, bool isOwn, TimeProvider time)
    {
        var file = JsonSerializer.Deserialize<CalibrationFile>(standing.File)!;
        return new JsonBytes(JsonSerializer.SerializeToUtf8Bytes(CalibrationDetails.Of(evaluator, bank, file, isOwn, time.GetUtcNow()), JsonSerializerOptions.Web));
    }
}
