using System.Data.Common;
using ClinicalRl.Grains.Journal;

namespace ClinicalRl.Grains.Usage;

/// <summary>
/// Reads the counts that the journal's writers keep. They are written by the transaction that writes what they count, so they equal the journal
/// after any crash; each connection of PostgreSQL has rows of its own, so that no silo's commit waits for another's.
/// </summary>
public sealed class JournalUsage(IJournal journal)
{
    private const string Sums = "CAST(sum(begun) AS bigint), CAST(sum(steps) AS bigint), CAST(sum(sealed) AS bigint), CAST(sum(bytes) AS bigint)";

    /// <summary>Days of a tenant from <paramref name="first"/> to <paramref name="last"/>, both inclusive, on which something was written, in order.</summary>
    /// <exception cref="JournalUnavailableException">The store failed.</exception>
    public ValueTask<IReadOnlyList<UsageDay>> DaysAsync(string tenant, int first, int last) => journal.Tables.ReadAsync<IReadOnlyList<UsageDay>>(async connection =>
    {
        await using var command = JournalReads.Command(
            connection, $"SELECT day, {Sums} FROM journal_usage WHERE tenant = @tenant AND day >= @first AND day <= @last GROUP BY day ORDER BY day", [("tenant", tenant), ("first", first), ("last", last)]);
        await using var rows = await command.ExecuteReaderAsync();
        var days = new List<UsageDay>();
        while (await rows.ReadAsync())
            days.Add(new UsageDay(rows.GetInt32(0), Count(rows, 1)));
        return days;
    });

    /// <summary>All that the journal ever took of a tenant.</summary>
    /// <exception cref="JournalUnavailableException">The store failed.</exception>
    public ValueTask<UsageCount> TotalAsync(string tenant) => journal.Tables.ReadAsync(async connection =>
    {
        await using var command = JournalReads.Command(connection, $"SELECT {Sums} FROM journal_usage WHERE tenant = @tenant", [("tenant", tenant)]);
        await using var rows = await command.ExecuteReaderAsync();
        return await rows.ReadAsync() && !rows.IsDBNull(0) ? Count(rows, 0) : default;
    });

    private static UsageCount Count(DbDataReader row, int from) => new(row.GetInt64(from), row.GetInt64(from + 1), row.GetInt64(from + 2), row.GetInt64(from + 3));
}
