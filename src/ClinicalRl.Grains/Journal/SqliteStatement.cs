using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace ClinicalRl.Grains.Journal;

/// <summary>
/// A prepared statement of the writer, run without ADO.NET's command, parameter and reader objects: the writer runs several for every
/// step of every episode. Values are bound from the first parameter on, in order. For one thread.
/// </summary>
internal sealed class SqliteStatement : IDisposable
{
    private readonly sqlite3 connection;
    private readonly sqlite3_stmt statement;
    private int bound;

    public SqliteStatement(SqliteConnection connection, string sql)
    {
        this.connection = connection.Handle!;
        Check(raw.sqlite3_prepare_v3(this.connection, sql, raw.SQLITE_PREPARE_PERSISTENT, out statement));
    }

    public SqliteStatement With(long value)
    {
        Check(raw.sqlite3_bind_int64(statement, ++bound, value));
        return this;
    }

    public SqliteStatement With(string? value)
    {
        Check(value is null ? raw.sqlite3_bind_null(statement, ++bound) : raw.sqlite3_bind_text(statement, ++bound, value));
        return this;
    }

    public SqliteStatement With(ReadOnlySpan<byte> value)
    {
        Check(raw.sqlite3_bind_blob(statement, ++bound, value));
        return this;
    }

    /// <summary>Runs it; the number of rows changed.</summary>
    public int Run()
    {
        var result = Step();
        if (result != raw.SQLITE_DONE)
            Check(result);
        return raw.sqlite3_changes(connection);
    }

    /// <summary>Runs it; the first column of its first row, or null without one.</summary>
    public long? Find()
    {
        var result = raw.sqlite3_step(statement);
        long? found = result == raw.SQLITE_ROW ? raw.sqlite3_column_int64(statement, 0) : null;
        Reset();
        if (result is not (raw.SQLITE_ROW or raw.SQLITE_DONE))
            Check(result);
        return found;
    }

    public void Dispose() => statement.Dispose();

    private int Step()
    {
        var result = raw.sqlite3_step(statement);
        Reset();
        return result;
    }

    private void Reset()
    {
        raw.sqlite3_reset(statement);
        bound = 0;
    }

    private void Check(int result)
    {
        if (result is raw.SQLITE_OK or raw.SQLITE_DONE)
            return;
        bound = 0;
        throw new SqliteException($"SQLite: {raw.sqlite3_errmsg(connection).utf8_to_string()}", result);
    }
}
