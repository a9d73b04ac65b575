using ClinicalRl.Service.Jobs;
using ClinicalRl.Service.OpenApi;
using ClinicalRl.Service.Problems;

namespace ClinicalRl.Service.Bundles;

/// <summary>The published descriptions of the routes on bundles.</summary>
internal static class BundleDescriptions
{
    private const string What = "One zip with the selected run logs and their proofs, signed checkpoint and keys, the environments' and reward functions' cards, documents and sign-offs, coverage matrix, hazard log, exploit report, "
        + "known deviations and limits, a page to begin with, and how to check all of it offline.";

    public static RouteDescription Start { get; } = new()
    {
        Id = "startBundle",
        Summary = "Make a safety-case bundle",
        Text = What + " Answers at once with a job over the ledger as it is now.",
        Body = typeof(BundleBody),
        Example = """{"labels":{"run":"ppo-17"},"from":"2026-11-01"}""",
        Answer = typeof(JobAnswer),
        Status = StatusCodes.Status202Accepted,
        Problems = [ProblemKind.InvalidRequest, ProblemKind.TooLarge, ProblemKind.UnsupportedMediaType],
        Parameters = [ParameterDescription.IdempotencyKey],
    };

    public static RouteDescription Read { get; } = new()
    {
        Id = "getBundle",
        Summary = "Look at a bundle",
        Text = "How far it is, and when it is done its size and SHA-256.",
        Answer = typeof(JobAnswer),
        Problems = [ProblemKind.NotFound],
    };

    public static RouteDescription Download { get; } = new()
    {
        Id = "downloadBundle",
        Summary = "Download a bundle",
        Text = "The zip. Ranges are served, so that a broken download goes on where it broke; the ETag is its SHA-256. Check it with 'clinicalrl verify'.",
        AnswerType = "application/zip",
        Problems = [ProblemKind.NotFound, ProblemKind.Conflict],
    };

    public static RouteDescription Cancel { get; } = new()
    {
        Id = "cancelBundle",
        Summary = "Cancel a bundle",
        Text = "Stops one in the making; one that is done stays as it is.",
        Answer = typeof(JobAnswer),
        Problems = [ProblemKind.NotFound],
    };
}
