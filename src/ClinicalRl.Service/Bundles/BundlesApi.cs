using System.Security.Cryptography;
using System.Text.Json;
using ClinicalRl.Audit.Blobs;
using ClinicalRl.Audit.Ledger;
using ClinicalRl.Grains.Bundles;
using ClinicalRl.Grains.Coverage;
using ClinicalRl.Grains.Episodes;
using ClinicalRl.Grains.Jobs;
using ClinicalRl.Grains.Journal;
using ClinicalRl.Grains.Ledger;
using ClinicalRl.Grains.Tenancy;
using ClinicalRl.Service.Access;
using ClinicalRl.Service.Coverage;
using ClinicalRl.Service.Episodes;
using ClinicalRl.Service.Hosting;
using ClinicalRl.Service.Jobs;
using ClinicalRl.Service.OpenApi;
using ClinicalRl.Service.Problems;
using ClinicalRl.Service.Reading;
using ClinicalRl.Service.Tenancy;
using ClinicalRl.Simulation.Environments;
using Microsoft.Net.Http.Headers;

namespace ClinicalRl.Service.Bundles;

/// <summary>Safety-case bundles: made by a job, then fetched, as often and from any byte on.</summary>
internal static class BundlesApi
{
    private const KeyScopes Callers = KeyScopes.Auditor;

    private const string Previous = "previousHazardLog";

    /// <summary>Maps <c>/v1/bundles</c>.</summary>
    public static void MapBundles(this IEndpointRouteBuilder routes)
    {
        var bundles = routes.MapGroup("/v1/bundles").WithTags("Bundles");
        bundles.MapPost("/", StartAsync).Guarded(Callers).Recorded("bundle").Describe(BundleDescriptions.Start);
        bundles.MapGet("/{bundle}", ReadAsync).Guarded(Callers).Describe(BundleDescriptions.Read);
        bundles.MapGet("/{bundle}.zip", DownloadAsync).Guarded(Callers).Recorded("bundle").Describe(BundleDescriptions.Download);
        bundles.MapDelete("/{bundle}", CancelAsync).Guarded(Callers).Describe(BundleDescriptions.Cancel);
    }

    private static async Task<IResult> StartAsync(HttpContext context, IJournal journal, IGrainFactory grains, EnvironmentCatalogue catalogue, TimeProvider time)
    {
        if (!IdempotencyKey.TryRead(context.Request, out var idempotency, out var wrong))
            return wrong!;
        var body = await JsonBody.ReadAsync(context);
        if (body.Problem is not null)
            return body.Problem;
        var caller = context.Caller();
        var fields = new RequestFields(body.Root, "", [.. SelectionReader.Members, "since", Previous]);
        var reader = new SelectionReader(catalogue);
        var (selection, previous) = (reader.Read(fields), reader.PreviousOf(fields, Previous));
        try
        {
            var checkpoint = await grains.GetGrain<ILedgerGrain>(caller.Tenant.Text).CheckpointAsync();
            var since = await SinceAsync(fields, journal, caller.Tenant, checkpoint);
            if (fields.Problem is { } problem)
                return problem;
            var asked = JsonSerializer.Serialize(new { selection, since, previous = previous is null ? null : Convert.ToHexStringLower(SHA256.HashData(previous)) }, JsonSerializerOptions.Web);
            var bundle = BundleBlobs.Prefix + idempotency.EpisodeId(caller.Tenant, BundleBlobs.Prefix + asked)[BundleBlobs.Prefix.Length..];
            var progress = await Job(grains, caller.Tenant, bundle).StartAsync(new StartBundle(selection, checkpoint, since, time.GetUtcNow(), caller.KeyId, previous));
            return JobAnswer.Of(bundle, progress, StatusCodes.Status202Accepted) with { Location = "/v1/bundles/" + bundle };
        }
        catch (Exception error) when (error is JournalUnavailableException or LedgerUnavailableException)
        {
            return new Problem(ProblemKind.Unavailable, "The ledger did not answer in time; the same request may be repeated.");
        }
    }

    private static async Task<long?> SinceAsync(RequestFields fields, IJournal journal, TenantId tenant, string checkpoint)
    {
        if (!fields.TryGet("since", out var element) || !SignedCheckpoint.TryRead(checkpoint, out var latest, out _))
            return null;
        if (element.ValueKind == JsonValueKind.Number && element.TryGetInt64(out var since) && since >= 1 && since <= latest.Checkpoint.TreeSize && await journal.Ledger.CheckpointAsync(tenant.Text, since) is not null)
            return since;
        fields.Fail("since", "the treeSize of a checkpoint that this ledger signed, at least 1");
        return null;
    }

    private static async Task<IResult> ReadAsync(string bundle, HttpContext context, IGrainFactory grains) =>
        Find(context, grains, bundle) is { } job && await job.ReadAsync() is { } progress ? JobAnswer.Of(bundle, progress) : Problem.NotFound("bundle");

    private static async Task<IResult> CancelAsync(string bundle, HttpContext context, IGrainFactory grains) =>
        Find(context, grains, bundle) is { } job && await job.CancelAsync() is { } progress ? JobAnswer.Of(bundle, progress) : Problem.NotFound("bundle");

    private static async Task<IResult> DownloadAsync(string bundle, HttpContext context, IGrainFactory grains, IBlobStore blobs)
    {
        if (Find(context, grains, bundle) is not { } job || await job.ReadAsync() is not { } progress)
            return Problem.NotFound("bundle");
        if (progress.Result is not { } result)
            return new Problem(ProblemKind.Conflict, $"There is no file of it: it is {progress.Status}.");
        if (await blobs.OpenAsync(BundleBlobs.NameOf(context.Caller().Tenant.Text, bundle), context.RequestAborted) is not { } zip)
            return new Problem(ProblemKind.Unavailable, "The blob store does not have the bundle; ask the operator to restore it.");
        var tag = new EntityTagHeaderValue("\"" + JsonElement.Parse(result).GetProperty("sha256").GetString() + "\"");
        return Results.Stream(zip, "application/zip", bundle + ".zip", entityTag: tag, enableRangeProcessing: true);
    }

    /// <summary>The caller's own job of that id, which may not exist; null when it cannot.</summary>
    private static IBundleGrain? Find(HttpContext context, IGrainFactory grains, string bundle) =>
        bundle.StartsWith(BundleBlobs.Prefix, StringComparison.Ordinal) && EpisodeKey.IsId(bundle) ? Job(grains, context.Caller().Tenant, bundle) : null;

    private static IBundleGrain Job(IGrainFactory grains, TenantId tenant, string bundle) => grains.GetGrain<IBundleGrain>($"{tenant}/{bundle}");
}
