using System.Collections.Immutable;
using System.Text;
using ClinicalRl.Audit.Access;
using ClinicalRl.Audit.RunLogs;
using ClinicalRl.Grains.Journal;
using ClinicalRl.Grains.Ledger;

namespace ClinicalRl.Grains.Access;

/// <summary>The access ledgers in the journal's database.</summary>
internal sealed class AccessStore(JournalReads reads, Func<LedgerAppend, ValueTask<AppendOutcome>> append) : LedgerStore<AccessEvent>(LedgerTables.Access, reads, append), IAccessStore
{
    public ValueTask<ImmutableArray<(long Leaf, AccessEvent Event)>> ListAsync(AccessQuery query)
    {
        var sql = new StringBuilder("SELECT leaf, entry FROM access_events WHERE tenant = @tenant");
        var values = new List<(string, object)> { ("tenant", query.Tenant), ("limit", query.Limit) };
        Add(query.Before, " AND leaf < @before", "before");
        Add(query.Actor, " AND actor = @actor", "actor");
        Add(query.Kind, " AND kind = @kind", "kind");
        Add(query.Subject, " AND subject = @subject", "subject");
        Add(query.From is { } from ? RunLogTime.Write(from) : null, " AND time >= @from", "from");
        Add(query.To is { } to ? RunLogTime.Write(to) : null, " AND time < @to", "to");
        if (values.Exists(value => value.Item2 is string text && text.Contains('\0', StringComparison.Ordinal)))
            return ValueTask.FromResult(ImmutableArray<(long, AccessEvent)>.Empty);   // nothing is called so, and PostgreSQL would not even look
        return Reads.QueryAsync(sql.Append(" ORDER BY leaf DESC LIMIT @limit").ToString(), [.. values], row => (row.GetInt64(0), Parse(row.GetFieldValue<byte[]>(1))));

        void Add(object? value, string condition, string name)
        {
            if (value is null)
                return;
            sql.Append(condition);
            values.Add((name, value));
        }
    }

    public ValueTask<ImmutableArray<string>> TenantsAsync(string kind) =>
        Reads.QueryAsync("SELECT DISTINCT tenant FROM access_events WHERE kind = @kind ORDER BY tenant", [("kind", kind)], static row => row.GetString(0));
}

/// <summary>Access ledgers that forget everything when the process ends.</summary>
internal sealed class MemoryAccessStore() : MemoryLedgerStore<AccessEvent>(_ => true), IAccessStore
{
    public async ValueTask<ImmutableArray<(long Leaf, AccessEvent Event)>> ListAsync(AccessQuery query)
    {
        var all = await ReadAsync(query.Tenant, 0, int.MaxValue);
        return [.. all.Select((entry, place) => ((long)place, entry)).Where(row => Matches(row.Item1, row.entry, query)).Reverse().Take(query.Limit)];
    }

    public ValueTask<ImmutableArray<string>> TenantsAsync(string kind) => ValueTask.FromResult(EntriesOfAll().Where(entry => entry.Kind == kind).Select(entry => entry.Tenant).Distinct(StringComparer.Ordinal).ToImmutableArray());

    private static bool Matches(long place, AccessEvent entry, AccessQuery query) =>
        (query.Before is not { } before || place < before) && (query.Actor ?? entry.Actor) == entry.Actor && (query.Kind ?? entry.Kind) == entry.Kind
        && (query.Subject ?? entry.Subject) == entry.Subject && (query.From is not { } from || entry.Time >= from) && (query.To is not { } to || entry.Time < to);
}
