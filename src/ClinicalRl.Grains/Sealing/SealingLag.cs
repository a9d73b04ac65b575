using ClinicalRl.Grains.Episodes;
using ClinicalRl.Grains.Journal;
using ClinicalRl.Grains.Telemetry;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace ClinicalRl.Grains.Sealing;

/// <summary>
/// Tells for how long the sealed log that waits longest has been seen waiting for blob store and ledger. It looks into the journal, as another silo may have sealed
/// it, and remembers when it first saw each of the oldest, so that a backlog that is worked off slowly shows too.
/// </summary>
internal sealed partial class SealingLag(IJournal journal, TimeProvider time, ILogger<SealingLag> logger) : BackgroundService
{
    /// <summary>Time between two looks: how far the number may be behind.</summary>
    public static readonly TimeSpan Interval = TimeSpan.FromSeconds(5);

    /// <summary>Most that are remembered; of a longer backlog the oldest ones are.</summary>
    private const int Remembered = 1_000;

    private Dictionary<EpisodeKey, long> seen = [];
    private long? oldest;

    /// <summary>Seconds.</summary>
    public double Seconds => oldest is { } since ? time.GetElapsedTime(since).TotalSeconds : 0;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        JournalInstruments.Show();
        using var watch = QueueInstruments.WatchLag("sealing", () => Seconds);
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                await LookAsync();
            }
            catch (JournalUnavailableException error)
            {
                LogNotSeen(logger, error);   // the lag goes on growing from what was seen
            }

            await Task.Delay(Interval, time, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    /// <summary>Looks once.</summary>
    internal async Task LookAsync()
    {
        var now = time.GetTimestamp();
        var waiting = await journal.ListUnfiledAsync(Remembered);
        seen = waiting.ToDictionary(key => key, key => seen.TryGetValue(key, out var since) ? since : now);
        oldest = seen.Count == 0 ? null : seen.Values.Min();
    }

    [LoggerMessage(Level = LogLevel.Debug, Message = "The journal did not say which sealed logs wait.")]
    private static partial void LogNotSeen(ILogger logger, Exception error);
}
