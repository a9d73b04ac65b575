using System.Data.Common;
using Microsoft.Data.Sqlite;

namespace ClinicalRl.Grains.Journal;

/// <summary>The other tables of a journal in memory: a database that SQLite keeps there.</summary>
internal sealed class MemoryTables : IJournalTables
{
    private readonly SemaphoreSlim gate = new(1);
    private readonly Lazy<SqliteConnection> connection = new(Open);

    public async ValueTask<AppendOutcome> WriteAsync(Func<DbConnection, Task> write)
    {
        await gate.WaitAsync();
        try
        {
            await RunAsync("BEGIN");
            await write(connection.Value);
            await RunAsync("COMMIT");
            return AppendOutcome.Appended;
        }
        catch (SqliteException)
        {
            await RunAsync("ROLLBACK");
            return AppendOutcome.Conflict;
        }
        finally
        {
            gate.Release();
        }
    }

    public async ValueTask<T> ReadAsync<T>(Func<DbConnection, Task<T>> read)
    {
        await gate.WaitAsync();
        try
        {
            return await read(connection.Value);
        }
        finally
        {
            gate.Release();
        }
    }

    public Task HoldAsync(DbConnection connection, string name) => Task.CompletedTask;

    private static SqliteConnection Open()
    {
        var opened = new SqliteConnection("Data Source=:memory:");
        opened.Open();
        SqliteJournalSchema.Create(opened);
        return opened;
    }

    private async Task RunAsync(string sql)
    {
        await using var command = JournalReads.Command(connection.Value, sql, []);
        await command.ExecuteNonQueryAsync();
    }
}
