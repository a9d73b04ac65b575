using System.Text.Json;
using ClinicalRl.Grains.RewardFunctions;
using ClinicalRl.Grains.Tenancy;
using ClinicalRl.Rewards;
using ClinicalRl.Rewards.Diffs;
using ClinicalRl.Service.Answers;
using ClinicalRl.Service.Hosting;
using ClinicalRl.Service.OpenApi;
using ClinicalRl.Service.Problems;
using ClinicalRl.Service.Reading;
using ClinicalRl.Service.Tenancy;
using ClinicalRl.Simulation.Environments;

namespace ClinicalRl.Service.Rewards;

/// <summary>A tenant's own reward functions: upload, check, compare, review, withdraw.</summary>
internal static class RewardVersionsApi
{
    private const string Yaml = "application/yaml";

    private const int MaxReasonLength = 1_000;

    private const int MaxVersionLength = 32;

    /// <summary>Maps what changes and compares versions under <c>/v1/reward-functions</c>.</summary>
    public static void MapRewardVersions(this IEndpointRouteBuilder routes)
    {
        var functions = routes.MapGroup("/v1/reward-functions").WithTags("Reward functions");
        functions.MapPost("/", UploadAsync).Guarded(KeyScopes.Author, RewardDocumentParser.MaxBytes).Describe(RewardDescriptions.Upload);
        functions.MapPost("/lint", LintAsync).Guarded(KeyScopes.Author, RewardDocumentParser.MaxBytes).Describe(RewardDescriptions.Lint);
        functions.MapGet("/{id}/versions", VersionsAsync).Guarded(KeyScopes.All).Describe(RewardDescriptions.Versions);
        functions.MapGet("/{id}/diff", DiffAsync).Guarded(KeyScopes.All).Describe(RewardDescriptions.Diff);
        functions.MapPost("/{id}/reviews", SubmitAsync).Guarded(KeyScopes.Author).Describe(RewardDescriptions.Submit);
        functions.MapPost("/{id}/revocations", RevokeAsync).Guarded(KeyScopes.Author | KeyScopes.Admin).Describe(RewardDescriptions.Revoke);
    }

    /// <summary>A version as callers see it.</summary>
    internal static RewardVersionAnswer Show(string id, RewardVersion version, RewardStatus status) => new()
    {
        Id = id, Version = version.Version, Status = status.Word(), Hash = version.Hash, Uploaded = version.Uploaded, UploadedBy = version.UploadedBy,
        SubmittedBy = version.SubmittedBy, SignOffs = version.SignOffs.Length, RevokedBecause = version.RevokedBecause,
    };

    /// <summary>The answer to a change: the version after it, or why not.</summary>
    internal static async Task<IResult> AnswerAsync(
        RewardChange change, string id, TenantId tenant, TenantRewardFunctions functions, int status = StatusCodes.Status200OK, string? location = null)
    {
        if (change.NotFound)
            return Problem.NotFound("version");
        if (change.Version is not { } version)
            return new Problem(ProblemKind.Conflict, change.Refusal ?? "The change was refused.", "version");
        return Json(Show(id, version, await functions.StatusAsync(tenant, version)), status) with { Location = location };
    }

    internal static JsonBytes Json<T>(T answer, int status = StatusCodes.Status200OK) => new(JsonSerializer.SerializeToUtf8Bytes(answer, JsonSerializerOptions.Web), status);

    /// <summary>Reads the version that a body names besides <paramref name="others"/>.</summary>
    internal static async Task<(RequestFields Fields, string Version)> ReadAsync(HttpContext context, params string[] others)
    {
        var body = await JsonBody.ReadAsync(context);
        var fields = body.Problem is null ? new RequestFields(body.Root, "", ["version", .. others]) : RequestFields.Failed(body.Problem);
        var version = fields.Text("version", MaxVersionLength);
        if (!SemanticVersion.TryParse(version, out _))
            fields.Fail("version", "three whole numbers such as 1.0.0");
        return (fields, version);
    }

    private static async Task<IResult> UploadAsync(HttpContext context, TenantRewardFunctions functions, EnvironmentCatalogue catalogue, IGrainFactory grains)
    {
        var body = await RequestBody.ReadAsync(context, Yaml);
        if (body.Problem is not null)
            return body.Problem;
        var caller = context.Caller();
        if (caller.Allowance?.Quotas.DocumentBytes is { } most && body.Bytes.Length > most)
            return new Problem(ProblemKind.TooLarge, $"The tenant's documents may have {most} bytes.", "body", $"at most {most} bytes") { Quota = "documentBytes" };
        var findings = Lint(body.Bytes, catalogue, out var document);
        if (document is null || findings.Any(finding => finding.Level == FindingLevel.Error))
            return Refuse(findings);
        if (functions.Shipped.Functions.Any(shipped => shipped.Id == document.Id))
            return Problem.Invalid("id", $"an id of your own; '{document.Id}' is shipped");
        if (!await grains.GetGrain<IRewardIndexGrain>(caller.Tenant.Text).AddAsync(document.Id))
            return new Problem(ProblemKind.Conflict, "The tenant has as many reward functions as it may have.", "id");
        await grains.GetGrain<IRewardDocumentGrain>(RewardKeys.Document(caller.Tenant, document.Hash)).StoreAsync(body.Bytes);
        var change = await functions.Function(caller.Tenant, document.Id).UploadAsync(new RewardVersion
        {
            Version = document.Version.ToString(), Hash = document.Hash, Environment = document.Environment.Value, Title = document.Title,
            IntendedUse = document.IntendedUse, Notice = document.Notice, UploadedBy = caller.KeyId,
        });
        return await AnswerAsync(change, document.Id, caller.Tenant, functions, StatusCodes.Status201Created, $"/v1/reward-functions/{document.Id}@{document.Version}");
    }

    private static async Task<IResult> LintAsync(HttpContext context, EnvironmentCatalogue catalogue, RewardReview review, CancellationToken cancel)
    {
        var body = await RequestBody.ReadAsync(context, Yaml);
        if (body.Problem is not null)
            return body.Problem;
        var policies = context.Request.Query["policies"].ToString();
        if (policies is not ("" or "true" or "false"))
            return Problem.Invalid("policies", "true or false");
        IReadOnlyList<Finding> findings = Lint(body.Bytes, catalogue, out var document);
        JsonElement? scores = null;
        if (policies == "true" && document is not null && findings.All(finding => finding.Level == FindingLevel.Warning))
        {
            var function = RewardFunction.Compile(document, catalogue.Find(document.Environment.Value)!.Spec);
            var sheet = await review.MeasureAsync(function, degenerateOnly: true, cancel);
            findings = [.. findings, .. review.CheckCeiling(function, sheet)];
            scores = JsonSerializer.SerializeToElement(sheet.Scores, JsonSerializerOptions.Web);
        }

        return Json(new LintAnswer { Errors = findings.Count(finding => finding.Level == FindingLevel.Error), Findings = [.. findings.Select(Show)], Scores = scores });
    }

    private static async Task<IResult> VersionsAsync(string id, HttpContext context, TenantRewardFunctions functions)
    {
        var tenant = context.Caller().Tenant;
        var versions = TenantRewardFunctions.IsId(id) ? await functions.Function(tenant, id).ListAsync() : [];
        if (versions.Count == 0)
            return Problem.NotFound("reward function");
        var items = new List<RewardVersionAnswer>();
        foreach (var version in versions)
            items.Add(Show(id, version, await functions.StatusAsync(tenant, version)));
        return Json(new RewardVersionList { Items = items });
    }

    private static async Task<IResult> DiffAsync(string id, HttpContext context, TenantRewards rewards)
    {
        var (from, to) = (context.Request.Query["from"].ToString(), context.Request.Query["to"].ToString());
        if (!SemanticVersion.TryParse(from, out _))
            return Problem.Invalid("from", "three whole numbers such as 1.0.0");
        if (to.Length > 0 && !SemanticVersion.TryParse(to, out _))
            return Problem.Invalid("to", "three whole numbers such as 1.1.0");
        var tenant = context.Caller().Tenant;
        if (await rewards.FindAsync(tenant, id, from) is not { } before || await rewards.FindAsync(tenant, id, to.Length > 0 ? to : null) is not { } after)
            return Problem.NotFound("version");
        var changes = RewardDocumentDiff.Of(before.Function.Document, after.Function.Document);
        return Json(new DiffAnswer
        {
            Before = before.Version.Version,
            After = after.Version.Version,
            Changes = [.. changes.Select(change => new ChangeAnswer { What = change.What, Of = change.Of, Before = change.Before, After = change.After, Sentence = change.ToString() })],
        });
    }

    private static async Task<IResult> SubmitAsync(
        string id, HttpContext context, TenantRewards rewards, TenantRewardFunctions functions, RewardReview review, CancellationToken cancel)
    {
        var (fields, version) = await ReadAsync(context);
        if (fields.Problem is not null)
            return fields.Problem;
        var caller = context.Caller();
        if (await rewards.FindAsync(caller.Tenant, id, version) is not { } found)
            return Problem.NotFound("version");
        if (found.Version.Status != RewardStatus.Draft.Word())
            return new Problem(ProblemKind.Conflict, $"Version {version} is {found.Version.Status}; only a draft goes into review.", "version");
        var scores = await review.MeasureAsync(found.Function, cancel: cancel);
        var change = await functions.Function(caller.Tenant, found.Id).SubmitAsync(version, found.Version.Hash, scores.ToJson(), caller.KeyId);
        return await AnswerAsync(change, found.Id, caller.Tenant, functions);
    }

    private static async Task<IResult> RevokeAsync(string id, HttpContext context, TenantRewardFunctions functions)
    {
        var (fields, version) = await ReadAsync(context, "reason");
        var reason = fields.Text("reason", MaxReasonLength);
        if (fields.Problem is not null)
            return fields.Problem;
        var caller = context.Caller();
        if (!TenantRewardFunctions.IsId(id))
            return Problem.NotFound("version");
        return await AnswerAsync(await functions.Function(caller.Tenant, id).RevokeAsync(version, reason, caller.KeyId), id, caller.Tenant, functions);
    }

    private static IReadOnlyList<Finding> Lint(byte[] bytes, EnvironmentCatalogue catalogue, out RewardDocument? document)
    {
        var reading = RewardDocumentParser.Read(bytes);
        document = reading.Document;
        if (document is null)
            return reading.Findings;
        return catalogue.Find(document.Environment.Value) is { } environment
            ? RewardLinter.Lint(document, environment.Spec)
            : [new Finding(FindingLevel.Error, "other-environment", document.Environment.At.Line, document.Environment.At.Column, $"there is no environment '{document.Environment.Value}' here")];
    }

    private static Problem Refuse(IReadOnlyList<Finding> findings)
    {
        var errors = findings.Where(finding => finding.Level == FindingLevel.Error).ToList();
        var more = errors.Count > 1 ? $" ({errors.Count - 1} more; POST it to /v1/reward-functions/lint for all)" : "";
        return new Problem(ProblemKind.InvalidRequest, $"The document has an error at {errors[0]}{more}", "body", "a reward document without errors: " + errors[0].Help);
    }

    private static FindingAnswer Show(Finding finding) => new()
    {
        Rule = finding.Code, Level = finding.Level == FindingLevel.Error ? "error" : "warning", Line = finding.Line, Column = finding.Column, Message = finding.Message, Help = finding.Help,
    };
}
