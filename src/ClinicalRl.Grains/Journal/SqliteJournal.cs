using System.Collections.Immutable;
using System.Data.Common;
using ClinicalRl.Audit.Ledger;
using ClinicalRl.Grains.Access;
using ClinicalRl.Grains.Episodes;
using ClinicalRl.Grains.Ledger;
using ClinicalRl.Grains.Reports;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Logging;

namespace ClinicalRl.Grains.Journal;

/// <summary>
/// The journal in one SQLite file. All appends of the process go through one writer thread that commits what is waiting as one
/// transaction; reads have their own connections and never wait for it.
/// </summary>
public sealed class SqliteJournal : IJournal, IDisposable
{
    private readonly string path;
    private readonly SqliteJournalWriter writer;
    private readonly JournalReads reads;

    /// <summary>Opens the journal in file <paramref name="path"/>, creating it and its tables when missing.</summary>
    public SqliteJournal(string path, JournalOptions options, TimeProvider time, ILogger<SqliteJournal> logger)
    {
        this.path = path;
        SqliteJournalSchema.Create(path);
        reads = new JournalReads(new Connections(path), options, time);
        writer = new SqliteJournalWriter(path, options, time, logger);
        Ledger = new LedgerStore<LedgerEntry>(LedgerTables.Logs, reads, append => writer.SubmitAsync(new LedgerWork(LedgerTables.Logs, append)));
        Access = new AccessStore(reads, append => writer.SubmitAsync(new LedgerWork(LedgerTables.Access, append)));
        Reports = new ReportStore(reads, append => writer.SubmitAsync(new LedgerWork(LedgerTables.Reports, append)));
        Tables = new SqliteTables(reads, writer.SubmitAsync);
    }

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

    /// <summary>Commits what is waiting and closes the file.</summary>
    public void Dispose()
    {
        writer.Dispose();
        reads.Dispose();
        using var connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = path, DefaultTimeout = 5 }.ConnectionString);
        SqliteConnection.ClearPool(connection);
    }

    private sealed class Connections(string path) : IJournalConnections
    {
        // SQLite answers on the calling thread: keep that off the grain scheduler.
        public Task<T> UseAsync<T>(Func<DbConnection, Task<T>> read) => Task.Run(async () =>
        {
            await using var connection = SqliteJournalSchema.Open(path, pooled: true);
            return await read(connection);
        });
    }
}
