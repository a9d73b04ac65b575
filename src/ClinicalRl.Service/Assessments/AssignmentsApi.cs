using System.Text.Json;
using ClinicalRl.Evaluation.Assessments;
using ClinicalRl.Evaluation.Records;
using ClinicalRl.Grains.Assessments;
using ClinicalRl.Grains.Episodes;
using ClinicalRl.Grains.Evaluators;
using ClinicalRl.Grains.Journal;
using ClinicalRl.Grains.Tenancy;
using ClinicalRl.Service.Access;
using ClinicalRl.Service.Answers;
using ClinicalRl.Service.Evaluators;
using ClinicalRl.Service.Hosting;
using ClinicalRl.Service.OpenApi;
using ClinicalRl.Service.Problems;
using ClinicalRl.Service.Reading;
using ClinicalRl.Service.Tenancy;

namespace ClinicalRl.Service.Assessments;

/// <summary>What an evaluator has to score. The evaluator is whoever the key belongs to; nobody else's assignments exist for it.</summary>
internal static class AssignmentsApi
{
    private const int MaxReason = 500;
    private const int MaxComment = 4_000;

    private static readonly string[] Severities = ["S0", "S1", "S2", "S3", "S4", "S5"];

    /// <summary>Maps <c>/v1/assignments</c>.</summary>
    public static void MapAssignments(this IEndpointRouteBuilder routes)
    {
        var assignments = routes.MapGroup("/v1/assignments").WithTags("Assignments");
        assignments.MapGet("", ListAsync).Guarded(KeyScopes.Evaluator).Recorded("assignments").Describe(AssignmentDescriptions.List);
        assignments.MapGet("/{assignment}", ReadAsync).Guarded(KeyScopes.Evaluator).Recorded("assignments").Describe(AssignmentDescriptions.Read);
        assignments.MapPost("/{assignment}/scores", ScoreAsync).Guarded(KeyScopes.Evaluator).Describe(AssignmentDescriptions.Score);
        assignments.MapPost("/{assignment}/submission", SubmitAsync).Guarded(KeyScopes.Evaluator).Describe(AssignmentDescriptions.Submit);
        assignments.MapPost("/{assignment}/release", ReleaseAsync).Guarded(KeyScopes.Evaluator).Describe(AssignmentDescriptions.Release);
    }

    private static async Task<IResult> ListAsync(HttpContext context, IGrainFactory grains)
    {
        var tenant = context.Caller().Tenant;
        if (await EvaluatorAsync(context, grains) is not { } evaluator)
            return Problem.NotFound("evaluator");
        var items = new List<AssignmentSummary>();
        foreach (var assessment in await grains.GetGrain<IAssessmentIndexGrain>(tenant.Text).ListAsync(open: true))
        {
            var desk = await grains.GetGrain<IAssessmentGrain>(AssessmentKeys.Assessment(tenant, assessment)).DeskAsync(evaluator.Id);
            items.AddRange(desk.Select(entry => new AssignmentSummary { Assignment = entry.Assignment, Environment = entry.Environment, Status = entry.Status, Deadline = entry.Deadline }));
        }

        return Json(new AssignmentList { Evaluator = evaluator.Id, Simulated = evaluator.Who.Simulated, Items = items });
    }

    private static Task<IResult> ReadAsync(string assignment, HttpContext context, IGrainFactory grains, EvaluatorPool pool) =>
        AnswerAsync(assignment, context, grains, pool, (grain, evaluator) => grain.ReadAsync(evaluator.Id), showsAll: true);

    private static async Task<IResult> ScoreAsync(string assignment, HttpContext context, IGrainFactory grains, EvaluatorPool pool)
    {
        var body = await JsonBody.ReadAsync(context);
        if (body.Problem is not null)
            return body.Problem;
        var fields = new RequestFields(body.Root, "", "step", "score", "confidence", "failure", "severity", "comment", "seconds");
        var step = fields.OptionalInt32("step", 1, int.MaxValue);
        if (step is null)
            fields.Fail("step", "a step of the trajectory (required)");
        var answer = new StepAnswer(
            step ?? 0, GoldResponseReader.Unit(fields, "score"), GoldResponseReader.Unit(fields, "confidence"), fields.Word("failure", StepScored.Failures, StepScored.NoFailure),
            Array.IndexOf(Severities, fields.Word("severity", Severities, Severities[0])), fields.OptionalText("comment", MaxComment) ?? "");
        var seconds = SimulatedSeconds.Read(fields);
        if (fields.Problem is not null)
            return fields.Problem;
        return await AnswerAsync(assignment, context, grains, pool, async (grain, evaluator) => await grain.ScoreAsync(evaluator.Id, JsonSerializer.Serialize(answer), seconds), seconds);
    }

    private static async Task<IResult> SubmitAsync(string assignment, HttpContext context, IGrainFactory grains, EvaluatorPool pool)
    {
        var body = await JsonBody.ReadAsync(context);
        if (body.Problem is not null)
            return body.Problem;
        var fields = new RequestFields(body.Root, "", "score", "confidence");
        var (score, confidence) = (GoldResponseReader.Unit(fields, "score"), GoldResponseReader.Unit(fields, "confidence"));
        return fields.Problem ?? await AnswerAsync(assignment, context, grains, pool, (grain, evaluator) => grain.SubmitAsync(evaluator.Id, score, confidence));
    }

    private static async Task<IResult> ReleaseAsync(string assignment, HttpContext context, IGrainFactory grains, EvaluatorPool pool)
    {
        var body = await JsonBody.ReadAsync(context);
        if (body.Problem is not null)
            return body.Problem;
        var fields = new RequestFields(body.Root, "", "reason");
        var reason = fields.Text("reason", MaxReason);
        return fields.Problem ?? await AnswerAsync(assignment, context, grains, pool, (grain, evaluator) => grain.ReleaseAsync(evaluator.Id, reason));
    }

    /// <summary>Asks the assignment, when the caller is an evaluator who may judge now, and lets the assessment know what became of it.</summary>
    private static async Task<IResult> AnswerAsync(
        string assignment, HttpContext context, IGrainFactory grains, EvaluatorPool pool, Func<IAssignmentGrain, EnrolledEvaluator, ValueTask<AssignmentReply?>> ask, double? seconds = null,
        bool showsAll = false)
    {
        var tenant = context.Caller().Tenant;
        if (!EpisodeKey.IsId(assignment) || await EvaluatorAsync(context, grains) is not { } evaluator)
            return Problem.NotFound("assignment");
        if (seconds is not null && !evaluator.Who.Simulated)
            return SimulatedSeconds.Refused;
        var grain = grains.GetGrain<IAssignmentGrain>(AssessmentKeys.Assignment(tenant, assignment));
        if (await grain.EnvironmentOfAsync(evaluator.Id) is not { } environment)
            return Problem.NotFound("assignment");
        if (await pool.WhyNotAsync(tenant.Text, environment, evaluator.Id) is { } reason)
            return new Problem(ProblemKind.Conflict, $"You may not judge this environment now: {reason}.");
        try
        {
            if (await ask(grain, evaluator) is not { } reply)
                return Problem.NotFound("assignment");
            if (reply.Status is not AssignmentStatus.Open)
                await grains.GetGrain<IAssessmentGrain>(AssessmentKeys.Assessment(tenant, reply.Assessment)).SettleAsync(assignment);
            return reply switch
            {
                { Field: { } field } => Problem.Invalid(field, reply.Refusal!),
                { Refusal: { } refusal } => new Problem(ProblemKind.Conflict, refusal),
                _ when showsAll => Json(AssignmentDetails.Of(assignment, reply)),
                _ => Json(AssignmentDetails.StandingOf(assignment, reply)),
            };
        }
        catch (JournalUnavailableException)
        {
            return new Problem(ProblemKind.Unavailable, "The journal did not answer in time; the same request may be repeated.");
        }
    }

    private static ValueTask<EnrolledEvaluator?> EvaluatorAsync(HttpContext context, IGrainFactory grains) =>
        grains.GetGrain<IEvaluatorRegisterGrain>(context.Caller().Tenant.Text).FindByKeyAsync(context.Caller().KeyId);

    private static JsonBytes Json<T>(T answer) => new(JsonSerializer.SerializeToUtf8Bytes(answer, JsonSerializerOptions.Web));
}
