using System.Globalization;
using System.Security.Cryptography;
using ClinicalRl.Audit.RunLogs;
using ClinicalRl.Grains.Journal;
using ClinicalRl.Grains.Sealing;
using ClinicalRl.Grains.Streams;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace ClinicalRl.Grains.Ledger;

/// <summary>Grows ledgers in PostgreSQL, each append a transaction of its own beside the journal's writer, which it does not hold up.</summary>
internal sealed partial class PostgresLedgerAppends(NpgsqlDataSource source, LedgerTables tables, ILogger logger)
{

    private const string Note =
        """
        UPDATE episodes e SET stored = 2 FROM unnest($2::text[]) g(episode)
        WHERE e.tenant = $1 AND e.episode = g.episode AND e.status <> 0 AND e.stored < 2
        """;

    private readonly string size = $"SELECT coalesce(max(leaf) + 1, 0) FROM {tables.Entries} WHERE tenant = $1";

    private readonly string insert = InsertInto(tables);

    private readonly string sign = $"INSERT INTO {tables.Checkpoints} (tenant, size, checkpoint) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING";

    public async ValueTask<AppendOutcome> AppendAsync(LedgerAppend append)
    {
        try
        {
            await using var connection = await source.OpenConnectionAsync();
            await using var transaction = await connection.BeginTransactionAsync();
            if (!await WriteAsync(connection, append))
                return AppendOutcome.Conflict;   // and the transaction ends undone
            await MessageTable.EnqueueAsync(connection, EpisodesSealed.Of(tables, append));
            await transaction.CommitAsync();
            return AppendOutcome.Appended;
        }
        catch (Exception error) when (error is NpgsqlException or TimeoutException or IOException or OperationCanceledException)
        {
            LogFailed(logger, append.Tenant, error);
            return AppendOutcome.Unavailable;
        }
    }

    private async Task<bool> WriteAsync(NpgsqlConnection connection, LedgerAppend append)
    {
        await using (var command = new NpgsqlCommand(size, connection) { Parameters = { Of(append.Tenant) } })
        {
            if (await command.ExecuteScalarAsync() is not long there || there != append.FirstLeaf)
                return false;
        }

        if (append.Leaves is { IsEmpty: false } leaves)
        {
            var ids = leaves.Select(leaf => leaf.Entry.Id).ToArray();
            var more = leaves.Select(leaf => tables.Values(leaf.Entry)).ToList();
            NpgsqlParameter[] values =
            [
                Of(append.Tenant), Of(append.FirstLeaf), Of(ids), Of(leaves.Select(leaf => leaf.Entry.ToBytes()).ToArray()), Of(leaves.Select(Hashes).ToArray()),
                .. tables.Columns.Select((_, column) => Of(more.Select(row => row[column]).ToArray())),
            ];
            if (await RunAsync(connection, insert, values) != leaves.Length || (tables.AreLogs && await RunAsync(connection, Note, Of(append.Tenant), Of(ids)) != leaves.Length))
                return false;
        }

        return await RunAsync(connection, sign, Of(append.Tenant), Of(append.Size), Of(append.Checkpoint)) == 1 || append.Leaves.IsEmpty;
    }

    private static string InsertInto(LedgerTables tables)
    {
        string[] arrays = ["$3::text[]", "$4::bytea[]", "$5::bytea[]", .. tables.Columns.Select((_, i) => string.Create(CultureInfo.InvariantCulture, $"${6 + i}::text[]"))];
        string[] columns = [tables.Id, "entry", "hashes", .. tables.Columns];
        return $"""
            INSERT INTO {tables.Entries} (tenant, leaf, {string.Join(", ", columns)})
            SELECT $1, $2 + g.place - 1, {string.Join(", ", columns.Select(column => "g." + column))}
            FROM unnest({string.Join(", ", arrays)}) WITH ORDINALITY g({string.Join(", ", columns)}, place) ON CONFLICT DO NOTHING
            """;
    }

    private static byte[] Hashes(LedgerLeaf leaf)
    {
        var hashes = new byte[leaf.Completed.Length * SHA256.HashSizeInBytes];
        for (var level = 0; level < leaf.Completed.Length; level++)
            leaf.Completed[level].CopyTo(hashes.AsSpan(level * SHA256.HashSizeInBytes));
        return hashes;
    }

    private static async Task<int> RunAsync(NpgsqlConnection connection, string sql, params NpgsqlParameter[] values)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        command.Parameters.AddRange(values);
        return await command.ExecuteNonQueryAsync();
    }

    private static NpgsqlParameter<T> Of<T>(T value) => new() { TypedValue = value };

    [LoggerMessage(Level = LogLevel.Error, Message = "The ledger of {Tenant} could not be written.")]
    private static partial void LogFailed(ILogger logger, string tenant, Exception error);
}
