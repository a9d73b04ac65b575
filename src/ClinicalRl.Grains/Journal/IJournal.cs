using System.Collections.Immutable;
using ClinicalRl.Audit.Ledger;
using ClinicalRl.Grains.Access;
using ClinicalRl.Grains.Episodes;
using ClinicalRl.Grains.Ledger;
using ClinicalRl.Grains.Reports;

namespace ClinicalRl.Grains.Journal;

/// <summary>What became of an append.</summary>
public enum AppendOutcome
{
    /// <summary>All records are durable.</summary>
    Appended,

    /// <summary>
    /// None was written: the first record's place is taken, or is not the next one, or the log is closed. Whoever else writes this
    /// episode was first.
    /// </summary>
    Conflict,

    /// <summary>No answer in time, or the store failed. The records may be there or not: read before going on.</summary>
    Unavailable,

    /// <summary>No answer in time, and none of the records was or will be written: the same append may be tried again.</summary>
    Abandoned,
}

/// <summary>
/// The truth about every episode: its records, numbered from 0 without gaps (the header's line, an entry for each step, the seal's
/// line), and one index row an episode, written in the same transaction as header and seal. Two writers can never both write a place.
/// </summary>
public interface IJournal
{
    /// <summary>Makes records durable, all or none. Answers in bounded time; does not throw for a failing store.</summary>
    ValueTask<AppendOutcome> AppendAsync(JournalAppend append);

    /// <summary>An episode's records from sequence <paramref name="from"/> on, in order, at most <paramref name="count"/>; empty when there are none.</summary>
    /// <exception cref="JournalUnavailableException">The store failed.</exception>
    ValueTask<ImmutableArray<ReadOnlyMemory<byte>>> ReadAsync(EpisodeKey key, int from = 0, int count = int.MaxValue);

    /// <summary>An episode's index row, or null.</summary>
    /// <exception cref="JournalUnavailableException">The store failed.</exception>
    ValueTask<EpisodeRow?> FindAsync(EpisodeKey key);

    /// <summary>A tenant's episodes, newest first, as asked.</summary>
    /// <exception cref="JournalUnavailableException">The store failed.</exception>
    ValueTask<ImmutableArray<EpisodeRow>> ListAsync(EpisodeQuery query);

    /// <summary>
    /// Sealed episodes of all tenants whose log is not yet in the blob store or not yet in the ledger, oldest first, begun after
    /// <paramref name="after"/>, at most <paramref name="limit"/>.
    /// </summary>
    /// <exception cref="JournalUnavailableException">The store failed.</exception>
    ValueTask<ImmutableArray<EpisodeKey>> ListUnfiledAsync(int limit, EpisodeKey? after = null);

    /// <summary>Notes that a sealed log is in the blob store. Repeating it is harmless. Never <see cref="AppendOutcome.Abandoned"/>.</summary>
    ValueTask<AppendOutcome> MarkStoredAsync(EpisodeKey key);

    /// <summary>Whether other processes write it too. What one keeps in memory may then be behind, when the others took it for dead.</summary>
    bool IsShared => false;

    /// <summary>The ledgers, kept in the same database: what notes that a log is in the ledger is written in one transaction with its entry.</summary>
    ILedgerStore<LedgerEntry> Ledger { get; }

    /// <summary>The ledgers of who read what, kept in the same database.</summary>
    IAccessStore Access { get; }

    /// <summary>The ledgers of reports, kept in the same database.</summary>
    IReportStore Reports { get; }

    /// <summary>The other tables of the same database.</summary>
    IJournalTables Tables { get; }
}

/// <summary>The journal could not be read.</summary>
public sealed class JournalUnavailableException(string message, Exception? cause = null) : Exception(message, cause);
