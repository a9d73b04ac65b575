using System.Text.Json;
using ClinicalRl.Grains.Reports;
using ClinicalRl.Service.Jobs;
using ClinicalRl.Service.Ledger;
using ClinicalRl.Service.OpenApi;
using ClinicalRl.Service.Problems;

namespace ClinicalRl.Service.Reports;

/// <summary>What the published description says of reports.</summary>
internal static class ReportDescriptions
{
    private static readonly ParameterDescription Size = new("size", IsHeader: false, IsNumber: true, "Size of an earlier checkpoint; the latest when left out.");

    public static RouteDescription Start { get; } = new()
    {
        Id = "createReport",
        Summary = "Make a Reward Reliability Report",
        Text = "What evaluators' scores of a selection are worth, and the automatic reward beside them: answers at once with a job to ask for. The report is a pure function of the records it rests on, so the same selection "
            + "over the same records is the same bytes. It gets the tenant's next number, is entered in the ledger of reports and signed by the key that seals logs. 'result.checks' says whether the live figures of each "
            + "assessment were equal to a rebuild from the records, of which the report always is.",
        Body = typeof(ReportBody),
        Example = """{"environment":"triage-queue"}""",
        Answer = typeof(JobAnswer),
        Status = StatusCodes.Status202Accepted,
        Problems = [ProblemKind.InvalidRequest, ProblemKind.TooLarge, ProblemKind.UnsupportedMediaType],
        Parameters = [ParameterDescription.IdempotencyKey],
    };

    public static RouteDescription List { get; } = new()
    {
        Id = "listReports",
        Summary = "List the reports that were made",
        Text = "In the order of their numbers, which are their places in the ledger of reports.",
        Answer = typeof(ReportPageAnswer),
        Problems = [ProblemKind.InvalidRequest],
        Parameters =
        [
            new ParameterDescription("from", IsHeader: false, IsNumber: true, "Number of the first; 1 when left out."),
            new ParameterDescription("limit", IsHeader: false, IsNumber: true, "Most reports of a page."),
        ],
    };

    public static RouteDescription Read { get; } = new()
    {
        Id = "getReport",
        Summary = "Look at a report",
        Text = "How far its job is; when it is done, its number, the hashes of its files, and how it was checked.",
        Answer = typeof(JobAnswer),
        Problems = [ProblemKind.NotFound],
    };

    public static RouteDescription Cancel { get; } = new()
    {
        Id = "cancelReport",
        Summary = "Cancel a report",
        Text = "Stops a running job; one that has ended stays as it is.",
        Answer = typeof(JobAnswer),
        Problems = [ProblemKind.NotFound],
    };

    public static RouteDescription Signed { get; } = new()
    {
        Id = "getReportSignature",
        Summary = "The signed entry of a report",
        Text = "A JWS (RFC 7515, ES256) by the key that seals logs, over the report's entry in the ledger of reports: its selection, whose scores it rests on, and the SHA-256 of each of its files.",
        AnswerType = LedgerApi.Jose,
        Problems = [ProblemKind.NotFound, ProblemKind.Conflict],
        Parameters = [ParameterDescription.IfNoneMatch],
    };

    public static RouteDescription Checkpoint { get; } = new()
    {
        Id = "getReportCheckpoint",
        Summary = "The signed checkpoint of the ledger of reports",
        Text = "As of the ledger of logs: keep it, and no report that was made can be taken away or changed unseen.",
        AnswerType = LedgerApi.Jose,
        Problems = [ProblemKind.NotFound, ProblemKind.InvalidRequest],
        Parameters = [Size, ParameterDescription.IfNoneMatch],
    };

    public static RouteDescription Inclusion { get; } = new()
    {
        Id = "getReportInclusionProof",
        Summary = "Proof that a report is in the ledger of reports",
        Text = "As of the ledger of logs (RFC 9162).",
        Answer = typeof(JsonElement),
        Problems = [ProblemKind.NotFound, ProblemKind.InvalidRequest],
        Parameters = [new ParameterDescription("report", IsHeader: false, IsNumber: false, "Id of the report (required)."), Size, ParameterDescription.IfNoneMatch],
    };

    public static RouteDescription Consistency { get; } = new()
    {
        Id = "getReportConsistencyProof",
        Summary = "Proof that the ledger of reports continues an earlier one",
        Text = "As of the ledger of logs (RFC 9162).",
        Answer = typeof(JsonElement),
        Problems = [ProblemKind.NotFound, ProblemKind.InvalidRequest],
        Parameters =
        [
            new ParameterDescription("from", IsHeader: false, IsNumber: true, "Size of the earlier checkpoint (required)."),
            new ParameterDescription("to", IsHeader: false, IsNumber: true, "Size of the later one; the latest when left out."), ParameterDescription.IfNoneMatch,
        ],
    };

    public static RouteDescription File(string ending, string mediaType) => new()
    {
        Id = "getReport" + ending switch { ReportFiles.Json => "Json", ReportFiles.Html => "Html", ReportFiles.Pdf => "Pdf", _ => "Evidence" },
        Summary = ending switch
        {
            ReportFiles.Json => "The report as JSON", ReportFiles.Html => "The report as a page that needs nothing else", ReportFiles.Pdf => "The report as sheets", _ => "The records that the report can be made from again",
        },
        Text = ending == ReportFiles.Evidence
            ? "One JSON object a line, in ordinal order of their ids. 'clinicalrl report' makes the report from them again, byte for byte."
            : "The bytes whose SHA-256 was signed. Every number of page and sheets is in the JSON; of simulated evaluators each says so.",
        AnswerType = mediaType,
        Problems = [ProblemKind.NotFound, ProblemKind.Conflict],
        Parameters = [ParameterDescription.IfNoneMatch],
    };
}
