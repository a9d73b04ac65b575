using System.CommandLine;
using System.Globalization;
using System.Text;
using System.Text.Json;
using ClinicalRl.Cli.Hosting;
using ClinicalRl.Cli.Verification;
using ClinicalRl.Reports.Coverage;
using ClinicalRl.Simulation.Safety;
using Spectre.Console;

namespace ClinicalRl.Cli.Coverage;

/// <summary><c>clinicalrl coverage</c>: which failures recorded episodes exposed agents to, and how often they happened.</summary>
internal static class CoverageCommand
{
    public static Command Create(CliContext context)
    {
        var files = new Argument<string[]>("LOG") { Description = "Sealed run logs, or folders of them (*.jsonl).", Arity = ArgumentArity.OneOrMore };
        var label = new Option<string[]>("--label") { Description = "Only episodes with this label, as key=value; several must all hold." };
        var tolerated = new Option<double>("--tolerated") { Description = "Share of scenarios that may fail.", DefaultValueFactory = _ => CoverageMatrix.DefaultToleratedRate };
        tolerated.Validators.Add(result =>
        {
            if (!(result.GetValueOrDefault<double>() is > 0 and < 1))
                result.AddError("--tolerated lies between 0 and 1, both excluded.");
        });
        var html = new Option<string>("--html") { Description = "Write the heat map to this file." };
        var csv = new Option<string>("--csv") { Description = "Write the cells to this file." };
        var json = SharedOptions.Json();
        var command = new Command("coverage", "Count recorded episodes by category of failure. Exit code 1 when a log could not be counted.") { files, label, tolerated, html, csv, json };
        command.SetAction(async (parsed, cancel) =>
        {
            var (episodes, problems) = await ReadAsync(parsed.GetValue(files)!, [.. (parsed.GetValue(label) ?? []).Select(ReadLabel)], cancel);
            var matrix = CoverageMatrix.Of([.. context.Catalogue.Environments.Select(environment => environment.Spec)], episodes, parsed.GetValue(tolerated));
            if (parsed.GetValue(html) is { } page)
                await File.WriteAllTextAsync(page, CoveragePage.Render(matrix), cancel);
            if (parsed.GetValue(csv) is { } table)
                await File.WriteAllTextAsync(table, CoverageCsv.Render(matrix), cancel);
            if (parsed.GetValue(json))
                await context.Output.WriteLineAsync(Json(matrix).AsMemory(), cancel);
            else
                Show(context.Console, matrix);
            foreach (var problem in problems)
                await context.Errors.WriteLineAsync(problem.AsMemory(), cancel);
            return problems.Count == 0 ? ExitCodes.Success : ExitCodes.Failure;
        });
        return command;
    }

    private static KeyValuePair<string, string> ReadLabel(string text) => text.Split('=', 2) is [{ Length: > 0 } key, var value]
        ? KeyValuePair.Create(key, value)
        : throw new CommandRefusedException("--label is key=value.");

    private static async Task<(List<CoveredEpisode> Episodes, List<string> Problems)> ReadAsync(string[] files, KeyValuePair<string, string>[] labels, CancellationToken cancel)
    {
        var (episodes, problems) = (new List<CoveredEpisode>(), new List<string>());
        foreach (var file in EvidenceFolder.Of(files).SelectMany(folder => folder.Logs))
        {
            if (!CoveredEpisodeReader.TryRead(await File.ReadAllBytesAsync(file, cancel), out var episode, out var problem))
                problems.Add($"{file}: {problem}");
            else if (labels.All(label => episode.Labels.Contains(label)))
                episodes.Add(episode);
        }

        return (episodes, problems);
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

    private static string Json(CoverageMatrix matrix)
    {
        using var buffer = new MemoryStream();
        using (var writer = new Utf8JsonWriter(buffer))
            CoverageJson.WriteTo(writer, matrix);
        return Encoding.UTF8.GetString(buffer.ToArray());
    }
}
