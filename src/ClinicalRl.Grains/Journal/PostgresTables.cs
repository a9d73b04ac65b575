using System.Data.Common;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace ClinicalRl.Grains.Journal;

/// <summary>The other tables of a journal in PostgreSQL: each write a transaction of its own beside the journal's writer, which it does not hold up.</summary>
internal sealed partial class PostgresTables(NpgsqlDataSource source, JournalReads reads, ILogger logger) : IJournalTables
{
    /// <summary>Keeps these locks apart from all others. Any number that nobody else uses.</summary>
    private const long LockSeed = 0x436C696E_5254;

    public async ValueTask<AppendOutcome> WriteAsync(Func<DbConnection, Task> write)
    {
        try
        {
            await using var connection = await source.OpenConnectionAsync();
            await using var transaction = await connection.BeginTransactionAsync();
            await write(connection);
            await transaction.CommitAsync();
            return AppendOutcome.Appended;
        }
        catch (PostgresException refused) when (refused.SqlState.StartsWith("23", StringComparison.Ordinal))
        {
            LogRefused(logger, refused);
            return AppendOutcome.Conflict;
        }
        catch (Exception error) when (error is NpgsqlException or TimeoutException or IOException or OperationCanceledException)
        {
            LogFailed(logger, error);
            return AppendOutcome.Unavailable;
        }
    }

    public ValueTask<T> ReadAsync<T>(Func<DbConnection, Task<T>> read) => reads.ReadAsync(read);

    public async Task HoldAsync(DbConnection connection, string name)
    {
        await using var command = JournalReads.Command(connection, "SELECT pg_advisory_xact_lock(hashtextextended(@name, @seed))", [("name", name), ("seed", LockSeed)]);
        await command.ExecuteNonQueryAsync();
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "A table of the journal's database refused what it was to keep.")]
    private static partial void LogRefused(ILogger logger, Exception error);

    [LoggerMessage(Level = LogLevel.Error, Message = "A table of the journal's database could not be written.")]
    private static partial void LogFailed(ILogger logger, Exception error);
}
