using ClinicalRl.Rewards.Schema;
using ClinicalRl.Service.Jobs;
using ClinicalRl.Service.OpenApi;
using ClinicalRl.Service.Problems;
using System.Text.Json;

namespace ClinicalRl.Service.Rewards;

/// <summary>The published descriptions of the routes on tenants' reward functions.</summary>
internal static class RewardDescriptions
{
    private static readonly ProblemKind[] BodyProblems = [ProblemKind.InvalidRequest, ProblemKind.TooLarge, ProblemKind.UnsupportedMediaType];

    private static readonly ParameterDescription Reference = new("version", IsHeader: false, IsNumber: false, "A version, three numbers; the newest when left out.");

    public static RouteDescription Upload { get; } = new()
    {
        Id = "uploadRewardFunction",
        Summary = "Upload a reward function",
        Text = "Checks a document and keeps it as a draft of its id and version. A draft may be replaced until it goes into review; after that a change is a new version. Repeating an upload is harmless.",
        Body = typeof(string),
        Example = StarterDocument.Yaml,
        BodyType = "application/yaml",
        Answer = typeof(RewardVersionAnswer),
        Status = StatusCodes.Status201Created,
        Problems = [.. BodyProblems, ProblemKind.Conflict],
    };

    public static RouteDescription Lint { get; } = new()
    {
        Id = "lintRewardFunction",
        Summary = "Check a reward function",
        Text = "Everything wrong with a document, by rule, line and column, with help. Nothing is kept.",
        Body = typeof(string),
        Example = StarterDocument.Yaml,
        BodyType = "application/yaml",
        Answer = typeof(LintAnswer),
        Problems = BodyProblems,
        Parameters = [new("policies", IsHeader: false, IsNumber: false, "true also plays the policies that must score low against the document's ceiling; takes some seconds.")],
    };

    public static RouteDescription Versions { get; } = new()
    {
        Id = "listRewardFunctionVersions",
        Summary = "List the versions of a reward function",
        Text = "Every version of one of the tenant's own reward functions, with its status.",
        Answer = typeof(RewardVersionList),
        Problems = [ProblemKind.NotFound],
    };

    public static RouteDescription Diff { get; } = new()
    {
        Id = "diffRewardFunction",
        Summary = "Compare two versions of a reward function",
        Text = "What changes in meaning from one version to another: weights, conditions, gates, sources, criteria. Layout and comments change nothing.",
        Answer = typeof(DiffAnswer),
        Problems = [ProblemKind.InvalidRequest, ProblemKind.NotFound],
        Parameters = [new("from", IsHeader: false, IsNumber: false, "The version before, three numbers (required)."), new("to", IsHeader: false, IsNumber: false, "The version after; the newest when left out.")],
    };

    public static RouteDescription Submit { get; } = new()
    {
        Id = "submitRewardFunction",
        Summary = "Submit a reward function for review",
        Text = "Measures what the built-in policies earn under exactly this document and closes the draft: from now on its bytes cannot change.",
        Body = typeof(ReviewBody),
        Example = """{"version":"0.1.0"}""",
        Answer = typeof(RewardVersionAnswer),
        Problems = [.. BodyProblems, ProblemKind.NotFound, ProblemKind.Conflict],
    };

    public static RouteDescription Sign { get; } = new()
    {
        Id = "signRewardFunction",
        Summary = "Sign a reward function",
        Text = "Records a clinician's signature of a version in review. Refused, with the reason, when the signature does not verify, the key is unknown, replaced or revoked, the signer is the author, "
            + "the register was checked too long before, or a policy that must score low earns more than the document's ceiling. The version signed before is superseded.",
        Body = typeof(SignOffBody),
        Example = """{"version":"0.1.0","signature":"eyJhbGciOiJFUzI1NiJ9.e30.c2lnbmF0dXJl"}""",
        Answer = typeof(SignOffList),
        Status = StatusCodes.Status201Created,
        Problems = [.. BodyProblems, ProblemKind.NotFound, ProblemKind.Conflict],
    };

    public static RouteDescription SignOffs { get; } = new()
    {
        Id = "listRewardFunctionSignOffs",
        Summary = "Check the sign-offs of a reward function",
        Text = "The sign-offs of a version, each checked anew against the clinicians' keys as they are now.",
        Answer = typeof(SignOffList),
        Problems = [ProblemKind.NotFound],
        Parameters = [Reference],
    };

    public static RouteDescription Revoke { get; } = new()
    {
        Id = "revokeRewardFunction",
        Summary = "Revoke a reward function",
        Text = "Withdraws a version: no new episode begins with it. Recorded logs keep the status they were made with; new verifications show the revocation.",
        Body = typeof(RevocationBody),
        Example = """{"version":"0.1.0","reason":"Superseded by national guidance."}""",
        Answer = typeof(RewardVersionAnswer),
        Problems = [.. BodyProblems, ProblemKind.NotFound],
    };

    public static RouteDescription Clinicians { get; } = new()
    {
        Id = "listClinicianKeys",
        Summary = "List the clinicians' keys",
        Text = "Every key ever registered, as a JSON Web Key Set whose keys also say whose they are and until when they count; 'clinicalrl reward verify' takes it as --keys.",
        Answer = typeof(JsonElement),
    };

    public static RouteDescription RegisterClinician { get; } = new()
    {
        Id = "registerClinicianKey",
        Summary = "Register a clinician's key",
        Text = "Adds a public key of a registered health professional. A key of the same person that was in use is retired: what it signed before still counts.",
        Body = typeof(ClinicianKeyBody),
        Example = """{"name":"Dr A. Example","register":"GMC","number":"1234567","x":"VL8V5UlZtkqPDhoGcE-13jNrNZGUQn64z7MKVNNmYiI","y":"s7L2wIDNJUxW0aY2_-xUxJt2NIPFw7VyQleEAo3WRak"}""",
        Answer = typeof(JsonElement),
        Status = StatusCodes.Status201Created,
        Problems = [.. BodyProblems, ProblemKind.Conflict],
    };

    public static RouteDescription RevokeKey { get; } = new()
    {
        Id = "revokeClinicianKey",
        Summary = "Revoke a clinician's key",
        Text = "Gives a key up as lost or stolen: nothing it signed counts in any verification from now on. Recorded logs do not change.",
        Body = typeof(KeyRevocationBody),
        Example = """{"keyId":"e4bd6209c87a098990b206d6140712290d52bb077c83ce611b5169a67bba441c","reason":"Lost."}""",
        Answer = typeof(JsonElement),
        Problems = [.. BodyProblems, ProblemKind.NotFound],
    };

    public static RouteDescription Rescore { get; } = new()
    {
        Id = "rescoreEpisodes",
        Summary = "Re-score episodes by a reward function",
        Text = "Judges recorded episodes by this reward function without running their agents again, and compares: mean shift with interval, Kendall's tau-b, the episodes that flip. Answers at once with a job to ask for.",
        Body = typeof(RescoreBody),
        Example = """{"label":"run=ppo-17"}""",
        Answer = typeof(JobAnswer),
        Status = StatusCodes.Status202Accepted,
        Problems = [.. BodyProblems, ProblemKind.NotFound],
        Parameters = [ParameterDescription.IdempotencyKey],
    };

    public static RouteDescription ReadRescore { get; } = new()
    {
        Id = "getRescore",
        Summary = "Look at a re-scoring",
        Text = "How far the job is, and when it is done the comparison.",
        Answer = typeof(JobAnswer),
        Problems = [ProblemKind.NotFound],
    };

    public static RouteDescription CancelRescore { get; } = new()
    {
        Id = "cancelRescore",
        Summary = "Cancel a re-scoring",
        Text = "Stops a running job; one that has ended stays as it is.",
        Answer = typeof(JobAnswer),
        Problems = [ProblemKind.NotFound],
    };
}
