using System.Collections.Immutable;
using System.Data.Common;
using ClinicalRl.Audit.Ledger;
using ClinicalRl.Grains.Access;
using ClinicalRl.Grains.Database;
using ClinicalRl.Grains.Episodes;
using ClinicalRl.Grains.Ledger;
using ClinicalRl.Grains.Reports;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace ClinicalRl.Grains.Journal;

/// <summary>
/// The journal in PostgreSQL, which several silos share. All appends of this silo go through one writer that commits what is waiting in one
/// round trip; of two silos that write one place, the table's key lets one win.
/// </summary>
public sealed class PostgresJournal : IJournal, IAsyncDisposable, IDisposable
{
    private readonly PostgresJournalWriter writer;
    private readonly JournalReads reads;

    /// <summary>The journal in <paramref name="database"/>.</summary>
    public PostgresJournal(PostgresDatabase database, JournalOptions options, TimeProvider time, ILogger<PostgresJournal> logger)
    {
        reads = new JournalReads(new Connections(database.Source), options, time);
        writer = new PostgresJournalWriter(database.Unpooled, options, time, logger);
        Ledger = new LedgerStore<LedgerEntry>(LedgerTables.Logs, reads, new PostgresLedgerAppends(database.Source, LedgerTables.Logs, logger).AppendAsync);
        Access = new AccessStore(reads, new PostgresLedgerAppends(database.Source, LedgerTables.Access, logger).AppendAsync);
        Reports = new ReportStore(reads, new PostgresLedgerAppends(database.Source, LedgerTables.Reports, logger).AppendAsync);
        Tables = new PostgresTables(database.Source, reads, logger);
    }

    /// <inheritdoc/>
    public bool IsShared => true;

    /// <inheritdoc/>
    public ILedgerStore<LedgerEntry> Ledger { get; }

    /// <inheritdoc/>
    public IAccessStore Access { get; }

    /// <inheritdoc/>
    public IReportStore Reports { get; }

    /// <inheritdoc/>
    public IJournalTables Tables { get; }

    /// <inheritdoc/>
    public ValueTask<AppendOutcome> AppendAsync(JournalAppend append) => writer.SubmitAsync(new AppendWork(append));

    /// <inheritdoc/>
    public async ValueTask<AppendOutcome> MarkStoredAsync(EpisodeKey key)
    {
        var outcome = await writer.SubmitAsync(new MarkStoredWork(key));
        return outcome == AppendOutcome.Abandoned ? AppendOutcome.Unavailable : outcome;   // a note may be repeated either way
    }

    /// <inheritdoc/>
    public ValueTask<ImmutableArray<ReadOnlyMemory<byte>>> ReadAsync(EpisodeKey key, int from = 0, int count = int.MaxValue) => reads.RecordsAsync(key, from, count);

    /// <inheritdoc/>
    public ValueTask<EpisodeRow?> FindAsync(EpisodeKey key) => reads.FindAsync(key);

    /// <inheritdoc/>
    public ValueTask<ImmutableArray<EpisodeRow>> ListAsync(EpisodeQuery query) => reads.ListAsync(query);

    /// <inheritdoc/>
    public ValueTask<ImmutableArray<EpisodeKey>> ListUnfiledAsync(int limit, EpisodeKey? after = null) => reads.ListUnfiledAsync(limit, after);

    /// <summary>Commits what is waiting and stops.</summary>
    public async ValueTask DisposeAsync()
    {
        await writer.DisposeAsync();
        reads.Dispose();
    }

    /// <inheritdoc cref="DisposeAsync"/>
    public void Dispose() => DisposeAsync().AsTask().GetAwaiter().GetResult();

    private sealed class Connections(NpgsqlDataSource source) : IJournalConnections
    {
        public async Task<T> UseAsync<T>(Func<DbConnection, Task<T>> read)
        {
            await using var connection = await source.OpenConnectionAsync();
            return await read(connection);
        }
    }
}
