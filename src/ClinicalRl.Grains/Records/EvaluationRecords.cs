using System.Collections.Immutable;
using System.Data.Common;
using System.Text;
using ClinicalRl.Evaluation.Records;
using ClinicalRl.Grains.Journal;
using ClinicalRl.Grains.Streams;

namespace ClinicalRl.Grains.Records;

/// <inheritdoc cref="IEvaluationRecords"/>
internal sealed class EvaluationRecords(IJournalTables tables, MessageSignal signal) : IEvaluationRecords
{
    public async ValueTask AppendAsync(string tenant, RecordSubject subject, IReadOnlyList<EvaluationRecord> records)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(records.Count, RecordLimits.MaxAppend);
        if (subject == default)
            throw new ArgumentException("Records belong to an assessment or to the register.", nameof(subject));
        var lines = records.Select(record => new RecordLine(record, RecordJson.Write(record), RecordJson.IdOf(record))).DistinctBy(line => line.Id, StringComparer.Ordinal).ToList();
        if (lines.Count == 0)
            return;
        if (await tables.WriteAsync(connection => WriteAsync(connection, tenant, subject, lines)) != AppendOutcome.Appended)
            throw new JournalUnavailableException("The records could not be kept; the same call may be repeated.");
        signal.Raise();
    }

    public ValueTask<ImmutableArray<StoredRecord>> ReadAsync(RecordQuery query) => tables.ReadAsync(async connection =>
    {
        var (where, values) = Where(query);
        values.Add(("limit", Math.Clamp(query.Limit, 1, RecordLimits.MaxPage)));
        return await TableRows.QueryAsync(
            connection, $"SELECT sequence, subject, id, record FROM evaluation_records WHERE {where} ORDER BY sequence LIMIT @limit", [.. values],
            static row => new StoredRecord(row.GetInt64(0), RecordSubject.Stored(row.GetString(1)), row.GetString(2), row.GetFieldValue<byte[]>(3)));
    });

    public ValueTask<long> CountAsync(RecordQuery query) => tables.ReadAsync(async connection =>
    {
        var (where, values) = Where(query);
        return (await TableRows.QueryAsync(connection, $"SELECT count(*) FROM evaluation_records WHERE {where}", [.. values], static row => row.GetInt64(0)))[0];
    });

    public async ValueTask<ImmutableArray<RecordSubject>> AssessmentsAsync(RecordQuery query)
    {
        var latest = await tables.ReadAsync(async connection =>
        {
            var (where, values) = Where(query);
            values.Add(("register", RecordSubject.Register.ToString()));
            values.Add(("limit", Math.Clamp(query.Limit, 1, RecordLimits.MaxPage)));
            return await TableRows.QueryAsync(
                connection, $"SELECT subject FROM evaluation_records WHERE {where} AND subject <> @register GROUP BY subject ORDER BY min(sequence) DESC LIMIT @limit", [.. values],
                static row => RecordSubject.Stored(row.GetString(0)));
        });
        return [.. latest.Reverse()];
    }

    /// <summary>Appends of a tenant follow each other, so that whoever sees a number sees all before it.</summary>
    private async Task WriteAsync(DbConnection connection, string tenant, RecordSubject subject, List<RecordLine> lines)
    {
        await tables.HoldAsync(connection, $"records/{tenant}");
        var known = await KnownAsync(connection, tenant, subject, lines);
        var fresh = lines.Where(line => !known.Contains(line.Id)).ToList();
        var next = (await TableRows.QueryAsync(
            connection, "SELECT coalesce(max(sequence) + 1, 0) FROM evaluation_records WHERE tenant = @tenant", [("tenant", tenant)], static row => row.GetInt64(0)))[0];
        await TableRows.InsertAsync(
            connection, "evaluation_records", ["tenant", "sequence", "subject", "id", "evaluator", "episode", "record"],
            fresh.Select((line, i) => (object?[])
                [tenant, next + i, subject.ToString(), line.Id, RecordNames.Evaluator(line.Record), RecordNames.Episode(line.Record), line.Bytes]));
        await MessageTable.EnqueueAsync(connection, fresh.SelectMany(line => RecordStreams.Of(tenant, subject, line.Record, line.Bytes)));
    }

    private static async Task<HashSet<string>> KnownAsync(DbConnection connection, string tenant, RecordSubject subject, List<RecordLine> lines)
    {
        var known = new HashSet<string>(StringComparer.Ordinal);
        foreach (var some in lines.Chunk(TableRows.MaxRows))
        {
            (string, object)[] values = [("tenant", tenant), ("subject", subject.ToString()), .. some.Select((line, i) => (TableRows.Name(i), (object)line.Id))];
            var names = string.Join(", ", some.Select((_, i) => "@" + TableRows.Name(i)));
            known.UnionWith(await TableRows.QueryAsync(
                connection, $"SELECT id FROM evaluation_records WHERE tenant = @tenant AND subject = @subject AND id IN ({names})", values, static row => row.GetString(0)));
        }

        return known;
    }

    private static (string Where, List<(string, object)> Values) Where(RecordQuery query)
    {
        var where = new StringBuilder("tenant = @tenant AND sequence >= @from");
        List<(string, object)> values = [("tenant", query.Tenant), ("from", query.From)];
        foreach (var (column, value) in ((string, string?)[])[("subject", query.Subject?.ToString()), ("evaluator", query.Evaluator), ("episode", query.Episode)])
        {
            if (value is null)
                continue;
            where.Append(" AND ").Append(column).Append(" = @").Append(column);
            values.Add((column, value));
        }

        return (where.ToString(), values);
    }

    private sealed record RecordLine(EvaluationRecord Record, byte[] Bytes, string Id);
}
