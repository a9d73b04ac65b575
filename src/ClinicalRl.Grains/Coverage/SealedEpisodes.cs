using System.Collections.Immutable;
using ClinicalRl.Audit.Ledger;
using ClinicalRl.Audit.RunLogs;
using ClinicalRl.Grains.Episodes;
using ClinicalRl.Grains.Journal;
using ClinicalRl.Grains.Sealing;
using ClinicalRl.Reports.Coverage;

namespace ClinicalRl.Grains.Coverage;

/// <summary>What a ledger entry came to.</summary>
/// <param name="Looked">Whether the index or the log had to be read.</param>
/// <param name="Episode">The episode, when it was chosen and counted.</param>
/// <param name="Uncounted">Why not, when it was chosen and could not be counted.</param>
/// <param name="Log">The log, when it was counted.</param>
internal readonly record struct SealedEpisode(bool Looked, CoveredEpisode? Episode, UncountedLog? Uncounted, ReadOnlyMemory<byte> Log = default);

/// <summary>
/// The episodes of a tenant's sealed logs, entry by entry of its ledger. A log is counted only when it has the hash that the ledger has: what was
/// changed since it was sealed is named, never counted.
/// </summary>
internal sealed class SealedEpisodes(EpisodeLogs logs, IJournal journal)
{
    /// <summary>Entries read at once.</summary>
    private const int Page = 256;

    /// <summary>Entries of the ledger from place <paramref name="from"/> on; the first of those asked for is there when the ledger is as long.</summary>
    public ValueTask<ImmutableArray<LedgerEntry>> EntriesAsync(string tenant, long from) => journal.Ledger.ReadAsync(tenant, from, Page);

    /// <summary>Reads one.</summary>
    /// <exception cref="JournalUnavailableException">The journal did not answer.</exception>
    public async ValueTask<SealedEpisode> ReadAsync(LedgerEntry entry, CoverageSelection selection, CancellationToken cancel)
    {
        if (!selection.Holds(entry.Sealed))
            return default;
        var key = new EpisodeKey(entry.Tenant, entry.Episode);
        if (selection.AsksTheIndex && !(await journal.FindAsync(key) is { } row && selection.Holds(row)))
            return new SealedEpisode(true, null, null);
        byte[]? log;
        try
        {
            log = await logs.ReadAsync(key);
        }
        catch (EpisodeUnrecoverableException error)
        {
            return Uncounted(entry, error.Message);
        }

        return log is null ? Uncounted(entry, "The log is in the ledger and not in the store.") : await Task.Run(() => Read(entry, selection, log), cancel);
    }

    private static SealedEpisode Read(LedgerEntry entry, CoverageSelection selection, byte[] log)
    {
        if (Sha256Digest.Of(log) != entry.Log)
            return Uncounted(entry, "The log is not the one that the ledger holds.");
        if (!CoveredEpisodeReader.TryRead(log, out var episode, out var problem))
            return Uncounted(entry, problem);
        return new SealedEpisode(true, selection.RewardFunction is null || episode.RewardFunction == selection.RewardFunction ? episode : null, null, log);
    }

    private static SealedEpisode Uncounted(LedgerEntry entry, string reason) => new(true, null, new UncountedLog(entry.Episode, reason));
}
