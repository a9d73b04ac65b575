using System.Data.Common;

namespace ClinicalRl.Grains.Journal;

/// <summary>What the journal's database keeps beside episodes and ledgers, written and read in SQL that SQLite and PostgreSQL share.</summary>
public interface IJournalTables
{
    /// <summary>
    /// Runs <paramref name="write"/> as one transaction, all or nothing; of what it throws only the transaction is undone.
    /// <see cref="AppendOutcome.Conflict"/> when the database refused a statement. Answers in bounded time; does not throw for a failing store.
    /// </summary>
    /// <remarks>It is given a connection with a transaction begun, and uses nothing but that: in SQLite the journal's one writer waits for it.</remarks>
    ValueTask<AppendOutcome> WriteAsync(Func<DbConnection, Task> write);

    /// <summary>Reads what is committed.</summary>
    /// <exception cref="JournalUnavailableException">The store failed, or there was no room in time.</exception>
    ValueTask<T> ReadAsync<T>(Func<DbConnection, Task<T>> read);

    /// <summary>Within a transaction: goes on when no other transaction, of any silo, holds <paramref name="name"/>, and holds it until the end.</summary>
    Task HoldAsync(DbConnection connection, string name);
}
