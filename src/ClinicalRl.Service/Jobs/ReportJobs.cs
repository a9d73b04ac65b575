using ClinicalRl.Grains.Episodes;
using ClinicalRl.Grains.Jobs;
using ClinicalRl.Grains.Tenancy;
using ClinicalRl.Service.Access;
using ClinicalRl.Service.Answers;
using ClinicalRl.Service.Hosting;
using ClinicalRl.Service.OpenApi;
using ClinicalRl.Service.Problems;
using ClinicalRl.Service.Tenancy;

namespace ClinicalRl.Service.Jobs;

/// <summary>One kind of report that jobs make: how its routes and jobs are called.</summary>
/// <param name="Path">Where a job is started, such as <c>/v1/coverage</c>.</param>
/// <param name="Prefix">What a job's id begins with: three characters, the last <c>_</c>.</param>
/// <param name="Name">What operation ids call it, such as <c>Coverage</c>.</param>
/// <param name="Words">What summaries call it, such as <c>a coverage matrix</c>.</param>
internal sealed record ReportKind(string Path, string Prefix, string Name, string Words)
{
    /// <summary>What access events call it.</summary>
    public string Record { get; } = Path["/v1/".Length..];
}

/// <summary>Looking at, reading and stopping the jobs that make reports.</summary>
internal static class ReportJobs
{
    /// <summary>Whoever may read what episodes did: a report is made of it. Not evaluators, who judge blind.</summary>
    public const KeyScopes Callers = KeyScopes.Agent | KeyScopes.Author | KeyScopes.Auditor;

    /// <summary>Maps <c>{path}/{job}[.csv|.html]</c> of a kind.</summary>
    public static void MapReportJobs<TGrain>(this IEndpointRouteBuilder routes, ReportKind kind)
        where TGrain : IReportGrain
    {
        foreach (var form in ReportForm.All)
        {
            routes.MapGet(kind.Path + "/{job}" + form.Suffix, (string job, HttpContext context, IGrainFactory grains) => ReadAsync(Find<TGrain>(context, grains, job, kind), job, form))
                .Guarded(Callers).Recorded(kind.Record).Describe(DescribeRead(kind, form));
        }

        routes.MapDelete(kind.Path + "/{job}", (string job, HttpContext context, IGrainFactory grains) => CancelAsync(Find<TGrain>(context, grains, job, kind), job))
            .Guarded(Callers).Recorded(kind.Record).Describe(DescribeCancel(kind));
    }

    /// <summary>The grain of a tenant's job.</summary>
    public static TGrain Job<TGrain>(this IGrainFactory grains, TenantId tenant, string job)
        where TGrain : IReportGrain => grains.GetGrain<TGrain>($"{tenant}/{job}");

    /// <summary>Answers with a job that was started.</summary>
    public static JsonBytes Started(ReportKind kind, string job, JobProgress progress) =>
        JobAnswer.Of(job, progress, StatusCodes.Status202Accepted) with { Location = $"{kind.Path}/{job}" };

    private static async Task<IResult> ReadAsync(IReportGrain? grain, string job, ReportForm form)
    {
        if (grain is null || await grain.ReadAsync() is not { } progress)
            return Problem.NotFound("job");
        if (form.Suffix.Length == 0)
            return JobAnswer.Of(job, progress);
        return await grain.FormsAsync() is { } forms ? new TaggedDocument(form.Of(forms), form.MediaType) : new Problem(ProblemKind.Conflict, $"The job has no report: it is {progress.Status}.");
    }

    private static async Task<IResult> CancelAsync(IReportGrain? grain, string job) =>
        grain is not null && await grain.CancelAsync() is { } progress ? JobAnswer.Of(job, progress) : Problem.NotFound("job");

    /// <summary>The caller's own job of that id, which may not exist; null when it cannot.</summary>
    private static IReportGrain? Find<TGrain>(HttpContext context, IGrainFactory grains, string job, ReportKind kind)
        where TGrain : IReportGrain =>
        job.StartsWith(kind.Prefix, StringComparison.Ordinal) && EpisodeKey.IsId(job) ? grains.Job<TGrain>(context.Caller().Tenant, job) : null;

    private static RouteDescription DescribeRead(ReportKind kind, ReportForm form) => new()
    {
        Id = $"get{kind.Name}Job" + form.IdSuffix,
        Summary = $"Look at the job of {kind.Words}{form.Words}",
        Text = form.Suffix.Length == 0 ? "How far the job is, and when it is done the report." : "The report, when the job is done; until then a conflict says where it stands.",
        Answer = form.Suffix.Length == 0 ? typeof(JobAnswer) : null,
        AnswerType = form.MediaType,
        Problems = form.Suffix.Length == 0 ? [ProblemKind.NotFound] : [ProblemKind.NotFound, ProblemKind.Conflict],
    };

    private static RouteDescription DescribeCancel(ReportKind kind) => new()
    {
        Id = $"cancel{kind.Name}Job",
        Summary = $"Cancel the job of {kind.Words}",
        Text = "Stops a running job; one that has ended stays as it is.",
        Answer = typeof(JobAnswer),
        Problems = [ProblemKind.NotFound],
    };
}
