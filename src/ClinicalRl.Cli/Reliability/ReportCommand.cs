using System.CommandLine;
using System.Text;
using ClinicalRl.Cli.Hosting;
using ClinicalRl.Evaluation.Evidence;
using ClinicalRl.Evaluation.Records;
using ClinicalRl.Evaluation.Simulated;
using ClinicalRl.Reports.Documents;
using ClinicalRl.Reports.Reliability;
using ClinicalRl.Statistics.Resampling;
using Spectre.Console;

namespace ClinicalRl.Cli.Reliability;

/// <summary><c>clinicalrl report</c>: the Reward Reliability Report of evaluators' records.</summary>
internal static class ReportCommand
{
    private const int MostDemoEpisodes = 3_000;

    public static Command Create(CliContext context)
    {
        var files = new Argument<string[]>("RECORDS") { Description = "Evaluators' records, a JSON object a line.", Arity = ArgumentArity.ZeroOrMore };
        var demo = new Option<bool>("--demo") { Description = "Instead of records: twelve simulated evaluators, of whom one drifts, one copies and one does not look." };
        var episodes = new Option<int>("--episodes", "-n") { Description = "Episodes of the demo.", DefaultValueFactory = _ => 300 }.Between(3, MostDemoEpisodes);
        var seed = SharedOptions.Seed();
        var resamples = new Option<int>("--resamples") { Description = "Resamples of each bootstrap.", DefaultValueFactory = _ => BootstrapPlan.ReportResamples }.Between(1, BootstrapPlan.MaxResamples);
        var html = new Option<string>("--html") { Description = "Write the report to this file as a page." };
        var pdf = new Option<string>("--pdf") { Description = "Write the report to this file as sheets." };
        var records = new Option<string>("--records") { Description = "Write the demo's records to this file." };
        var json = SharedOptions.Json();
        var command = new Command("report", "What evaluators' scores of a selection are worth, and the automatic reward beside them.")
        {
            files, demo, episodes, seed, resamples, html, pdf, records, json,
        };
        command.SetAction(async (parsed, cancel) =>
        {
            var read = parsed.GetValue(demo)
                ? [.. SimulatedStudy.Of(PoolDesign.Planted(parsed.GetValue(seed)) with { Episodes = parsed.GetValue(episodes) }).Records]
                : await ReadAsync(parsed.GetValue(files) ?? [], cancel);
            if (parsed.GetValue(records) is { } written)
                await File.WriteAllTextAsync(written, RecordJson.WriteAll(read), cancel);
            var report = ReliabilityReport.Of(EvidenceLedger.Of(read), parsed.GetValue(resamples));
            if (parsed.GetValue(html) is { } page)
                await File.WriteAllTextAsync(page, ReportPage.Render(report), cancel);
            if (parsed.GetValue(pdf) is { } sheets)
                await File.WriteAllBytesAsync(sheets, ReportSheets.Render(report), cancel);
            if (parsed.GetValue(json))
                await context.Output.WriteLineAsync(Encoding.UTF8.GetString(ReportJson.Write(report)).AsMemory(), cancel);
            else
                Show(context.Console, report);
            return ExitCodes.Success;
        });
        return command;
    }

    private static async Task<List<EvaluationRecord>> ReadAsync(string[] files, CancellationToken cancel)
    {
        if (files.Length == 0)
            throw new CommandRefusedException("RECORDS: name the files of evaluators' records, or --demo.");
        var records = new List<EvaluationRecord>();
        foreach (var file in files)
        {
            if (!RecordJson.TryReadAll(await File.ReadAllBytesAsync(file, cancel), records, out var problem))
                throw new CommandRefusedException($"{file}: {problem}");
        }

        return records;
    }

    private static void Show(IAnsiConsole console, ReportDocument report)
    {
        console.WriteLine($"{report.Title} {report.Id}");
        foreach (var notice in report.Notices)
            console.MarkupLine($"[yellow]{notice.EscapeMarkup()}[/]");
        var summary = report.Sections[0];
        foreach (var sentence in summary.Text)
            console.WriteLine(sentence);
        foreach (var numbers in summary.Tables)
        {
            var table = new Table { Border = TableBorder.Rounded };
            table.AddColumns([.. numbers.Columns.Select(column => column.Title.EscapeMarkup())]);
            foreach (var row in numbers.Rows)
                table.AddRow([.. row.Select(cell => cell.Show().EscapeMarkup())]);
            console.Write(table);
        }
    }
}
