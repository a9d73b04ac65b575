using System.Text.Json;
using ClinicalRl.Client.Serialization;
using ClinicalRl.Client.Transport;

namespace ClinicalRl.Client.Bundles;

/// <summary>Safety-case bundles: asked for, waited for, fetched.</summary>
public sealed class BundlesClient
{
    private readonly Wire wire;

    internal BundlesClient(Wire wire) => this.wire = wire;

    /// <summary>Starts one. The same request with the same <paramref name="idempotencyKey"/> is the same bundle.</summary>
    public Task<BundleJob> StartAsync(BundleRequest request, string idempotencyKey, CancellationToken cancel = default) =>
        wire.PostAsync("v1/bundles", request, ClientJson.Default.BundleRequest, ClientJson.Default.BundleJob, idempotencyKey, cancel);

    /// <summary>How far it is.</summary>
    public Task<BundleJob> GetAsync(string bundle, CancellationToken cancel = default) => wire.GetAsync(PathOf(bundle), ClientJson.Default.BundleJob, cancel);

    /// <summary>Stops one in the making.</summary>
    public Task<BundleJob> CancelAsync(string bundle, CancellationToken cancel = default) => wire.DeleteAsync(PathOf(bundle), ClientJson.Default.BundleJob, cancel);

    /// <summary>The zip from byte <paramref name="from"/> on; the caller disposes of it.</summary>
    public Task<Stream> OpenAsync(string bundle, long from = 0, CancellationToken cancel = default) => wire.OpenAsync(PathOf(bundle) + ".zip", cancel, from);

    private static string PathOf(string bundle) => "v1/bundles/" + Uri.EscapeDataString(bundle);
}

/// <summary>Which sealed logs a bundle holds. What is null chooses nothing out.</summary>
public sealed record BundleRequest
{
    /// <summary>Id of an environment.</summary>
    public string? Environment { get; init; }

    /// <summary>Only episodes with all of these labels.</summary>
    public IReadOnlyDictionary<string, string>? Labels { get; init; }

    /// <summary>Only logs sealed then or later: a date, or a time such as 2026-11-22T09:30:00Z.</summary>
    public string? From { get; init; }

    /// <summary>Only logs sealed before then.</summary>
    public string? To { get; init; }

    /// <summary>Only episodes judged by this function, as id@version.</summary>
    public string? RewardFunction { get; init; }

    /// <summary>The treeSize of a checkpoint that you kept: the bundle proves that the ledger continues it.</summary>
    public long? Since { get; init; }

    /// <summary>The hazard log that the bundle's continues, as it was exported.</summary>
    public JsonElement? PreviousHazardLog { get; init; }
}

/// <summary>A bundle in the making, or made.</summary>
/// <param name="Job">Its id.</param>
/// <param name="Status">running, done, cancelled or failed.</param>
/// <param name="Done">Pieces done so far.</param>
/// <param name="Total">Pieces there are.</param>
/// <param name="Failure">Why it failed, or null.</param>
/// <param name="Result">When it is done: bundle, bytes, sha256, logs, files, treeSize, rootHash, made.</param>
public sealed record BundleJob(string Job, string Status, int Done, int Total, string? Failure, JsonElement? Result);
