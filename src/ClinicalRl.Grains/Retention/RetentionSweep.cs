using System.Globalization;
using ClinicalRl.Audit.Access;
using ClinicalRl.Audit.Blobs;
using ClinicalRl.Grains.Access;
using ClinicalRl.Grains.Journal;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Orleans.Runtime;

namespace ClinicalRl.Grains.Retention;

/// <summary>
/// Removes, away from requests, the bundles and finished jobs whose period is over; nothing while the tenant has a legal hold, nothing of a tenant that set no period. Sealed logs,
/// ledgers and journal it never touches. Each removal is in the tenant's access ledger before it happens. Also carries holds to the blob store.
/// </summary>
public sealed partial class RetentionSweep : BackgroundService
{
    /// <summary>Most jobs removed by one sweep; the next goes on.</summary>
    public const int MaxRemovals = 200;

    private const int Page = 200;

    private const string Remove = "remove";

    private static readonly TimeSpan Interval = TimeSpan.FromHours(1);

    private readonly IJournal journal;
    private readonly KeptJobs kept;
    private readonly TenantRetention retention;
    private readonly StoreHolds holds;
    private readonly IGrainFactory grains;
    private readonly TimeProvider time;
    private readonly IHostApplicationLifetime host;
    private readonly ILogger<RetentionSweep> logger;

    private readonly SemaphoreSlim wake = new(0, 1);

    private readonly SemaphoreSlim one = new(1);

    internal RetentionSweep(
        IJournal journal, KeptJobs kept, TenantRetention retention, StoreHolds holds, IGrainFactory grains, TimeProvider time, IHostApplicationLifetime host, ILogger<RetentionSweep> logger) =>
        (this.journal, this.kept, this.retention, this.holds, this.grains, this.time, this.host, this.logger) = (journal, kept, retention, holds, grains, time, host, logger);

    /// <summary>Whether the blob store carries legal holds; null while that is not known.</summary>
    public BlobHold? StoreSupport => holds.Support;

    /// <summary>Has the next sweep begin now, because something was decided.</summary>
    public void Wake()
    {
        if (wake.CurrentCount == 0)
        {
            try
            {
                wake.Release();
            }
            catch (SemaphoreFullException)
            {
                // somebody else did
            }
        }
    }

    /// <inheritdoc/>
    public override void Dispose()
    {
        wake.Dispose();
        one.Dispose();
        base.Dispose();
    }

    /// <summary>One sweep; how many were removed.</summary>
    public async Task<int> SweepAsync(CancellationToken stopping)
    {
        await one.WaitAsync(stopping);
        try
        {
            return await SweepOnceAsync(stopping);
        }
        finally
        {
            one.Release();
        }
    }

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var started = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var registration = host.ApplicationStarted.Register(started.SetResult);
        await started.Task.WaitAsync(stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                await SweepAsync(stoppingToken);
            }
            catch (Exception error) when (!stoppingToken.IsCancellationRequested)
            {
                LogFailed(logger, error);
            }

            await WaitAsync(stoppingToken);
        }
    }

    private async Task<int> SweepOnceAsync(CancellationToken stopping)
    {
        foreach (var tenant in await TenantsWithHoldsAsync())
            await holds.CarryAsync(tenant, await retention.ReadAsync(tenant), stopping);
        var (removed, now) = (0, time.GetUtcNow());
        KeptJob? after = null;
        while (removed < MaxRemovals && await kept.ListAsync(now - TimeSpan.FromDays(1), after, Page) is { IsEmpty: false } page)
        {
            foreach (var job in page)
            {
                stopping.ThrowIfCancellationRequested();
                if (removed < MaxRemovals && await TryRemoveAsync(job, now))
                    removed++;
            }

            after = page[^1];
        }

        return removed;
    }

    private async Task WaitAsync(CancellationToken stopping)
    {
        using var interval = CancellationTokenSource.CreateLinkedTokenSource(stopping);
        using var timer = time.CreateTimer(_ => interval.Cancel(), null, Interval, Timeout.InfiniteTimeSpan);
        await wake.WaitAsync(interval.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    /// <summary>The order of the ledger decides: a hold entered before the removal keeps the thing, one entered after it comes too late.</summary>
    private async Task<bool> TryRemoveAsync(KeptJob job, DateTimeOffset now)
    {
        var state = await retention.ReadAsync(job.Tenant);
        if (!state.IsOver(job.Ended, now) || !state.Holds.IsEmpty)
            return false;
        var entry = EventOf(job, AccessEvent.Granted);
        await RecordAsync(entry);
        var place = await journal.Access.FindAsync(job.Tenant, entry.Id);
        if (!(await retention.ReadAsync(job.Tenant, place)).Holds.IsEmpty)
            return false;
        if (!await grains.GetGrain<IRemovableJob>(GrainId.Parse(job.Grain, CultureInfo.InvariantCulture)).RemoveAsync())
        {
            await RecordAsync(EventOf(job, "protected"));
            return false;
        }

        await kept.RemoveAsync(job);
        LogRemoved(logger, job.Grain);
        return true;
    }

    private async Task RecordAsync(AccessEvent entry) => await grains.GetGrain<IAccessLedgerGrain>(entry.Tenant).RecordAsync(entry.ToBytes());

    private AccessEvent EventOf(KeptJob job, string result)
    {
        var parts = job.Grain.Split('/');
        var detail = string.Create(CultureInfo.InvariantCulture, $"ended {job.Ended:yyyy-MM-dd}; its period is over");
        return new AccessEvent(
            job.Tenant, AccessEventIds.Derive(Remove, job.Grain, Audit.RunLogs.RunLogTime.Write(job.Ended), result), time.GetUtcNow(), AccessEvent.Service, Remove, parts[0], parts[^1], detail, result);
    }

    private ValueTask<System.Collections.Immutable.ImmutableArray<string>> TenantsWithHoldsAsync() => journal.Access.TenantsAsync(TenantRetention.HoldKind);

    [LoggerMessage(Level = LogLevel.Information, Message = "{Job} was removed: its retention period is over.")]
    private static partial void LogRemoved(ILogger logger, string job);

    [LoggerMessage(Level = LogLevel.Error, Message = "What is due for removal could not be looked for; trying again later. Nothing is removed until then.")]
    private static partial void LogFailed(ILogger logger, Exception error);
}
