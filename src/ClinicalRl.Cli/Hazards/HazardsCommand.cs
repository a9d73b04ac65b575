using System.CommandLine;
using System.Globalization;
using System.Text;
using System.Text.Json;
using ClinicalRl.Cli.Hosting;
using ClinicalRl.Simulation.Environments;
using ClinicalRl.Simulation.Safety;
using Spectre.Console;

namespace ClinicalRl.Cli.Hazards;

/// <summary><c>clinicalrl hazards</c>: which failure modes an environment can expose, and how varied its scenarios are.</summary>
internal static class HazardsCommand
{
    public static Command Create(CliContext context)
    {
        var environment = SharedOptions.Environment();
        var difficulty = SharedOptions.Difficulty();
        var distinct = new Option<int>("--distinct") { Description = "Also count distinct first observations over this many seeds of each split." }
            .Between(1, Distinctness.MaxSeeds);
        var json = SharedOptions.Json();
        var command = new Command("hazards", "Print the hazard cells of an environment against their minimums. Exit code 1 when a cell falls short.")
        {
            environment, difficulty, distinct, json,
        };
        command.SetAction(async (parsed, cancel) =>
        {
            var asked = context.Environment(parsed.GetValue(environment)!);
            var cells = Cells(asked.Spec);
            var seeds = parsed.GetValue(distinct);
            var sights = seeds == 0 ? null : Distinctness.Of(asked, SharedOptions.ReadDifficulty(parsed.GetValue(difficulty)!), seeds, cancel);
            if (parsed.GetValue(json))
                await context.Output.WriteLineAsync(Json(asked.Spec, cells, sights));
            else
                Show(context.Console, asked.Spec, cells, sights);
            return cells.All(cell => cell.Hazards.Count >= cell.Minimum) ? ExitCodes.Success : ExitCodes.Failure;
        });
        return command;
    }

    private static List<Cell> Cells(EnvironmentSpec spec) =>
    [
        .. SafetyCategories.All.Select(category => new Cell(
            category, [.. spec.Hazards.Where(hazard => hazard.Category == category)], CellMinimums.Of(spec.Id, category))),
    ];

    private static void Show(IAnsiConsole console, EnvironmentSpec spec, List<Cell> cells, Distinctness? sights)
    {
        var table = new Table { Border = TableBorder.Rounded };
        table.Title($"{spec.Id} {spec.Version}: hazard cells".EscapeMarkup());
        table.AddColumns("category", "", "hazards", "minimum", "worst", "");
        foreach (var cell in cells)
        {
            var worst = cell.Hazards.Count == 0 ? "none" : cell.Hazards.Max(hazard => hazard.Severity).ToString();
            table.AddRow(
                cell.Category.ToString(), cell.Category.Title().EscapeMarkup(), cell.Hazards.Count.ToString(CultureInfo.InvariantCulture),
                cell.Minimum.ToString(CultureInfo.InvariantCulture), worst, cell.Hazards.Count >= cell.Minimum ? "[green]met[/]" : "[red]short[/]");
        }

        console.Write(table);
        foreach (var hazard in cells.SelectMany(cell => cell.Hazards))
            console.WriteLine($"{hazard.Category} {hazard.Severity} {hazard.Id}: {hazard.Statement}");
        if (sights is null)
            return;
        foreach (var split in sights.Distinct.Keys)
        {
            var shared = split == Split.Train ? "" : $", {sights.SharedWithTrain[split]} of them also in train";
            console.WriteLine($"{split.Word()}: {sights.Distinct[split]} distinct first observations of {sights.Seeds} seeds{shared}");
        }
    }

    private static string Json(EnvironmentSpec spec, List<Cell> cells, Distinctness? sights)
    {
        using var buffer = new MemoryStream();
        using (var writer = new Utf8JsonWriter(buffer))
        {
            writer.WriteStartObject();
            writer.WriteString("environment", spec.Id);
            writer.WriteString("version", spec.Version.ToString());
            writer.WriteStartObject("cells");
            foreach (var cell in cells)
            {
                writer.WriteStartObject(cell.Category.ToString());
                writer.WriteNumber("hazards", cell.Hazards.Count);
                writer.WriteNumber("minimum", cell.Minimum);
                writer.WriteStartArray("ids");
                foreach (var hazard in cell.Hazards)
                    writer.WriteStringValue(hazard.Id);
                writer.WriteEndArray();
                writer.WriteEndObject();
            }

            writer.WriteEndObject();
            if (sights is not null)
                WriteSights(writer, sights);
            writer.WriteEndObject();
        }

        return Encoding.UTF8.GetString(buffer.ToArray());
    }

    private static void WriteSights(Utf8JsonWriter writer, Distinctness sights)
    {
        writer.WriteNumber("seeds", sights.Seeds);
        writer.WriteStartObject("splits");
        foreach (var split in sights.Distinct.Keys)
        {
            writer.WriteStartObject(split.Word());
            writer.WriteNumber("distinct", sights.Distinct[split]);
            writer.WriteNumber("sharedWithTrain", sights.SharedWithTrain[split]);
            writer.WriteEndObject();
        }

        writer.WriteEndObject();
    }

    private sealed record Cell(SafetyCategory Category, List<Hazard> Hazards, int Minimum);
}
