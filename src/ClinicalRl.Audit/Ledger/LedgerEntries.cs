using System.Text.Json;
using ClinicalRl.Audit.Access;
using ClinicalRl.Audit.Reports;
using ClinicalRl.Audit.RunLogs;

namespace ClinicalRl.Audit.Ledger;

/// <summary>Reads and writes an entry of whichever kind its record says.</summary>
internal static class LedgerEntries
{
    public static ILedgerEntry Read(ref LineReader reader) => reader.Text("record") switch
    {
        LedgerEntry.Record => LedgerEntry.ReadRest(ref reader),
        AccessEvent.Record => AccessEvent.ReadRest(ref reader),
        ReportEntry.Record => ReportEntry.ReadRest(ref reader),
        _ => throw new RunLogFormatException($"'record' must be {LedgerEntry.Record}, {AccessEvent.Record} or {ReportEntry.Record}."),
    };

    public static void Write(Utf8JsonWriter writer, ILedgerEntry entry) => writer.WriteRawValue(entry.ToBytes());
}
