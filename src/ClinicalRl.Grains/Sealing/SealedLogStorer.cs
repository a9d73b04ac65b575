using ClinicalRl.Audit.Blobs;
using ClinicalRl.Audit.Ledger;
using ClinicalRl.Audit.RunLogs;
using ClinicalRl.Grains.Episodes;
using ClinicalRl.Grains.Journal;
using ClinicalRl.Grains.Ledger;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace ClinicalRl.Grains.Sealing;

/// <summary>
/// Copies sealed logs from the journal to the blob store and enters them in their tenant's ledger, once each, away from the requests. It begins
/// with what an earlier process left, wherever it stopped, then follows the queue, and looks into the journal again now and then for what it missed.
/// </summary>
internal sealed partial class SealedLogStorer(
    IJournal journal,
    EpisodeLogs logs,
    IBlobStore blobs,
    IGrainFactory grains,
    SealedLogQueue queue,
    TimeProvider time,
    IHostApplicationLifetime host,
    ILogger<SealedLogStorer> logger) : BackgroundService
{
    /// <summary>Tries for one log before it is left to the next look into the journal.</summary>
    public const int MaxAttempts = 5;

    /// <summary>Logs fetched in one look into the journal, and most that enter the ledgers together.</summary>
    public const int BatchSize = LedgerLimits.BatchEntries;

    private static readonly TimeSpan FirstDelay = TimeSpan.FromMilliseconds(200);

    private static readonly TimeSpan SweepInterval = TimeSpan.FromSeconds(30);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await StartedAsync(stoppingToken);
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                await SweepAsync(stoppingToken);
                await FollowAsync(stoppingToken);
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
                return;
            }
            catch (Exception error)
            {
                LogSweepFailed(logger, error);
                await Task.Delay(SweepInterval, time, stoppingToken);
            }
        }
    }

    /// <summary>Waits for the silo: before that no ledger can be called.</summary>
    private async Task StartedAsync(CancellationToken stopping)
    {
        var started = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var registration = host.ApplicationStarted.Register(started.SetResult);
        await started.Task.WaitAsync(stopping).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    /// <summary>Files what the journal says is not filed yet. What cannot be filed keeps nothing else waiting.</summary>
    private async Task SweepAsync(CancellationToken stopping)
    {
        EpisodeKey? after = null;
        while (await journal.ListUnfiledAsync(BatchSize, after) is { IsEmpty: false } unfiled)
        {
            await FileAsync([.. unfiled.Select(key => new SealedLog(key, null))], stopping);
            after = unfiled[^1];
        }
    }

    private async Task FollowAsync(CancellationToken stopping)
    {
        using var interval = CancellationTokenSource.CreateLinkedTokenSource(stopping);
        using var timer = time.CreateTimer(_ => interval.Cancel(), null, SweepInterval, Timeout.InfiniteTimeSpan);
        try
        {
            while (await queue.Reader.WaitToReadAsync(interval.Token))
            {
                var batch = new List<SealedLog>();
                while (batch.Count < BatchSize && queue.Reader.TryRead(out var log))
                    batch.Add(log);
                await FileAsync(batch, stopping);
            }
        }
        catch (OperationCanceledException) when (!stopping.IsCancellationRequested)
        {
            // time for another look into the journal
        }
    }

    /// <summary>Stores each log, then enters all that are stored in their ledgers, one append a tenant.</summary>
    private async Task FileAsync(List<SealedLog> batch, CancellationToken stopping)
    {
        var stored = new List<LedgerEntry>();
        foreach (var log in batch)
        {
            await RetryAsync(log.Key.ToString(), async () =>
            {
                if (await StoreAsync(log, stopping) is { } entry)
                    stored.Add(entry);
            }, stopping);
            queue.Release(log);
        }

        foreach (var ledger in stored.GroupBy(entry => entry.Tenant, StringComparer.Ordinal))
            await RetryAsync(ledger.Key, () => EnterAsync(ledger.Key, [.. ledger]), stopping);
    }

    private async Task RetryAsync(string what, Func<Task> work, CancellationToken stopping)
    {
        var delay = FirstDelay;
        for (var attempt = 1; attempt <= MaxAttempts; attempt++)
        {
            try
            {
                await work();
                return;
            }
            catch (EpisodeUnrecoverableException error)
            {
                LogCannotBeMade(logger, what, error.Message);
                return;   // not by this version of the service; another try now would end the same
            }
            catch (Exception error) when (error is not OperationCanceledException || !stopping.IsCancellationRequested)
            {
                LogFilingFailed(logger, what, attempt, error);
            }

            await Task.Delay(delay, time, stopping);
            delay *= 2;
        }
    }

    /// <summary>Puts a log into the blob store, unless it is there; returns what the ledger is to keep of it, or null when it is not to be entered.</summary>
    private async Task<LedgerEntry?> StoreAsync(SealedLog sealedLog, CancellationToken stopping)
    {
        var key = sealedLog.Key;
        if (await journal.FindAsync(key) is not { Status: not EpisodeStatus.Running, Filing: not LogFiling.InLedger } row)
            return null;
        if (row.Stored && await blobs.GetAsync(EpisodeLogs.BlobNameOf(key), stopping) is { } there)
            return await logs.IsAsRecordedAsync(key, there) ? EntryOf(there, key) : throw new EpisodeUnrecoverableException("What is stored under its name is not what was recorded.");
        var log = sealedLog.Lines?.Log ?? RunLogWriter.Join((await logs.MakeAsync(key)).AsSpan());
        if (!await PutAsync(key, log, stopping))
            return null;
        await journal.MarkStoredAsync(key);   // when this fails the next look finds the blob again
        return EntryOf(log, key);
    }

    private async Task EnterAsync(string tenant, List<LedgerEntry> entries)
    {
        var differing = await grains.GetGrain<ILedgerGrain>(tenant).AppendAsync([.. entries.Select(entry => entry.ToBytes())]);
        foreach (var episode in differing)
            LogLedgerDiffers(logger, tenant, episode);
    }

    private static LedgerEntry EntryOf(ReadOnlyMemory<byte> log, EpisodeKey key) =>
        LedgerEntry.Of(log) is { } entry && entry.Tenant == key.Tenant && entry.Episode == key.Episode
            ? entry
            : throw new EpisodeUnrecoverableException("It is not the sealed log of this episode.");

    /// <summary>False when other bytes have the name.</summary>
    private async Task<bool> PutAsync(EpisodeKey key, ReadOnlyMemory<byte> log, CancellationToken stopping)
    {
        var name = EpisodeLogs.BlobNameOf(key);
        if (await blobs.PutOnceAsync(name, log, stopping))
            return true;
        var there = await blobs.GetAsync(name, stopping);
        if (there is not null && there.AsSpan().SequenceEqual(log.Span))
            return true;
        LogDiffers(logger, key);
        return false;
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "The log of {Episode} could not be filed (attempt {Attempt}).")]
    private static partial void LogFilingFailed(ILogger logger, string episode, int attempt, Exception error);

    [LoggerMessage(Level = LogLevel.Critical, Message = "The sealed log of {Episode} cannot be stored by this service: {Reason}")]
    private static partial void LogCannotBeMade(ILogger logger, string episode, string reason);

    [LoggerMessage(Level = LogLevel.Critical, Message = "The blob store holds other bytes under the name of {Episode}'s log. Neither was changed.")]
    private static partial void LogDiffers(ILogger logger, EpisodeKey episode);

    [LoggerMessage(Level = LogLevel.Critical, Message = "The ledger of {Tenant} holds another log of {Episode}. Neither was changed.")]
    private static partial void LogLedgerDiffers(ILogger logger, string tenant, string episode);

    [LoggerMessage(Level = LogLevel.Error, Message = "Sealed logs could not be listed; trying again later.")]
    private static partial void LogSweepFailed(ILogger logger, Exception error);
}
