using System.Security.Cryptography;
using System.Text.Json;
using ClinicalRl.Grains.Coverage;
using ClinicalRl.Grains.Journal;
using ClinicalRl.Service.Access;
using ClinicalRl.Service.Answers;
using ClinicalRl.Service.Episodes;
using ClinicalRl.Service.Hosting;
using ClinicalRl.Service.Jobs;
using ClinicalRl.Service.OpenApi;
using ClinicalRl.Service.Problems;
using ClinicalRl.Service.Reading;
using ClinicalRl.Service.Tenancy;
using ClinicalRl.Simulation.Environments;

namespace ClinicalRl.Service.Coverage;

/// <summary>Reports over a tenant's sealed logs: at once when the selection is small, else by a job.</summary>
internal static class CoverageApi
{
    private static readonly (CoverageReport Report, ReportKind Kind)[] Reports =
    [
        (CoverageReport.Coverage, new ReportKind("/v1/coverage", "cv_", "Coverage", "a coverage matrix")), (CoverageReport.HazardLog, new ReportKind("/v1/hazard-log", "hz_", "HazardLog", "a hazard log")),
    ];

    /// <summary>Maps <c>/v1/coverage</c> and <c>/v1/hazard-log</c>.</summary>
    public static void MapCoverage(this IEndpointRouteBuilder routes)
    {
        var reports = routes.MapGroup("").WithTags("Reports");
        reports.MapGet("/v1/coverage/counts", CountAsync).Guarded(ReportJobs.Callers).Recorded("coverage").Describe(CoverageDescriptions.Counts);
        foreach (var (report, kind) in Reports)
        {
            foreach (var form in ReportForm.All)
            {
                reports.MapGet(kind.Path + form.Suffix, (HttpContext context, CoverageAtOnce atOnce, EnvironmentCatalogue catalogue) => AtOnceAsync(context, report, form, atOnce, catalogue))
                    .Guarded(ReportJobs.Callers).Recorded(kind.Record).Describe(CoverageDescriptions.AtOnce(report, kind, form));
            }

            reports.MapPost(kind.Path, (HttpContext context, IJournal journal, IGrainFactory grains, EnvironmentCatalogue catalogue) => StartAsync(context, report, kind, journal, grains, catalogue))
                .Guarded(ReportJobs.Callers).Recorded(kind.Record).Describe(CoverageDescriptions.Start(report, kind));
            reports.MapReportJobs<ICoverageGrain>(kind);
        }
    }

    private static async Task<IResult> CountAsync(HttpContext context, IGrainFactory grains)
    {
        try
        {
            var counts = await grains.GetGrain<ISealedCountGrain>(context.Caller().Tenant.Text).ReadAsync();
            return new JsonBytes(JsonSerializer.SerializeToUtf8Bytes(SealedCountsAnswer.Of(counts), JsonSerializerOptions.Web));
        }
        catch (JournalUnavailableException)
        {
            return Unavailable();
        }
    }

    private static async Task<IResult> AtOnceAsync(HttpContext context, CoverageReport report, ReportForm form, CoverageAtOnce atOnce, EnvironmentCatalogue catalogue)
    {
        var (selection, problem) = new SelectionReader(catalogue).Read(context.Request.Query, report);
        if (problem is not null)
            return problem;
        try
        {
            return await atOnce.ReportAsync(context.Caller().Tenant.Text, report, selection, context.RequestAborted) is { } forms
                ? new TaggedDocument(form.Of(forms), form.MediaType)
                : new Problem(ProblemKind.NeedsAJob, $"More than {CoverageAtOnce.MaxLogs} sealed logs are selected, or too many others have to be looked at to find them. POST the selection to this path without its suffix for a job.");
        }
        catch (JournalUnavailableException)
        {
            return Unavailable();
        }
    }

    private static async Task<IResult> StartAsync(HttpContext context, CoverageReport report, ReportKind kind, IJournal journal, IGrainFactory grains, EnvironmentCatalogue catalogue)
    {
        if (!IdempotencyKey.TryRead(context.Request, out var idempotency, out var wrong))
            return wrong!;
        var body = await JsonBody.ReadAsync(context);
        if (body.Problem is not null)
            return body.Problem;
        var (selection, previous, problem) = new SelectionReader(catalogue).Read(body.Root, report);
        if (problem is not null)
            return problem;
        try
        {
            var caller = context.Caller();
            var size = (int)Math.Min(await journal.Ledger.SizeAsync(caller.Tenant.Text), int.MaxValue);
            var request = new StartCoverage(report, selection, size, caller.KeyId, previous);
            var purpose = kind.Prefix + JsonSerializer.Serialize(selection, JsonSerializerOptions.Web) + Convert.ToHexStringLower(SHA256.HashData(previous ?? []));
            var job = kind.Prefix + idempotency.EpisodeId(caller.Tenant, purpose)[3..];
            return ReportJobs.Started(kind, job, await grains.Job<ICoverageGrain>(caller.Tenant, job).StartAsync(request));
        }
        catch (JournalUnavailableException)
        {
            return Unavailable();
        }
    }

    private static Problem Unavailable() => new(ProblemKind.Unavailable, "The journal did not answer in time; the same request may be repeated.");
}
