using System.Collections.Immutable;
using ClinicalRl.Audit.Ledger;
using ClinicalRl.Audit.RunLogs;
using ClinicalRl.Grains.Access;
using ClinicalRl.Grains.Episodes;
using ClinicalRl.Grains.Journal;
using ClinicalRl.Grains.Ledger;
using ClinicalRl.Grains.Reports;

namespace ClinicalRl.Testing.Journal;

/// <summary>What goes wrong with an append to a ledger.</summary>
public enum LedgerFault
{
    /// <summary>Nothing.</summary>
    None,

    /// <summary>Nothing is written and the caller is told so.</summary>
    Lost,

    /// <summary>It is written and the caller is told that it may not be.</summary>
    AnswerLost,

    /// <summary>It throws before anything is written.</summary>
    Throws,
}

/// <summary>What a fault does to an append.</summary>
internal static class LedgerFaults
{
    public static async ValueTask<AppendOutcome> ApplyAsync(this LedgerFault fault, LedgerAppend append, Func<LedgerAppend, ValueTask<AppendOutcome>> write)
    {
        switch (fault)
        {
            case LedgerFault.Lost:
                return AppendOutcome.Unavailable;
            case LedgerFault.AnswerLost:
                await write(append);
                return AppendOutcome.Unavailable;
            case LedgerFault.Throws:
                throw new IOException("The disk is gone.");
            default:
                return await write(append);
        }
    }
}

/// <summary>A journal over a real one whose ledger fails when <paramref name="next"/> says so, and that of access events when <paramref name="nextAccess"/> does.</summary>
public sealed class FaultyLedgerJournal(IJournal inner, Func<LedgerFault> next, Func<LedgerFault>? nextAccess = null) : IJournal, ILedgerStore<LedgerEntry>
{
    /// <inheritdoc/>
    public ILedgerStore<LedgerEntry> Ledger => this;

    /// <inheritdoc/>
    public IJournalTables Tables => inner.Tables;

    /// <inheritdoc/>
    public IReportStore Reports => inner.Reports;

    /// <inheritdoc/>
    public IAccessStore Access { get; } = nextAccess is null ? inner.Access : new FaultyAccessStore(inner.Access, nextAccess);

    /// <inheritdoc/>
    public ValueTask<AppendOutcome> AppendAsync(LedgerAppend append) => next().ApplyAsync(append, inner.Ledger.AppendAsync);

    /// <inheritdoc/>
    public ValueTask<long> SizeAsync(string tenant) => inner.Ledger.SizeAsync(tenant);

    /// <inheritdoc/>
    public ValueTask<long?> FindAsync(string tenant, string episode) => inner.Ledger.FindAsync(tenant, episode);

    /// <inheritdoc/>
    public ValueTask<ImmutableArray<LedgerEntry>> ReadAsync(string tenant, long from, int count) => inner.Ledger.ReadAsync(tenant, from, count);

    /// <inheritdoc/>
    public ValueTask<ImmutableArray<Sha256Digest>> HashesAsync(string tenant, ImmutableArray<MerkleNode> subtrees) => inner.Ledger.HashesAsync(tenant, subtrees);

    /// <inheritdoc/>
    public ValueTask<string?> CheckpointAsync(string tenant, long? size = null) => inner.Ledger.CheckpointAsync(tenant, size);

    /// <inheritdoc/>
    public ValueTask<AppendOutcome> AppendAsync(JournalAppend append) => inner.AppendAsync(append);

    /// <inheritdoc/>
    public ValueTask<ImmutableArray<ReadOnlyMemory<byte>>> ReadAsync(EpisodeKey key, int from = 0, int count = int.MaxValue) => inner.ReadAsync(key, from, count);

    /// <inheritdoc/>
    public ValueTask<EpisodeRow?> FindAsync(EpisodeKey key) => inner.FindAsync(key);

    /// <inheritdoc/>
    public ValueTask<ImmutableArray<EpisodeRow>> ListAsync(EpisodeQuery query) => inner.ListAsync(query);

    /// <inheritdoc/>
    public ValueTask<ImmutableArray<EpisodeKey>> ListUnfiledAsync(int limit, EpisodeKey? after = null) => inner.ListUnfiledAsync(limit, after);

    /// <inheritdoc/>
    public ValueTask<AppendOutcome> MarkStoredAsync(EpisodeKey key) => inner.MarkStoredAsync(key);
}
