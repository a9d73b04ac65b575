using System.Buffers;
using ClinicalRl.Audit.Blobs;
using ClinicalRl.Audit.RunLogs;
using ClinicalRl.Grains.Episodes;
using ClinicalRl.Grains.Journal;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace ClinicalRl.Grains.Sealing;

/// <summary>
/// Copies sealed logs from the journal to the blob store, once each, away from the requests. It begins with what an earlier process
/// left, then follows the queue, and looks into the journal again now and then for what it missed.
/// </summary>
internal sealed partial class SealedLogStorer(
    IJournal journal, EpisodeLogs logs, IBlobStore blobs, SealedLogQueue queue, TimeProvider time, ILogger<SealedLogStorer> logger) : BackgroundService
{
    /// <summary>Tries for one log before it is left to the next look into the journal.</summary>
    public const int MaxAttempts = 5;

    /// <summary>Logs fetched in one look into the journal.</summary>
    public const int SweepSize = 256;

    private static readonly TimeSpan FirstDelay = TimeSpan.FromMilliseconds(200);

    private static readonly TimeSpan SweepInterval = TimeSpan.FromSeconds(30);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
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

    /// <summary>Stores what the journal says is not stored yet. What cannot be stored keeps nothing else waiting.</summary>
    private async Task SweepAsync(CancellationToken stopping)
    {
        EpisodeKey? after = null;
        while (await journal.ListUnstoredAsync(SweepSize, after) is { IsEmpty: false } unstored)
        {
            foreach (var key in unstored)
                await StoreAsync(new SealedLog(key, null), stopping);
            after = unstored[^1];
        }
    }

    private async Task FollowAsync(CancellationToken stopping)
    {
        using var interval = CancellationTokenSource.CreateLinkedTokenSource(stopping);
        using var timer = time.CreateTimer(_ => interval.Cancel(), null, SweepInterval, Timeout.InfiniteTimeSpan);
        try
        {
            await foreach (var log in queue.Reader.ReadAllAsync(interval.Token))
            {
                await StoreAsync(log, stopping);
                queue.Release(log);
            }
        }
        catch (OperationCanceledException) when (!stopping.IsCancellationRequested)
        {
            // time for another look into the journal
        }
    }

    private async Task StoreAsync(SealedLog sealedLog, CancellationToken stopping)
    {
        var key = sealedLog.Key;
        var delay = FirstDelay;
        for (var attempt = 1; attempt <= MaxAttempts; attempt++)
        {
            try
            {
                await TryStoreAsync(sealedLog, stopping);
                return;
            }
            catch (EpisodeUnrecoverableException error)
            {
                LogCannotBeMade(logger, key, error.Message);
                return;   // not by this version of the service; another try now would end the same
            }
            catch (Exception error) when (error is not OperationCanceledException)
            {
                LogStoreFailed(logger, key, attempt, error);
            }

            await Task.Delay(delay, time, stopping);
            delay *= 2;
        }
    }

    private async Task TryStoreAsync(SealedLog sealedLog, CancellationToken stopping)
    {
        var key = sealedLog.Key;
        if (await journal.FindAsync(key) is not { Stored: false, Status: not EpisodeStatus.Running })
            return;
        var lines = sealedLog.Lines?.InOrder() ?? await logs.MakeAsync(key);
        var room = ArrayPool<byte>.Shared.Rent(RunLogWriter.LengthOf(lines.AsSpan()));   // often hundreds of kilobytes: not one array a log
        try
        {
            var log = room.AsMemory(0, RunLogWriter.Join(lines.AsSpan(), room));
            if (!await PutAsync(key, log, stopping))
                return;
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(room);
        }

        await journal.MarkStoredAsync(key);   // when this fails the next look finds it again
    }

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

    [LoggerMessage(Level = LogLevel.Warning, Message = "The log of {Episode} could not be stored (attempt {Attempt}).")]
    private static partial void LogStoreFailed(ILogger logger, EpisodeKey episode, int attempt, Exception error);

    [LoggerMessage(Level = LogLevel.Critical, Message = "The sealed log of {Episode} cannot be stored by this service: {Reason}")]
    private static partial void LogCannotBeMade(ILogger logger, EpisodeKey episode, string reason);

    [LoggerMessage(Level = LogLevel.Critical, Message = "The blob store holds other bytes under the name of {Episode}'s log. Neither was changed.")]
    private static partial void LogDiffers(ILogger logger, EpisodeKey episode);

    [LoggerMessage(Level = LogLevel.Error, Message = "Sealed logs could not be listed; trying again later.")]
    private static partial void LogSweepFailed(ILogger logger, Exception error);
}
