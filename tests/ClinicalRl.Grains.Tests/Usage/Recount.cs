using System.Data.Common;
using ClinicalRl.Grains.Usage;

namespace ClinicalRl.Grains.Tests.Usage;

/// <summary>Usage counted from the records themselves.</summary>
internal static class Recount
{
    public static string Sql(string length) =>
        $"""
        SELECT count(*), CAST(sum(r.records - 1 - (CASE WHEN e.status <> 0 THEN 1 ELSE 0 END)) AS bigint), sum(CASE WHEN e.status <> 0 THEN 1 ELSE 0 END), CAST(sum(r.bytes) AS bigint)
        FROM episodes e JOIN (SELECT number, count(*) AS records, sum({length}(record)) AS bytes FROM records GROUP BY number) r ON r.number = e.number WHERE e.tenant = @tenant
        """;

    public static async Task<UsageCount> ReadAsync(DbCommand command)
    {
        await using var rows = await command.ExecuteReaderAsync();
        Assert.True(await rows.ReadAsync());
        return new UsageCount(rows.GetInt64(0), rows.GetInt64(1), rows.GetInt64(2), rows.GetInt64(3));
    }
}
