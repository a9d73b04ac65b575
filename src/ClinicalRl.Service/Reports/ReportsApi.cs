using System.Text;
using System.Text.Json;
using ClinicalRl.Audit.Blobs;
using ClinicalRl.Audit.Reports;
using ClinicalRl.Audit.RunLogs;
using ClinicalRl.Grains.Episodes;
using ClinicalRl.Grains.Jobs;
using ClinicalRl.Grains.Journal;
using ClinicalRl.Grains.Records;
using ClinicalRl.Grains.Reports;
using ClinicalRl.Grains.Tenancy;
using ClinicalRl.Service.Access;
using ClinicalRl.Service.Answers;
using ClinicalRl.Service.Coverage;
using ClinicalRl.Service.Episodes;
using ClinicalRl.Service.Hosting;
using ClinicalRl.Service.Jobs;
using ClinicalRl.Service.Ledger;
using ClinicalRl.Service.OpenApi;
using ClinicalRl.Service.Problems;
using ClinicalRl.Service.Reading;
using ClinicalRl.Service.Tenancy;
using ClinicalRl.Simulation.Environments;
using ClinicalRl.Statistics.Resampling;

namespace ClinicalRl.Service.Reports;

/// <summary>Reward Reliability Reports: made by a job, numbered, signed and entered in a ledger of their own.</summary>
internal static class ReportsApi
{
    private const KeyScopes Callers = KeyScopes.Author | KeyScopes.Auditor | KeyScopes.Admin;

    private const string Kind = "reliability-report";

    private const int LeastResamples = 99;

    private const int MaxAssessments = 100;

    private static readonly (string Ending, string MediaType, string Member)[] Files =
    [
        (ReportFiles.Json, JsonBytes.Json, "json"), (ReportFiles.Html, "text/html; charset=utf-8", "html"), (ReportFiles.Pdf, "application/pdf", "pdf"),
        (ReportFiles.Evidence, "application/x-ndjson", "evidence"),
    ];

    /// <summary>Maps <c>/v1/reports</c>.</summary>
    public static void MapReports(this IEndpointRouteBuilder routes)
    {
        var reports = routes.MapGroup("/v1/reports").WithTags("Reliability");
        reports.MapPost("", StartAsync).Guarded(Callers).Recorded(Kind).Describe(ReportDescriptions.Start);
        reports.MapGet("", ListAsync).Guarded(Callers).Recorded(Kind).Describe(ReportDescriptions.List);
        reports.MapGet("/checkpoint", (HttpContext context, IJournal journal, IGrainFactory grains) => Ledger(journal, grains).CheckpointAsync(context)).Guarded(Callers).Describe(ReportDescriptions.Checkpoint);
        reports.MapGet("/proofs/inclusion", (HttpContext context, IJournal journal, IGrainFactory grains) => Ledger(journal, grains).InclusionAsync(context, "report", "a report's id"))
            .Guarded(Callers).Recorded(Kind).Describe(ReportDescriptions.Inclusion);
        reports.MapGet("/proofs/consistency", (HttpContext context, IJournal journal, IGrainFactory grains) => Ledger(journal, grains).ConsistencyAsync(context)).Guarded(Callers).Describe(ReportDescriptions.Consistency);
        reports.MapGet("/{report}", ReadAsync).Guarded(Callers).Recorded(Kind).Describe(ReportDescriptions.Read);
        reports.MapDelete("/{report}", CancelAsync).Guarded(Callers).Recorded(Kind).Describe(ReportDescriptions.Cancel);
        reports.MapGet("/{report}.jws", SignedAsync).Guarded(Callers).Recorded(Kind).Describe(ReportDescriptions.Signed);
        foreach (var file in Files)
        {
            reports.MapGet("/{report}" + file.Ending, (string report, HttpContext context, IGrainFactory grains, IBlobStore blobs) => FileAsync(report, context, grains, blobs, file.Ending, file.MediaType, file.Member))
                .Guarded(Callers).Recorded(Kind).Describe(ReportDescriptions.File(file.Ending, file.MediaType));
        }
    }

    private static LedgerRoutes<ReportEntry> Ledger(IJournal journal, IGrainFactory grains) => new(journal.Reports, tenant => grains.GetGrain<IReportLedgerGrain>(tenant).CheckpointAsync());

    private static async Task<IResult> StartAsync(HttpContext context, IGrainFactory grains, EnvironmentCatalogue catalogue)
    {
        if (!IdempotencyKey.TryRead(context.Request, out var idempotency, out var wrong))
            return wrong!;
        var body = await JsonBody.ReadAsync(context);
        if (body.Problem is not null)
            return body.Problem;
        var fields = new RequestFields(body.Root, "", "assessments", "environment", "labels", "from", "to", "rewardFunction", "resamples");
        var assessments = Assessments(fields);
        var logs = new SelectionReader(catalogue).Read(fields);
        var resamples = fields.OptionalInt32("resamples", LeastResamples, BootstrapPlan.ReportResamples) ?? BootstrapPlan.ReportResamples;
        var selection = new ReportSelection(assessments, logs);
        if (fields.Problem is null && selection.Words.Length > ReportEntry.MaxSelection)
            fields.Fail("assessments", "fewer: with all else the selection must be at most " + ReportEntry.MaxSelection + " characters in words");
        if (fields.Problem is { } problem)
            return problem;
        var caller = context.Caller();
        var report = ReportEntry.Prefix + idempotency.EpisodeId(caller.Tenant, FormattableString.Invariant($"{ReportEntry.Prefix} {selection.Words} {resamples}"))[ReportEntry.Prefix.Length..];
        var progress = await Job(grains, caller.Tenant, report).StartAsync(new StartReliabilityReport(selection, resamples, caller.KeyId));
        return JobAnswer.Of(report, progress, StatusCodes.Status202Accepted) with { Location = "/v1/reports/" + report };
    }

    private static string[] Assessments(RequestFields fields)
    {
        const string Rule = "a list of 1 to 100 ids of assessments";
        if (!fields.TryGet("assessments", out var list))
            return [];
        if (list.ValueKind != JsonValueKind.Array || list.GetArrayLength() is < 1 or > MaxAssessments || !list.EnumerateArray().All(item => RecordSubject.TryAssessment(RequestFields.TextOf(item), out _)))
        {
            fields.Fail("assessments", Rule);
            return [];
        }

        return [.. list.EnumerateArray().Select(item => item.GetString()!).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];
    }

    private static Task<IResult> ListAsync(HttpContext context, IJournal journal) => LedgerAnswer.OfAsync(async () =>
    {
        var fields = new QueryFields(context.Request.Query, "from", "limit");
        var from = fields.Number("from", 1, int.MaxValue) ?? 1;
        var limit = (int)(fields.Number("limit", 1, RequestLimits.PageItems) ?? RequestLimits.DefaultPageItems);
        if (fields.Problem is { } problem)
            return problem;
        var tenant = context.Caller().Tenant.Text;
        var entries = await journal.Reports.ReadAsync(tenant, from - 1, limit);
        var size = await journal.Reports.SizeAsync(tenant);
        var page = new ReportPageAnswer
        {
            Items = [.. entries.Select((entry, place) => ReportItem.Of(from + place, entry))],
            Next = from - 1 + entries.Length < size && !entries.IsEmpty ? from + entries.Length : null,
        };
        return new JsonBytes(JsonSerializer.SerializeToUtf8Bytes(page, JsonSerializerOptions.Web));
    });

    private static async Task<IResult> ReadAsync(string report, HttpContext context, IGrainFactory grains) =>
        Find(context, grains, report) is { } job && await job.ReadAsync() is { } progress ? JobAnswer.Of(report, progress) : Problem.NotFound("report");

    private static async Task<IResult> CancelAsync(string report, HttpContext context, IGrainFactory grains) =>
        Find(context, grains, report) is { } job && await job.CancelAsync() is { } progress ? JobAnswer.Of(report, progress) : Problem.NotFound("report");

    private static async Task<IResult> SignedAsync(string report, HttpContext context, IGrainFactory grains)
    {
        if (Find(context, grains, report) is not { } job || await job.ReadAsync() is not { } progress)
            return Problem.NotFound("report");
        return await job.SignedAsync() is { } signed ? new TaggedDocument(Encoding.ASCII.GetBytes(signed + "\n"), LedgerApi.Jose) : NotMade(progress);
    }

    private static async Task<IResult> FileAsync(string report, HttpContext context, IGrainFactory grains, IBlobStore blobs, string ending, string mediaType, string member)
    {
        if (Find(context, grains, report) is not { } job || await job.ReadAsync() is not { } progress)
            return Problem.NotFound("report");
        if (progress.Result is not { } result)
            return NotMade(progress);
        _ = Sha256Digest.TryParse(JsonElement.Parse(result).GetProperty(member).GetString()!, out var hash);
        var bytes = await blobs.GetAsync(ReportBlobs.NameOf(context.Caller().Tenant.Text, hash, ending), context.RequestAborted);
        return bytes is not null && Sha256Digest.Of(bytes) == hash
            ? new TaggedDocument(bytes, mediaType)
            : new Problem(ProblemKind.Unavailable, "The blob store does not have the report as it was made; ask the operator to restore it.");
    }

    private static Problem NotMade(JobProgress progress) => new(ProblemKind.Conflict, $"The report is not made: it is {progress.Status}.");

    /// <summary>The caller's own report of that id, which may not exist; null when it cannot.</summary>
    private static IReliabilityReportGrain? Find(HttpContext context, IGrainFactory grains, string report) =>
        report.StartsWith(ReportEntry.Prefix, StringComparison.Ordinal) && EpisodeKey.IsId(report) ? Job(grains, context.Caller().Tenant, report) : null;

    private static IReliabilityReportGrain Job(IGrainFactory grains, TenantId tenant, string report) => grains.GetGrain<IReliabilityReportGrain>($"{tenant}/{report}");
}
