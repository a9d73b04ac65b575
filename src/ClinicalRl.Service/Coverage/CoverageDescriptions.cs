using System.Text.Json;
using ClinicalRl.Grains.Coverage;
using ClinicalRl.Service.Jobs;
using ClinicalRl.Service.OpenApi;
using ClinicalRl.Service.Problems;

namespace ClinicalRl.Service.Coverage;

/// <summary>The published descriptions of the routes on coverage and the hazard log.</summary>
internal static class CoverageDescriptions
{
    public static RouteDescription Counts { get; } = new()
    {
        Id = "getSealedCounts",
        Summary = "How many sealed episodes there are",
        Text = "By environment and by how they ended, of the whole ledger; kept up with as episodes are sealed, so that it costs nothing to ask.",
        Answer = typeof(SealedCountsAnswer),
    };

    private static readonly ParameterDescription[] Selection =
    [
        new("environment", IsHeader: false, IsNumber: false, "Only this environment id."),
        new("label", IsHeader: false, IsNumber: false, "Only episodes with this label, as key=value; given several times, all must hold."),
        new("from", IsHeader: false, IsNumber: false, "Only logs sealed then or later: a date, or a time such as 2026-11-22T09:30:00Z."),
        new("to", IsHeader: false, IsNumber: false, "Only logs sealed before then."),
        new("rewardFunction", IsHeader: false, IsNumber: false, "Only episodes judged by this function, as id@version."),
    ];

    private static readonly ParameterDescription Tolerated = new("tolerated", IsHeader: false, IsNumber: false, "Share of scenarios that may fail, above 0 and below 1; 0.05 when left out.");

    public static RouteDescription AtOnce(CoverageReport report, ReportKind kind, ReportForm form) => new()
    {
        Id = "get" + kind.Name + form.IdSuffix,
        Summary = $"Get {kind.Words}{form.Words}",
        Text = What(report) + " Counts the sealed logs of the tenant's ledger that the selection chooses, while you wait: "
            + $"at most {CoverageAtOnce.MaxLogs} logs, and as many others as can be passed over; a larger selection is answered with needs-a-job. A log whose bytes are not those that the ledger holds is named, not counted.",
        Answer = form.Suffix.Length > 0 ? null : report == CoverageReport.Coverage ? typeof(CoverageAnswer) : typeof(JsonElement),
        AnswerType = form.MediaType,
        Problems = [ProblemKind.InvalidRequest, ProblemKind.NeedsAJob],
        Parameters = [.. Selection, .. report == CoverageReport.Coverage ? [Tolerated] : (ParameterDescription[])[], ParameterDescription.IfNoneMatch],
    };

    public static RouteDescription Start(CoverageReport report, ReportKind kind) => new()
    {
        Id = "start" + kind.Name,
        Summary = $"Start {kind.Words}",
        Text = What(report) + " Answers at once with a job that walks the ledger as it is now; ask for it until it is done.",
        Body = report == CoverageReport.Coverage ? typeof(CoverageBody) : typeof(HazardLogBody),
        Example = """{"labels":{"run":"ppo-17"},"from":"2026-11-01"}""",
        Answer = typeof(JobAnswer),
        Status = StatusCodes.Status202Accepted,
        Problems = [ProblemKind.InvalidRequest, ProblemKind.TooLarge, ProblemKind.UnsupportedMediaType],
        Parameters = [ParameterDescription.IdempotencyKey],
    };

    private static string What(CoverageReport report) => report == CoverageReport.Coverage
        ? "Ten categories of failure by the environments: scenarios exposed, failures, exact intervals, criteria and places."
        : "Every hazard that the environments declare, in DCB0129 columns, its likelihood read from the failures counted. A draft: nothing in it is assessed or signed by a clinical safety officer. "
            + "Asked for at once it begins a new log; a job whose body gives 'previous' continues that one: no row is ever dropped.";
}
