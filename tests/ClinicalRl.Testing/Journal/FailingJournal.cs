using System.Collections.Immutable;
using ClinicalRl.Audit.Ledger;
using ClinicalRl.Grains.Access;
using ClinicalRl.Grains.Episodes;
using ClinicalRl.Grains.Journal;
using ClinicalRl.Grains.Ledger;
using ClinicalRl.Grains.Reports;
using ClinicalRl.Simulation.Randomness;

namespace ClinicalRl.Testing.Journal;

/// <summary>
/// A journal over a real one that fails by chance, all from one seed: an append may be lost, may be kept though the caller is told
/// it failed, or may throw; a read may throw.
/// </summary>
public sealed class FailingJournal(IJournal inner, ulong seed, int perMille) : IJournal
{
    private readonly Lock gate = new();
    private RandomStream random = new(seed);

    /// <summary>Whether it fails now.</summary>
    public bool IsFailing { get; set; } = true;

    /// <summary>Failures so far.</summary>
    public int Failures { get; private set; }

    /// <inheritdoc/>
    public async ValueTask<AppendOutcome> AppendAsync(JournalAppend append)
    {
        switch (NextFault())
        {
            case 0:
                return AppendOutcome.Unavailable;
            case 1:
                await inner.AppendAsync(append);
                return AppendOutcome.Unavailable;
            case 2:
                throw new IOException("The disk is gone.");
            default:
                return await inner.AppendAsync(append);
        }
    }

    /// <inheritdoc/>
    public ValueTask<ImmutableArray<ReadOnlyMemory<byte>>> ReadAsync(EpisodeKey key, int from = 0, int count = int.MaxValue) =>
        NextFault() >= 0 ? throw new JournalUnavailableException("The journal could not be read.") : inner.ReadAsync(key, from, count);

    /// <inheritdoc/>
    public ValueTask<EpisodeRow?> FindAsync(EpisodeKey key) => inner.FindAsync(key);

    /// <inheritdoc/>
    public ValueTask<ImmutableArray<EpisodeRow>> ListAsync(EpisodeQuery query) => inner.ListAsync(query);

    /// <inheritdoc/>
    public ValueTask<ImmutableArray<EpisodeKey>> ListUnfiledAsync(int limit, EpisodeKey? after = null) => inner.ListUnfiledAsync(limit, after);

    /// <inheritdoc/>
    public ValueTask<AppendOutcome> MarkStoredAsync(EpisodeKey key) => inner.MarkStoredAsync(key);

    /// <inheritdoc/>
    public ILedgerStore<LedgerEntry> Ledger => inner.Ledger;

    /// <inheritdoc/>
    public IAccessStore Access => inner.Access;

    /// <inheritdoc/>
    public IReportStore Reports => inner.Reports;

    /// <inheritdoc/>
    public IJournalTables Tables => inner.Tables;

    private int NextFault()
    {
        lock (gate)
        {
            if (!IsFailing || !random.Chance(perMille))
                return -1;
            Failures++;
            return random.Next(3);
        }
    }
}
