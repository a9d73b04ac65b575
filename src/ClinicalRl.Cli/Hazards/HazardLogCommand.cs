using System.CommandLine;
using System.Text;
using ClinicalRl.Cli.Coverage;
using ClinicalRl.Cli.Hosting;
using ClinicalRl.Reports.Coverage;
using ClinicalRl.Reports.Hazards;
using Spectre.Console;

namespace ClinicalRl.Cli.Hazards;

/// <summary><c>clinicalrl hazards log</c>: the declared hazards in DCB0129 columns, with likelihoods read from recorded episodes.</summary>
internal static class HazardLogCommand
{
    public static Command Create(CliContext context)
    {
        var logs = new CoveredLogs();
        var previous = new Option<string?>("--previous") { Description = "The hazard log before this one (JSON): its rows stay, retired when they are no longer declared." };
        var report = new ReportOptions();
        var command = new Command("log", "Write the hazard log in DCB0129 columns. Exit code 1 when a log could not be counted.") { previous };
        logs.AddTo(command);
        report.AddTo(command);
        command.SetAction(async (parsed, cancel) =>
        {
            var before = parsed.GetValue(previous) is { } file ? Read(context, file) : null;
            var matrix = await logs.ReadAsync(context, parsed, CoverageMatrix.DefaultToleratedRate, cancel);
            var log = HazardLog.Of(matrix, before);
            await report.WriteAsync(
                context, parsed, () => HazardPage.Render(log), () => HazardCsv.Render(log), () => Encoding.UTF8.GetString(HazardJson.Render(log)).TrimEnd(), () => Show(context.Console, log), cancel);
            return await CoveredLogs.ReportAsync(context, matrix);
        });
        return command;
    }

    private static PreviousHazardLog Read(CliContext context, string file)
    {
        if (!File.Exists(file))
            throw new CommandRefusedException($"--previous: there is no '{file}'.");
        if (new FileInfo(file).Length > PreviousHazardLog.MaxBytes)
            throw new CommandRefusedException($"--previous: '{file}' is longer than {PreviousHazardLog.MaxBytes} bytes.");
        if (!PreviousHazardLog.TryRead(File.ReadAllBytes(file), out var previous, out var problem))
            throw new CommandRefusedException($"--previous: '{file}': {problem}.");
        return previous.NewerThan([.. context.Catalogue.Environments.Select(environment => environment.Spec)]) is { } newer ? throw new CommandRefusedException($"--previous: {newer.Message}.") : previous;
    }

    private static void Show(IAnsiConsole console, HazardLog log)
    {
        var table = new Table { Border = TableBorder.Rounded };
        table.Title($"hazard log: {log.Rows.Length} hazards, {log.Evidence.Episodes} episodes");
        table.AddColumns("hazard", "category", "severity", "likelihood", "risk", "failed", "status");
        foreach (var row in log.Rows.OrderBy(row => row.Status == HazardStatus.Retired).ThenByDescending(row => row.InitialRisk.Level ?? 0))
        {
            table.AddRow(
                row.Id.EscapeMarkup(), row.Category.ToString(), row.InitialRisk.Severity.ToString(), HazardWords.Of(row.InitialRisk.Likelihood), HazardWords.OfLevel(row.InitialRisk.Level),
                FormattableString.Invariant($"{row.Evidence.FailedScenarios} of {row.Evidence.Scenarios}"), (row.RetiredIn is { } version ? $"{row.Status.Word()} in {version}" : row.Status.Word()).EscapeMarkup());
        }

        console.Write(table);
        foreach (var sentence in log.Rule.Append(log.Statement))
            console.WriteLine(sentence);
    }
}
