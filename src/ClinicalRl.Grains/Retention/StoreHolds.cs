using ClinicalRl.Audit.Blobs;
using ClinicalRl.Grains.Episodes;
using ClinicalRl.Grains.Journal;
using ClinicalRl.Grains.Sealing;
using Microsoft.Extensions.Logging;

namespace ClinicalRl.Grains.Retention;

/// <summary>
/// Carries legal holds to the blobs of sealed logs, where the store knows such holds: then also whoever holds the account's keys cannot remove them. What was carried is
/// remembered in the process; after a restart it is carried again, which changes nothing.
/// </summary>
internal sealed partial class StoreHolds(IJournal journal, IBlobStore blobs, TimeProvider time, ILogger<StoreHolds> logger)
{
    /// <summary>Most blobs touched for one tenant in one sweep; the next goes on.</summary>
    public const int MaxBlobs = 1_000;

    private static readonly TimeSpan LiftedFor = TimeSpan.FromDays(30);

    /// <summary>Entries of the ledger looked at, by hold and whether it stands.</summary>
    private readonly Dictionary<(string Tenant, string Hold, bool Stands), long> looked = [];

    /// <summary>What the store made of it so far.</summary>
    public BlobHold? Support { get; private set; } = blobs is IBlobRetention ? null : BlobHold.NotSupported;

    /// <summary>Sets and lifts what a tenant's holds ask for, as far as it gets.</summary>
    public async Task CarryAsync(string tenant, RetentionState state, CancellationToken stopping)
    {
        var room = MaxBlobs;
        foreach (var hold in state.Holds)
            room = await CarryAsync(tenant, state, hold, stands: true, room, stopping);
        foreach (var (hold, lifted) in state.Released.Where(one => time.GetUtcNow() - one.Time < LiftedFor))
            room = await CarryAsync(tenant, state, hold, stands: false, room, stopping);
    }

    private async Task<int> CarryAsync(string tenant, RetentionState state, LegalHold hold, bool stands, int room, CancellationToken stopping)
    {
        var key = (tenant, hold.Id, stands);
        var from = looked.GetValueOrDefault(key);
        if (hold.Episode is not null)
            from = Math.Max(from, await journal.Ledger.FindAsync(tenant, hold.Episode) ?? long.MaxValue);
        while (room > 0 && Support != BlobHold.NotSupported && from < long.MaxValue && await journal.Ledger.ReadAsync(tenant, from, hold.Episode is null ? 200 : 1) is { IsEmpty: false } entries)
        {
            foreach (var entry in entries)
            {
                stopping.ThrowIfCancellationRequested();
                var row = await journal.FindAsync(new EpisodeKey(tenant, entry.Episode));
                if (row is not null && hold.Covers(entry.Episode, row.Opening.Labels))
                {
                    room--;
                    await SetAsync(row.Key, state.IsHeld(entry.Episode, row.Opening.Labels), stopping);
                }
            }

            from = hold.Episode is null ? from + entries.Length : long.MaxValue;
            looked[key] = from;
        }

        return room;
    }

    private async Task SetAsync(EpisodeKey key, bool isHeld, CancellationToken stopping)
    {
        var outcome = await ((IBlobRetention)blobs).SetHoldAsync(EpisodeLogs.BlobNameOf(key), isHeld, stopping);
        if (outcome == BlobHold.NotSupported && Support != BlobHold.NotSupported)
            LogNotSupported(logger);
        if (outcome != BlobHold.Missing)
            Support = outcome;
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "The blob store knows no legal hold on single blobs: holds keep the service from removing anything, and nobody else.")]
    private static partial void LogNotSupported(ILogger logger);
}
