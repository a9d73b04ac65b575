using System.Text;
using System.Text.Json;
using ClinicalRl.Audit.Access;
using ClinicalRl.Audit.Bundles;
using ClinicalRl.Audit.Ledger;
using ClinicalRl.Audit.RunLogs;
using Spectre.Console;

namespace ClinicalRl.Cli.Verification;

/// <summary>A file and what was found in it.</summary>
/// <param name="File">Its path.</param>
/// <param name="Report">What the log itself shows.</param>
/// <param name="Ledger">Whether the ledger holds it; null when no ledger was given.</param>
internal sealed record CheckedLog(string File, RunLogReport Report, EvidenceCheck? Ledger)
{
    /// <summary>Every check made of it.</summary>
    public IEnumerable<EvidenceCheck> Checks => Ledger is null ? RunLogChecks.Of(Report) : RunLogChecks.Of(Report).Append(Ledger);
}

/// <summary>A folder and what its ledger shows.</summary>
internal sealed record CheckedLedger(string Folder, LedgerReport Report);

/// <summary>A bundle and what was found in it.</summary>
internal sealed record CheckedBundle(string File, BundleReport Report)
{
    /// <summary>Its logs.</summary>
    public IEnumerable<CheckedLog> Logs => Report.Logs.Select(log => new CheckedLog($"{File}/{BundleNames.Logs}{log.File}", log.Report, Report.Ledger?.Logs.GetValueOrDefault(log.File)));

    /// <summary>Its ledgers, of logs and of who read them, if they could be read.</summary>
    public IEnumerable<CheckedLedger> Ledgers => Report.Ledger is { } ledger ? [new CheckedLedger(File, ledger), .. Access] : [];

    private IEnumerable<CheckedLedger> Access => Report.Access is { } access ? [new CheckedLedger($"{File}/{AccessNames.Folder}", access)] : [];
}

/// <summary>Says for each check what it found.</summary>
internal static class VerifyReport
{
    private static readonly Dictionary<string, string> Titles = new(StringComparer.Ordinal)
    {
        ["chain"] = "Lines and chain", ["seal"] = "Seal", ["signature"] = "Signature", ["replay"] = "Replay", ["ledger"] = "Ledger", ["keys"] = "Keys", ["checkpoint"] = "Checkpoint",
        ["archive"] = "Archive", ["files"] = "Files", ["inclusion"] = "Inclusion", ["completeness"] = "Completeness", ["consistency"] = "Consistency", ["stretch"] = "Stretch", ["events"] = "Events",
    };

    public static void Show(IAnsiConsole console, CheckedLog log)
    {
        var report = log.Report;
        var table = Begin(Path.GetFileName(log.File));
        table.AddRow("Log", (report.Header is { } header ? $"{header.Environment} {header.Version}, episode {header.Episode}" : "the header cannot be read").EscapeMarkup());
        AddRows(table, log.Checks);
        table.AddRow("Verdict", Verdict(report.Verdict));
        console.Write(table);
        foreach (var finding in report.Findings)
            console.MarkupLine($"  line {finding.Line}: {finding.Code}: {finding.Detail.EscapeMarkup()}");
    }

    public static void Show(IAnsiConsole console, CheckedBundle bundle)
    {
        var table = Begin("Bundle " + Path.GetFileName(bundle.File));
        AddRows(table, bundle.Report.Checks);
        table.AddRow("Verdict", bundle.Report.IsSound ? "[green]sound[/]" : "[red]failed[/]");
        console.Write(table);
        Show(console, bundle.Report.Findings);
    }

    public static void Show(IAnsiConsole console, CheckedLedger ledger)
    {
        var table = Begin("Ledger of " + ledger.Folder);
        AddRows(table, ledger.Report.Checks);
        table.AddRow("Verdict", ledger.Report.IsSound ? "[green]sound[/]" : "[red]failed[/]");
        console.Write(table);
        Show(console, ledger.Report.Findings);
    }

    public static string Json(IReadOnlyList<CheckedLog> logs, IReadOnlyList<CheckedLedger> ledgers, IReadOnlyList<CheckedBundle> bundles, bool verified)
    {
        using var buffer = new MemoryStream();
        using (var writer = new Utf8JsonWriter(buffer))
        {
            writer.WriteStartObject();
            writer.WriteBoolean("verified", verified);
            writer.WriteBoolean("signersTrusted", logs.All(log => log.Report.Trust == SealTrust.Trusted));
            writer.WriteStartArray("logs");
            foreach (var log in logs)
                Write(writer, log);
            writer.WriteEndArray();
            writer.WriteStartArray("ledgers");
            foreach (var ledger in ledgers)
            {
                writer.WriteStartObject();
                writer.WriteString("folder", ledger.Folder);
                writer.WritePropertyName("report");
                ledger.Report.WriteTo(writer);
                writer.WriteEndObject();
            }

            writer.WriteEndArray();
            writer.WriteStartArray("bundles");
            foreach (var bundle in bundles)
            {
                writer.WriteStartObject();
                writer.WriteString("file", bundle.File);
                writer.WritePropertyName("report");
                bundle.Report.WriteTo(writer);
                writer.WriteEndObject();
            }

            writer.WriteEndArray();
            writer.WriteEndObject();
        }

        return Encoding.UTF8.GetString(buffer.ToArray());
    }

    private static void Show(IAnsiConsole console, IEnumerable<LedgerFinding> findings)
    {
        foreach (var finding in findings)
            console.MarkupLine($"  {finding.File.EscapeMarkup()}: {finding.Code}: {finding.Detail.EscapeMarkup()}");
    }

    private static void Write(Utf8JsonWriter writer, CheckedLog log)
    {
        writer.WriteStartObject();
        writer.WriteString("file", log.File);
        writer.WriteStartArray("checks");
        foreach (var check in log.Checks)
            check.WriteTo(writer);
        writer.WriteEndArray();
        writer.WritePropertyName("report");
        log.Report.WriteTo(writer);
        writer.WriteEndObject();
    }

    private static Table Begin(string title)
    {
        var table = new Table { Border = TableBorder.Rounded, ShowHeaders = false };
        table.Title(title.EscapeMarkup());
        return table.AddColumns("check", "found");
    }

    private static void AddRows(Table table, IEnumerable<EvidenceCheck> checks)
    {
        foreach (var check in checks)
        {
            var detail = check.Detail.EscapeMarkup();
            table.AddRow(Titles[check.Name], check.Verdict switch { CheckVerdict.Failed => $"[red]{detail}[/]", CheckVerdict.NotChecked => $"[yellow]{detail}[/]", _ => detail });
        }
    }

    private static string Verdict(RunLogVerdict verdict) => verdict switch
    {
        RunLogVerdict.Verified => "[green]verified[/]",
        RunLogVerdict.Consistent => "[green]consistent[/][yellow]: nothing is wrong, but who signed it was not checked; give --key[/]",
        RunLogVerdict.Incomplete => "[yellow]incomplete: nothing is wrong, but not everything could be checked[/]",
        _ => "[red]failed[/]",
    };
}
