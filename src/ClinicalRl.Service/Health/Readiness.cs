using System.Text.Json.Serialization;
using ClinicalRl.Audit.Blobs;
using ClinicalRl.Grains.Episodes;
using ClinicalRl.Grains.Journal;
using ClinicalRl.Grains.Tenancy;
using ClinicalRl.Service.Cluster;
using Orleans.Runtime;

namespace ClinicalRl.Service.Health;

/// <summary>
/// Whether this process can do its work, asked of each thing it needs, all at once and each in bounded time. Without the blob store episodes run
/// on and sealed logs wait in the journal, so that is told and does not send callers away.
/// </summary>
internal sealed class Readiness(IGrainFactory grains, IJournal journal, IBlobStore blobs, ISiloStatusOracle silos, Drain drain)
{
    internal const string Ok = "ok";

    private const string Failed = "failed";

    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(3);

    /// <summary>Asks all of them.</summary>
    public async Task<ReadinessAnswer> AskAsync(CancellationToken cancel)
    {
        var written = AskAsync(async () => await journal.MarkStoredAsync(new EpisodeKey(TenantId.Development.Text, "readyz")) != AppendOutcome.Unavailable, cancel);
        var called = AskAsync(async () => await grains.GetGrain<ITenantGrain>(TenantId.Development.Text).ListKeysAsync() is not null, cancel);
        var read = AskAsync(async () => await blobs.GetAsync("readyz", cancel) is null, cancel);
        var checks = new ReadinessChecks(
            await written, await read, await called, silos.CurrentStatus == SiloStatus.Active ? Ok : Failed,
            silos.GetApproximateSiloStatuses(onlyActive: true).Count);
        var works = checks is { Journal: Ok, Grains: Ok, Membership: Ok };
        return new ReadinessAnswer(!works ? "failed" : drain.IsDraining ? "stopping" : checks.Blobs == Ok ? "ready" : "degraded", checks);
    }

    /// <summary>What a question comes to; one without answer in time has failed.</summary>
    private static async Task<string> AskAsync(Func<Task<bool>> question, CancellationToken cancel)
    {
        try
        {
            return await Task.Run(question, cancel).WaitAsync(Limit, cancel) ? Ok : Failed;
        }
        catch (Exception) when (!cancel.IsCancellationRequested)
        {
            return Failed;
        }
    }
}

/// <summary>What <c>/readyz</c> says.</summary>
/// <param name="Status"><c>ready</c>; <c>degraded</c>: ready, but without the blob store; <c>stopping</c> or <c>failed</c>: not ready.</param>
/// <param name="Checks">Each thing by itself.</param>
internal sealed record ReadinessAnswer(string Status, ReadinessChecks Checks)
{
    /// <summary>Whether callers may be sent here.</summary>
    [JsonIgnore]
    public bool IsReady => Status is "ready" or "degraded";
}

/// <summary>Each is <c>ok</c> or <c>failed</c>.</summary>
/// <param name="Journal">The database takes appends.</param>
/// <param name="Blobs">The blob store answers.</param>
/// <param name="Grains">A grain answers from its storage, wherever in the cluster it is.</param>
/// <param name="Membership">This silo is an active member.</param>
/// <param name="Silos">Active members that this one knows of.</param>
internal sealed record ReadinessChecks(string Journal, string Blobs, string Grains, string Membership, int Silos);
