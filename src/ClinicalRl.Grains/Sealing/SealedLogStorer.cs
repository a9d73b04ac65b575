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
    IJournal journal, IBlobStore blobs, SealedLogQueue queue, TimeProvider time, ILogger<SealedLogStorer> logger) : BackgroundService
{
    /// <summary>Tries for one log before it is left to the next look into the journal.</summary>
    public const int MaxAttempts = 5;

    /// <summary>Logs fetched in one look into the journal.</summary>
    public const int SweepSize = 256;

    private static readonly TimeSpan FirstDelay = TimeSpan.FromMilliseconds(200);

    private static readonly TimeSpan SweepInterval = TimeSpan.FromSeconds(30);

    /// <summary>Where an episode's log is kept.</summary>
    public static string BlobNameOf(EpisodeKey key) => $"runlogs/{key.Tenant}/{key.Episode}.jsonl";

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

    /// <summary>Stores what the journal says is not stored yet, as long as that gets anywhere.</summary>
    private async Task SweepAsync(CancellationToken stopping)
    {
        while (true)
        {
            var unstored = await journal.ListUnstoredAsync(SweepSize);
            var stored = 0;
            foreach (var key in unstored)
                stored += await StoreAsync(key, stopping) ? 1 : 0;
            if (unstored.Length < SweepSize || stored == 0)
                return;
        }
    }

    private async Task FollowAsync(CancellationToken stopping)
    {
        using var interval = CancellationTokenSource.CreateLinkedTokenSource(stopping);
        using var timer = time.CreateTimer(_ => interval.Cancel(), null, SweepInterval, Timeout.InfiniteTimeSpan);
        try
        {
            await foreach (var key in queue.Reader.ReadAllAsync(interval.Token))
                await StoreAsync(key, stopping);
        }
        catch (OperationCanceledException) when (!stopping.IsCancellationRequested)
        {
            // time for another look into the journal
        }
    }

    private async Task<bool> StoreAsync(EpisodeKey key, CancellationToken stopping)
    {
        var delay = FirstDelay;
        for (var attempt = 1; attempt <= MaxAttempts; attempt++)
        {
            try
            {
                return await TryStoreAsync(key, stopping);
            }
            catch (Exception error) when (error is not OperationCanceledException)
            {
                LogStoreFailed(logger, key, attempt, error);
            }

            await Task.Delay(delay, time, stopping);
            delay *= 2;
        }

        return false;
    }

    private async Task<bool> TryStoreAsync(EpisodeKey key, CancellationToken stopping)
    {
        if (await journal.FindAsync(key) is not { Stored: false, Status: not EpisodeStatus.Running })
            return true;
        var lines = await journal.ReadAsync(key);
        var log = RunLogWriter.Join(lines.AsSpan());
        var name = BlobNameOf(key);
        if (!await blobs.PutOnceAsync(name, log, stopping))
        {
            var there = await blobs.GetAsync(name, stopping);
            if (there is null || !there.AsSpan().SequenceEqual(log))
            {
                LogDiffers(logger, key);
                return false;
            }
        }

        return await journal.MarkStoredAsync(key) == AppendOutcome.Appended;
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "The log of {Episode} could not be stored (attempt {Attempt}).")]
    private static partial void LogStoreFailed(ILogger logger, EpisodeKey episode, int attempt, Exception error);

    [LoggerMessage(Level = LogLevel.Critical, Message = "The blob store holds other bytes under the name of {Episode}'s log. Neither was changed.")]
    private static partial void LogDiffers(ILogger logger, EpisodeKey episode);

    [LoggerMessage(Level = LogLevel.Error, Message = "Sealed logs could not be listed; trying again later.")]
    private static partial void LogSweepFailed(ILogger logger, Exception error);
}
