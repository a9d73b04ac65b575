using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text.Json;
using ClinicalRl.Evaluation.Records;
using ClinicalRl.Grains.Assessments;
using ClinicalRl.Grains.Episodes;
using ClinicalRl.Grains.Journal;
using ClinicalRl.Grains.Tenancy;
using ClinicalRl.Service.Access;
using ClinicalRl.Service.Answers;
using ClinicalRl.Service.Coverage;
using ClinicalRl.Service.Episodes;
using ClinicalRl.Service.Hosting;
using ClinicalRl.Service.OpenApi;
using ClinicalRl.Service.Problems;
using ClinicalRl.Service.Reading;
using ClinicalRl.Service.Tenancy;
using ClinicalRl.Simulation.Environments;

namespace ClinicalRl.Service.Assessments;

/// <summary>Assessments: which episodes evaluators score.</summary>
internal static class AssessmentsApi
{
    private const int DefaultPage = 20;
    private const int MaxPage = 100;

    /// <summary>Maps <c>/v1/assessments</c>.</summary>
    public static void MapAssessments(this IEndpointRouteBuilder routes)
    {
        var assessments = routes.MapGroup("/v1/assessments").WithTags("Assessments");
        assessments.MapPost("", StartAsync).Guarded(KeyScopes.Admin).Describe(AssessmentDescriptions.Start);
        assessments.MapGet("", ListAsync).Guarded(KeyScopes.Admin | KeyScopes.Auditor).Recorded("assessments").Describe(AssessmentDescriptions.List);
        assessments.MapGet("/{assessment}", ReadAsync).Guarded(KeyScopes.Admin | KeyScopes.Auditor).Recorded("assessments").Describe(AssessmentDescriptions.Read);
        assessments.MapDelete("/{assessment}", StopAsync).Guarded(KeyScopes.Admin).Describe(AssessmentDescriptions.Stop);
    }

    private static async Task<IResult> StartAsync(HttpContext context, IJournal journal, IGrainFactory grains, EnvironmentCatalogue catalogue, TimeProvider time)
    {
        if (!IdempotencyKey.TryRead(context.Request, out var idempotency, out var wrong))
            return wrong!;
        var body = await JsonBody.ReadAsync(context);
        if (body.Problem is not null)
            return body.Problem;
        var (request, problem) = AssessmentReader.Read(body.Root, catalogue);
        if (problem is not null)
            return problem;
        var caller = context.Caller();
        try
        {
            var purpose = AssessmentKeys.AssessmentPrefix + JsonSerializer.Serialize(request, JsonSerializerOptions.Web);
            var assessment = AssessmentKeys.AssessmentPrefix + idempotency.EpisodeId(caller.Tenant, purpose)[3..];
            var grain = Grain(grains, caller.Tenant, assessment);
            if (await grain.ProgressAsync() is { } known)
                return Show(assessment, known, StatusCodes.Status202Accepted) with { Location = "/v1/assessments/" + assessment, IsReplayed = true };
            if (await AddAsync(grains, caller.Tenant, assessment) is { } full)
                return new Problem(ProblemKind.Conflict, full);
            var progress = await grain.BeginAsync(request with
            {
                Seed = request.Seed ?? BinaryPrimitives.ReadUInt64LittleEndian(RandomNumberGenerator.GetBytes(sizeof(ulong))),
                TreeSize = (int)Math.Min(await journal.Ledger.SizeAsync(caller.Tenant.Text), int.MaxValue - 1),
                At = time.GetUtcNow(),
                Actor = caller.KeyId,
            });
            return Show(assessment, progress, StatusCodes.Status202Accepted) with { Location = "/v1/assessments/" + assessment };
        }
        catch (JournalUnavailableException)
        {
            return new Problem(ProblemKind.Unavailable, "The journal did not answer in time; the same request may be repeated.");
        }
    }

    /// <summary>Adds one to the tenant's; when too many seem to be open, after a look at which of them are over.</summary>
    private static async ValueTask<string?> AddAsync(IGrainFactory grains, TenantId tenant, string assessment)
    {
        var index = grains.GetGrain<IAssessmentIndexGrain>(tenant.Text);
        if (await index.AddAsync(assessment) is null)
            return null;
        foreach (var open in await index.ListAsync(open: true))
            await Grain(grains, tenant, open).ProgressAsync();
        return await index.AddAsync(assessment);
    }

    private static async Task<IResult> ListAsync(HttpContext context, IGrainFactory grains)
    {
        var fields = new QueryFields(context.Request.Query, "limit", "after");
        var (limit, after) = ((int)(fields.Number("limit", 1, MaxPage) ?? DefaultPage), fields.Text("after"));
        if (fields.Problem is not null)
            return fields.Problem;
        var tenant = context.Caller().Tenant;
        var all = await grains.GetGrain<IAssessmentIndexGrain>(tenant.Text).ListAsync(open: false);
        var rest = after is null ? all : [.. all.SkipWhile(id => id != after).Skip(1)];
        var items = new List<AssessmentAnswer>();
        foreach (var id in rest.Take(limit))
        {
            if (await Grain(grains, tenant, id).ProgressAsync() is { } progress)
                items.Add(Describe(id, progress));
        }

        return Json(new AssessmentList { Items = items, Next = rest.Count > limit ? rest[limit - 1] : null });
    }

    private static async Task<IResult> ReadAsync(string assessment, HttpContext context, IGrainFactory grains) =>
        EpisodeKey.IsId(assessment) && await Grain(grains, context.Caller().Tenant, assessment).ProgressAsync() is { } progress ? Show(assessment, progress) : Problem.NotFound("assessment");

    private static async Task<IResult> StopAsync(string assessment, HttpContext context, IGrainFactory grains) =>
        EpisodeKey.IsId(assessment) && await Grain(grains, context.Caller().Tenant, assessment).StopAsync() is { } progress ? Show(assessment, progress) : Problem.NotFound("assessment");

    private static IAssessmentGrain Grain(IGrainFactory grains, TenantId tenant, string assessment) => grains.GetGrain<IAssessmentGrain>(AssessmentKeys.Assessment(tenant, assessment));

    private static JsonBytes Show(string assessment, AssessmentProgress progress, int status = StatusCodes.Status200OK) => Json(Describe(assessment, progress), status);

    private static AssessmentAnswer Describe(string assessment, AssessmentProgress progress) => new()
    {
        Assessment = assessment,
        Status = progress.Status,
        Failure = progress.Failure,
        Notices =
        [
            "Gold trajectories are rule-derived: a reward function, no clinician, decided what is right.",
            .. progress.SimulatedPanel > 0 ? new[] { "Some evaluators are programs: whatever rests on them is simulated." } : [],
        ],
        Selection = progress.Request.Selection.Describe(progress.Request.TreeSize),
        Method = progress.Request.Method,
        Seed = progress.Request.Seed ?? 0,
        RewardFunction = progress.RewardFunction,
        Population = progress.Population,
        Scenarios = progress.Scenarios,
        Unreadable = progress.Unreadable,
        Chosen = progress.Chosen,
        Complete = progress.Complete,
        EvaluatorsPerEpisode = progress.Request.Evaluators,
        Evaluators = progress.Panel,
        SimulatedEvaluators = progress.SimulatedPanel,
        NotAsked = progress.NotAsked,
        Assignments = progress.Episodes,
        Hidden = progress.Hidden,
        Unfilled = progress.Unfilled,
        Released = progress.Released,
        Asked = progress.Request.At,
        AskedBy = progress.Request.Actor,
    };

    private static JsonBytes Json<T>(T answer, int status = StatusCodes.Status200OK) => new(JsonSerializer.SerializeToUtf8Bytes(answer, JsonSerializerOptions.Web), status);
}
