using System.Data.Common;

namespace ClinicalRl.Grains.Journal;

/// <summary>The other tables of a journal in SQLite: written by the journal's writer, in one commit with what else is waiting.</summary>
internal sealed class SqliteTables(JournalReads reads, Func<JournalWork, ValueTask<AppendOutcome>> submit) : IJournalTables
{
    public ValueTask<AppendOutcome> WriteAsync(Func<DbConnection, Task> write) => submit(new TablesWork(write));

    public ValueTask<T> ReadAsync<T>(Func<DbConnection, Task<T>> read) => reads.ReadAsync(read);

    /// <summary>There is one writer, and it holds the whole database.</summary>
    public Task HoldAsync(DbConnection connection, string name) => Task.CompletedTask;
}
