using System.Collections.Immutable;
using System.Data.Common;
using System.Globalization;
using System.Text;

namespace ClinicalRl.Grains.Journal;

/// <summary>Statements that SQLite and PostgreSQL share.</summary>
internal static class TableRows
{
    /// <summary>Most rows of one statement.</summary>
    public const int MaxRows = 64;

    /// <summary>The rows of a query.</summary>
    public static async Task<ImmutableArray<T>> QueryAsync<T>(DbConnection connection, string sql, (string Name, object Value)[] values, Func<DbDataReader, T> read)
    {
        await using var command = JournalReads.Command(connection, sql, values);
        await using var reader = await command.ExecuteReaderAsync();
        var rows = ImmutableArray.CreateBuilder<T>();
        while (await reader.ReadAsync())
            rows.Add(read(reader));
        return rows.ToImmutable();
    }

    /// <summary>Runs a statement; the number of rows changed.</summary>
    public static async Task<int> RunAsync(DbConnection connection, string sql, params (string Name, object Value)[] values)
    {
        await using var command = JournalReads.Command(connection, sql, values);
        return await command.ExecuteNonQueryAsync();
    }

    /// <summary>Inserts rows in their order, many a statement.</summary>
    public static async Task InsertAsync(DbConnection connection, string table, string[] columns, IEnumerable<object?[]> rows)
    {
        foreach (var some in rows.Chunk(MaxRows))
        {
            var sql = new StringBuilder($"INSERT INTO {table} ({string.Join(", ", columns)}) VALUES ");
            var values = new List<(string, object)>(some.Length * columns.Length);
            foreach (var row in some)
            {
                sql.Append(values.Count == 0 ? "(" : ", (");
                for (var column = 0; column < row.Length; column++)
                {
                    sql.Append(column == 0 ? "@" : ", @").Append(Name(values.Count));
                    values.Add((Name(values.Count), row[column] ?? DBNull.Value));
                }

                sql.Append(')');
            }

            await RunAsync(connection, sql.ToString(), [.. values]);
        }
    }

    /// <summary>Name of the nth value of a statement.</summary>
    public static string Name(int place) => string.Create(CultureInfo.InvariantCulture, $"v{place}");
}
