using System.Collections.Immutable;
using ClinicalRl.Audit.Access;
using ClinicalRl.Audit.Ledger;
using ClinicalRl.Audit.Reports;
using ClinicalRl.Audit.RunLogs;

namespace ClinicalRl.Grains.Ledger;

/// <summary>The tables of one kind of ledger; the same in SQLite and PostgreSQL.</summary>
/// <param name="Entries">Table of entries.</param>
/// <param name="Checkpoints">Table of signed checkpoints.</param>
/// <param name="Id">Column of the entry's id.</param>
/// <param name="Columns">Columns by which entries are looked for besides, all text.</param>
/// <param name="Values">An entry's values of these.</param>
/// <param name="Parse">Reads an entry; null when it is none.</param>
/// <param name="AreLogs">Entries are sealed logs, and the journal notes that they are in the ledger.</param>
internal sealed record LedgerTables(
    string Entries, string Checkpoints, string Id, ImmutableArray<string> Columns, Func<ILedgerEntry, string[]> Values, Func<byte[], ILedgerEntry?> Parse, bool AreLogs = false)
{
    /// <summary>Those of sealed logs.</summary>
    public static LedgerTables Logs { get; } = new(
        "ledger_entries", "ledger_checkpoints", "episode", [], _ => [], bytes => LedgerEntry.TryRead(bytes, out var entry, out _) ? entry : null, AreLogs: true);

    /// <summary>Those of who read what.</summary>
    public static LedgerTables Access { get; } = new(
        "access_events", "access_checkpoints", "id", ["time", "actor", "kind", "subject"], ValuesOf, bytes => AccessEvent.TryRead(bytes, out var entry, out _) ? entry : null);

    /// <summary>Those of reports.</summary>
    public static LedgerTables Reports { get; } = new(
        "report_entries", "report_checkpoints", "id", ["selection"], entry => [((ReportEntry)entry).Selection], bytes => ReportEntry.TryRead(bytes, out var entry, out _) ? entry : null);

    /// <summary>All kinds.</summary>
    public static ImmutableArray<LedgerTables> All { get; } = [Logs, Access, Reports];

    private static string[] ValuesOf(ILedgerEntry entry)
    {
        var access = (AccessEvent)entry;
        return [RunLogTime.Write(access.Time), access.Actor, access.Kind, access.Subject];
    }
}
