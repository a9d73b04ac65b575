using System.Collections.Immutable;
using ClinicalRl.Audit.Reports;
using ClinicalRl.Grains.Journal;
using ClinicalRl.Grains.Ledger;

namespace ClinicalRl.Grains.Reports;

/// <summary>Every tenant's ledger of reports, in which the latest of a selection can be found.</summary>
public interface IReportStore : ILedgerStore<ReportEntry>
{
    /// <summary>The latest report of exactly this selection, with its place; null when there is none.</summary>
    /// <exception cref="JournalUnavailableException">The store failed.</exception>
    ValueTask<(long Leaf, ReportEntry Entry)?> LatestAsync(string tenant, string selection);
}

/// <summary>The ledgers of reports in the journal's database.</summary>
internal sealed class ReportStore(JournalReads reads, Func<LedgerAppend, ValueTask<AppendOutcome>> append) : LedgerStore<ReportEntry>(LedgerTables.Reports, reads, append), IReportStore
{
    public async ValueTask<(long Leaf, ReportEntry Entry)?> LatestAsync(string tenant, string selection)
    {
        var found = await Reads.QueryAsync(
            "SELECT leaf, entry FROM report_entries WHERE tenant = @tenant AND selection = @selection ORDER BY leaf DESC LIMIT 1",
            [("tenant", tenant), ("selection", selection)], row => (row.GetInt64(0), Parse(row.GetFieldValue<byte[]>(1))));
        return found.IsEmpty ? null : found[0];
    }
}

/// <summary>Ledgers of reports that forget everything when the process ends.</summary>
internal sealed class MemoryReportStore() : MemoryLedgerStore<ReportEntry>(_ => true), IReportStore
{
    public async ValueTask<(long Leaf, ReportEntry Entry)?> LatestAsync(string tenant, string selection)
    {
        var all = await ReadAsync(tenant, 0, int.MaxValue);
        for (var place = all.Length - 1; place >= 0; place--)
        {
            if (all[place].Selection == selection)
                return (place, all[place]);
        }

        return null;
    }
}
