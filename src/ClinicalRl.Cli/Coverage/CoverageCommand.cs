using System.CommandLine;
using System.Globalization;
using ClinicalRl.Cli.Hosting;
using ClinicalRl.Cli.RewardFunctions;
using ClinicalRl.Reports.Coverage;
using ClinicalRl.Simulation.Safety;
using Spectre.Console;

namespace ClinicalRl.Cli.Coverage;

/// <summary><c>clinicalrl coverage</c>: which failures recorded episodes exposed agents to, and how often they happened.</summary>
internal static class CoverageCommand
{
    public static Command Create(CliContext context)
    {
        var logs = new CoveredLogs();
        var tolerated = new Option<double>("--tolerated") { Description = "Share of scenarios that may fail.", DefaultValueFactory = _ => CoverageMatrix.DefaultToleratedRate };
        tolerated.Validators.Add(result =>
        {
            if (!(result.GetValueOrDefault<double>() is > 0 and < 1))
                result.AddError("--tolerated lies between 0 and 1, both excluded.");
        });
        var report = new ReportOptions();
        var command = new Command("coverage", "Count recorded episodes by category of failure. Exit code 1 when a log could not be counted.") { tolerated };
        logs.AddTo(command);
        report.AddTo(command);
        command.SetAction(async (parsed, cancel) =>
        {
            var matrix = await logs.ReadAsync(context, parsed, parsed.GetValue(tolerated), cancel);
            await report.WriteAsync(context, parsed, () => CoveragePage.Render(matrix), () => CoverageCsv.Render(matrix), () => RewardFiles.Json(writer => CoverageJson.WriteTo(writer, matrix)), () => Show(context.Console, matrix), cancel);
            return await CoveredLogs.ReportAsync(context, matrix);
        });
        return command;
    }

    private static void Show(IAnsiConsole console, CoverageMatrix matrix)
    {
        var table = new Table { Border = TableBorder.Rounded };
        table.Title(string.Create(CultureInfo.InvariantCulture, $"failed scenarios of those exposed ({matrix.Episodes} episodes)"));
        table.AddColumns(["category", "", .. matrix.Environments.Select(spec => spec.Id.EscapeMarkup())]);
        foreach (var category in SafetyCategories.All)
            table.AddRow([category.ToString(), category.Title().EscapeMarkup(), .. matrix.Environments.Select(spec => Describe(matrix[category, spec.Id]))]);
        console.Write(table);
        console.MarkupLine(string.Create(CultureInfo.InvariantCulture, $"thin: fewer than {matrix.ScenariosNeeded} scenarios, or a hazard never exposed; [red]red[/]: above {matrix.ToleratedRate:0.###} (Benjamini and Hochberg, 10%)."));
        console.WriteLine(CoveragePage.Notice);
    }

    private static string Describe(CoverageCell cell)
    {
        if (!cell.Scenarios.Rate.IsDefined)
            return cell.State == CoverageState.Gap ? "gap" : "n/a";
        var text = string.Create(CultureInfo.InvariantCulture, $"{cell.Scenarios.Events} of {cell.Scenarios.Trials}{(cell.Worst is { } worst ? $" {worst}" : "")}{(cell.State == CoverageState.Thin ? ", thin" : "")}");
        return cell.Test.IsFlagged ? $"[red]{text}[/]" : text;
    }
}
