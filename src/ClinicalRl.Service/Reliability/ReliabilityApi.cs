using System.Text.Json;
using ClinicalRl.Evaluation.Simulated;
using ClinicalRl.Grains.Journal;
using ClinicalRl.Grains.Records;
using ClinicalRl.Grains.Reliability;
using ClinicalRl.Grains.Tenancy;
using ClinicalRl.Reports.Reliability;
using ClinicalRl.Reports.Reliability.Figures;
using ClinicalRl.Service.Access;
using ClinicalRl.Service.Answers;
using ClinicalRl.Service.Episodes;
using ClinicalRl.Service.Hosting;
using ClinicalRl.Service.OpenApi;
using ClinicalRl.Service.Problems;
using ClinicalRl.Service.Reading;
using ClinicalRl.Service.Tenancy;

namespace ClinicalRl.Service.Reliability;

/// <summary>What evaluators' records come to, as it is now: of an assessment, of an evaluator, of an episode.</summary>
internal static class ReliabilityApi
{
    private const KeyScopes Overseers = KeyScopes.Admin | KeyScopes.Auditor;

    private const int LeastEpisodes = 3;
    private const int MostEpisodes = 300;
    private const int UsualEpisodes = 60;

    /// <summary>Records kept in one transaction: what waits behind it waits for so many.</summary>
    private const int RecordsAtOnce = 500;

    /// <summary>Maps <c>/v1/reliability</c>, <c>/v1/simulated-assessments</c> and what tells of evaluators and episodes.</summary>
    public static void MapReliability(this IEndpointRouteBuilder routes)
    {
        var reliability = routes.MapGroup("").WithTags("Reliability");
        reliability.MapGet("/v1/reliability/{assessment}", ReadAsync).Guarded(Overseers).Recorded("reliability").Describe(ReliabilityDescriptions.Read);
        reliability.MapGet("/v1/reliability/{assessment}/records", RecordsAsync).Guarded(Overseers).Recorded("evaluation-records").Describe(ReliabilityDescriptions.Records);
        reliability.MapGet("/v1/evaluators/{evaluator}/standing", StandingAsync).Guarded(Overseers).Recorded("evaluator-standing").Describe(ReliabilityDescriptions.Standing);
        reliability.MapGet("/v1/episodes/{id}/evidence", EvidenceAsync).Guarded(EpisodesApi.Readers).Recorded("evidence").Describe(ReliabilityDescriptions.Evidence);
        reliability.MapPost("/v1/simulated-assessments", SimulateAsync).Guarded(KeyScopes.Admin).Describe(ReliabilityDescriptions.Simulate);
    }

    private static Task<IResult> ReadAsync(string assessment, HttpContext context, IGrainFactory grains) => AnswerAsync(async () =>
    {
        if (!RecordSubject.TryAssessment(assessment, out _))
            return Problem.NotFound("assessment");
        var read = await grains.GetGrain<IReliabilityGrain>($"{context.Caller().Tenant}/{assessment}").ReadAsync();
        return read switch
        {
            { Records: 0 } => Problem.NotFound("assessment"),
            { Figures: null } => new Problem(ProblemKind.Unavailable, "The figures are being worked out for the first time; ask again."),
            _ => new TaggedDocument(read.Figures, JsonBytes.Json),
        };
    });

    private static Task<IResult> RecordsAsync(string assessment, HttpContext context, IEvaluationRecords records) => AnswerAsync(async () =>
    {
        if (!RecordSubject.TryAssessment(assessment, out var subject))
            return Problem.NotFound("assessment");
        var lines = await EvidenceLines.ReadAsync(records, context.Caller().Tenant.Text, [subject]);
        return lines.Length == 0 ? Problem.NotFound("assessment") : new TaggedDocument(lines, "application/x-ndjson");
    });

    private static Task<IResult> EvidenceAsync(string id, HttpContext context, EpisodeCalls episodes, EpisodeEvidenceReader evidence) => AnswerAsync(async () =>
    {
        var fields = new QueryFields(context.Request.Query, "rewards");
        var choice = Choice(fields);
        if (fields.Problem is { } problem)
            return problem;
        var reply = await episodes.ReadLogAsync(context.Caller(), id);
        if (EpisodeAnswers.ProblemOf(reply) is { } wrong)
            return wrong;
        return await evidence.ReadAsync(context.Caller().Tenant.Text, id, reply.Body, choice) is { } found
            ? new TaggedDocument(JsonSerializer.SerializeToUtf8Bytes(found, JsonSerializerOptions.Web), JsonBytes.Json)
            : new Problem(ProblemKind.Conflict, "The log has a form that this version of the service does not know.");
    });

    /// <summary>Which rewards a query chooses.</summary>
    internal static string Choice(QueryFields fields)
    {
        var choice = fields.Text("rewards") ?? EpisodeEvidenceReader.Choices[0];
        if (!EpisodeEvidenceReader.Choices.Contains(choice, StringComparer.Ordinal))
            fields.Fail("rewards", "one of " + string.Join(", ", EpisodeEvidenceReader.Choices));
        return choice;
    }

    private static Task<IResult> StandingAsync(string evaluator, HttpContext context, IGrainFactory grains) => AnswerAsync(async () =>
    {
        var tenant = context.Caller().Tenant;
        if (evaluator.Length > RequestLimits.ReferenceLength || evaluator.Any(c => !char.IsAsciiLetterOrDigit(c) && c is not ('_' or '-'))
            || await grains.GetGrain<IEvaluatorStandingGrain>($"{tenant}/{evaluator}").ReadAsync() is not { } standing)
            return Problem.NotFound("evaluator with records");
        var assessments = new List<AssessmentStandingAnswer>();
        foreach (var assessment in standing.Assessments)
        {
            var read = await grains.GetGrain<IReliabilityGrain>($"{tenant}/{assessment}").ReadAsync();
            if (read.Figures is { } figures && ReliabilityFigures.Read(figures).Evaluators.FirstOrDefault(known => known.Evaluator == evaluator) is { } found)
                assessments.Add(Show(assessment, found));
        }

        return new JsonBytes(JsonSerializer.SerializeToUtf8Bytes(Show(standing, assessments), JsonSerializerOptions.Web));
    });

    private static Task<IResult> SimulateAsync(HttpContext context, IEvaluationRecords records) => AnswerAsync(async () =>
    {
        var body = await JsonBody.ReadAsync(context);
        if (body.Problem is not null)
            return body.Problem;
        var fields = new RequestFields(body.Root, "", "seed", "episodes");
        var seed = fields.OptionalUInt64("seed") ?? 1;
        var episodes = fields.OptionalInt32("episodes", LeastEpisodes, MostEpisodes) ?? UsualEpisodes;
        if (fields.Problem is { } problem)
            return problem;
        var made = await Task.Run(() => SimulatedStudy.Of(PoolDesign.Planted(seed) with { Episodes = episodes }).Records);
        var subject = RecordSubject.Assessment(FormattableString.Invariant($"sim_{seed}_{episodes}"));
        foreach (var some in made.Chunk(RecordsAtOnce))
            await records.AppendAsync(context.Caller().Tenant.Text, subject, some);
        var answer = new SimulatedAssessmentAnswer { Assessment = subject.ToString(), Records = made.Length, Simulated = true, Notice = ReliabilityReport.Simulated };
        return new JsonBytes(JsonSerializer.SerializeToUtf8Bytes(answer, JsonSerializerOptions.Web), StatusCodes.Status201Created) { Location = $"/v1/reliability/{subject}" };
    });

    private static AssessmentStandingAnswer Show(string assessment, EvaluatorFigures found) => new()
    {
        Assessment = assessment,
        Flags = [.. found.Flags.Select(flag => flag == "LowEffort" ? "low-effort" : flag.ToLowerInvariant())],
        CopiedFrom = found.CopiedFrom,
        Bias = found.Bias.IsDefined ? found.Bias.Value : null,
        Steps = found.Steps,
        OutlyingSteps = found.OutlyingSteps,
    };

    private static StandingAnswer Show(EvaluatorRecordStanding standing, List<AssessmentStandingAnswer> assessments) => new()
    {
        Evaluator = standing.Evaluator,
        Simulated = standing.Simulated,
        Qualified = standing.Qualified,
        GoldItems = standing.GoldItems,
        Right = standing.Right,
        Reliability = standing.Reliability,
        LowerBound = standing.LowerBound,
        Steps = standing.Steps,
        Assessments = assessments,
    };

    private static async Task<IResult> AnswerAsync(Func<Task<IResult>> answer)
    {
        try
        {
            return await answer();
        }
        catch (JournalUnavailableException)
        {
            return new Problem(ProblemKind.Unavailable, "The records could not be read or kept in time; the same request may be repeated.");
        }
    }
}
