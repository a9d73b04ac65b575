using System.Text.Json;
using ClinicalRl.Grains.Coverage;
using ClinicalRl.Grains.Episodes;
using ClinicalRl.Grains.Jobs;
using ClinicalRl.Grains.Journal;
using ClinicalRl.Grains.Tenancy;
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
    private const KeyScopes Callers = KeyScopes.Agent | KeyScopes.Author | KeyScopes.Auditor;

    private static readonly (CoverageReport Report, string Path, string Prefix)[] Reports = [(CoverageReport.Coverage, "/v1/coverage", "cv_"), (CoverageReport.HazardLog, "/v1/hazard-log", "hz_")];

    /// <summary>Maps <c>/v1/coverage</c> and <c>/v1/hazard-log</c>.</summary>
    public static void MapCoverage(this IEndpointRouteBuilder routes)
    {
        var reports = routes.MapGroup("").WithTags("Reports");
        foreach (var (report, path, prefix) in Reports)
        {
            foreach (var form in ReportForm.All)
            {
                reports.MapGet(path + form.Suffix, (HttpContext context, CoverageAtOnce atOnce, EnvironmentCatalogue catalogue) => AtOnceAsync(context, report, form, atOnce, catalogue))
                    .Guarded(Callers).Describe(CoverageDescriptions.AtOnce(report, form));
                reports.MapGet(path + "/{job}" + form.Suffix, (string job, HttpContext context, IGrainFactory grains) => ReadAsync(Find(context, grains, job, prefix), job, form))
                    .Guarded(Callers).Describe(CoverageDescriptions.Read(report, form));
            }

            reports.MapPost(path, (HttpContext context, IJournal journal, IGrainFactory grains, EnvironmentCatalogue catalogue) => StartAsync(context, report, path, prefix, journal, grains, catalogue))
                .Guarded(Callers).Describe(CoverageDescriptions.Start(report));
            reports.MapDelete(path + "/{job}", (string job, HttpContext context, IGrainFactory grains) => CancelAsync(Find(context, grains, job, prefix), job))
                .Guarded(Callers).Describe(CoverageDescriptions.Cancel(report));
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

    private static async Task<IResult> StartAsync(HttpContext context, CoverageReport report, string path, string prefix, IJournal journal, IGrainFactory grains, EnvironmentCatalogue catalogue)
    {
        if (!IdempotencyKey.TryRead(context.Request, out var idempotency, out var wrong))
            return wrong!;
        var body = await JsonBody.ReadAsync(context);
        if (body.Problem is not null)
            return body.Problem;
        var (selection, problem) = new SelectionReader(catalogue).Read(body.Root, report);
        if (problem is not null)
            return problem;
        try
        {
            var caller = context.Caller();
            var size = (int)Math.Min(await journal.Ledger.SizeAsync(caller.Tenant.Text), int.MaxValue);
            var job = prefix + idempotency.EpisodeId(caller.Tenant, prefix + JsonSerializer.Serialize(selection, JsonSerializerOptions.Web))[3..];
            var progress = await Job(grains, caller.Tenant, job).StartAsync(new StartCoverage(report, selection, size, caller.KeyId));
            return JobAnswer.Of(job, progress, StatusCodes.Status202Accepted) with { Location = $"{path}/{job}" };
        }
        catch (JournalUnavailableException)
        {
            return Unavailable();
        }
    }

    private static async Task<IResult> ReadAsync(ICoverageGrain? grain, string job, ReportForm form)
    {
        if (grain is null || await grain.ReadAsync() is not { } progress)
            return Problem.NotFound("job");
        if (form.Suffix.Length == 0)
            return JobAnswer.Of(job, progress);
        return await grain.FormsAsync() is { } forms ? new TaggedDocument(form.Of(forms), form.MediaType) : new Problem(ProblemKind.Conflict, $"The job has no report: it is {progress.Status}.");
    }

    private static async Task<IResult> CancelAsync(ICoverageGrain? grain, string job) =>
        grain is not null && await grain.CancelAsync() is { } progress ? JobAnswer.Of(job, progress) : Problem.NotFound("job");

    /// <summary>The caller's own job of that id, which may not exist; null when it cannot.</summary>
    private static ICoverageGrain? Find(HttpContext context, IGrainFactory grains, string job, string prefix) =>
        job.StartsWith(prefix, StringComparison.Ordinal) && EpisodeKey.IsId(job) ? Job(grains, context.Caller().Tenant, job) : null;

    private static ICoverageGrain Job(IGrainFactory grains, TenantId tenant, string job) => grains.GetGrain<ICoverageGrain>($"{tenant}/{job}");

    private static Problem Unavailable() => new(ProblemKind.Unavailable, "The journal did not answer in time; the same request may be repeated.");
}
