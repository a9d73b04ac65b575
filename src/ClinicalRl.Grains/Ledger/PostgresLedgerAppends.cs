using System.Security.Cryptography;
using ClinicalRl.Audit.RunLogs;
using ClinicalRl.Grains.Journal;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace ClinicalRl.Grains.Ledger;

/// <summary>Grows ledgers in PostgreSQL, each append a transaction of its own beside the journal's writer, which it does not hold up.</summary>
internal sealed partial class PostgresLedgerAppends(NpgsqlDataSource source, ILogger logger)
{
    private const string Size = "SELECT coalesce(max(leaf) + 1, 0) FROM ledger_entries WHERE tenant = $1";

    private const string Note =
        """
        UPDATE episodes e SET stored = 2 FROM unnest($2::text[]) g(episode)
        WHERE e.tenant = $1 AND e.episode = g.episode AND e.status <> 0 AND e.stored < 2
        """;

    private const string Insert =
        """
        INSERT INTO ledger_entries (tenant, leaf, episode, entry, hashes)
        SELECT $1, $2 + g.place - 1, g.episode, g.entry, g.hashes
        FROM unnest($3::text[], $4::bytea[], $5::bytea[]) WITH ORDINALITY g(episode, entry, hashes, place) ON CONFLICT DO NOTHING
        """;

    private const string Sign = "INSERT INTO ledger_checkpoints (tenant, size, checkpoint) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING";

    public async ValueTask<AppendOutcome> AppendAsync(LedgerAppend append)
    {
        try
        {
            await using var connection = await source.OpenConnectionAsync();
            await using var transaction = await connection.BeginTransactionAsync();
            if (!await WriteAsync(connection, append))
                return AppendOutcome.Conflict;   // and the transaction ends undone
            await transaction.CommitAsync();
            return AppendOutcome.Appended;
        }
        catch (Exception error) when (error is NpgsqlException or TimeoutException or IOException or OperationCanceledException)
        {
            LogFailed(logger, append.Tenant, error);
            return AppendOutcome.Unavailable;
        }
    }

    private static async Task<bool> WriteAsync(NpgsqlConnection connection, LedgerAppend append)
    {
        await using (var size = new NpgsqlCommand(Size, connection) { Parameters = { Of(append.Tenant) } })
        {
            if (await size.ExecuteScalarAsync() is not long there || there != append.FirstLeaf)
                return false;
        }

        if (append.Leaves is { IsEmpty: false } leaves)
        {
            var episodes = leaves.Select(leaf => leaf.Entry.Episode).ToArray();
            var entries = leaves.Select(leaf => leaf.Entry.ToBytes()).ToArray();
            if (await RunAsync(connection, Insert, Of(append.Tenant), Of(append.FirstLeaf), Of(episodes), Of(entries), Of(leaves.Select(Hashes).ToArray())) != leaves.Length
                || await RunAsync(connection, Note, Of(append.Tenant), Of(episodes)) != leaves.Length)
                return false;
        }

        return await RunAsync(connection, Sign, Of(append.Tenant), Of(append.Size), Of(append.Checkpoint)) == 1 || append.Leaves.IsEmpty;
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
