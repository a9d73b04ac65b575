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
        var environment = new Option<string>("--environment", "-e") { Description = "Only this one: id, id@1 or id@1.2.3; all of them by default." };
        var difficulty = SharedOptions.Difficulty();
        var distinct = new Option<int>("--distinct") { Description = "Also count distinct first observations over this many seeds of each split." }
            .Between(1, Distinctness.MaxSeeds);
        var json = SharedOptions.Json();
        var command = new Command("hazards", "Print the hazard cells of the environments against their minimums. Exit code 1 when a cell falls short.")
        {
            environment, difficulty, distinct, json, HazardLogCommand.Create(context),
        };
        command.SetAction(async (parsed, cancel) =>
        {
            IEnumerable<IEnvironment> asked = parsed.GetValue(environment) is { } one ? [context.Environment(one)] : context.Catalogue.Environments;
            var seeds = parsed.GetValue(distinct);
            var reports = asked.Select(played => new HazardReport(
                played.Spec, Cells(played.Spec), seeds == 0 ? null : Distinctness.Of(played, SharedOptions.ReadDifficulty(parsed.GetValue(difficulty)!), seeds, cancel))).ToList();
            if (parsed.GetValue(json))
                await context.Output.WriteLineAsync(Json(reports));
            else
                reports.ForEach(report => Show(context.Console, report));
            return reports.All(report => report.Cells.All(cell => cell.Hazards.Count >= cell.Minimum)) ? ExitCodes.Success : ExitCodes.Failure;
        });
        return command;
    }

    private static List<Cell> Cells(EnvironmentSpec spec) =>
    [
        .. SafetyCategories.All.Select(category => new Cell(
            category, [.. spec.Hazards.Where(hazard => hazard.Category == category)], CellMinimums.Of(spec.Id, category))),
    ];

    private static void Show(IAnsiConsole console, HazardReport report)
    {
        var (spec, cells, sights) = report;
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
            console.WriteLine($"{hazard.Category} {hazard.Severity} {hazard.Id}: {hazard.Statement} Exposed by: {(hazard.Families.IsEmpty ? "any scenario, as drawn" : string.Join(", ", hazard.Families))}.");
        if (sights is null)
            return;
        foreach (var split in sights.Distinct.Keys)
        {
            var shared = split == Split.Train ? "" : $", {sights.SharedWithTrain[split]} of them also in train";
            console.WriteLine($"{split.Word()}: {sights.Distinct[split]} distinct first observations of {sights.Seeds} seeds{shared}");
        }
    }

    private static string Json(List<HazardReport> reports)
    {
        using var buffer = new MemoryStream();
        using (var writer = new Utf8JsonWriter(buffer))
        {
            writer.WriteStartObject();
            writer.WriteStartArray("environments");
            reports.ForEach(report => Write(writer, report));
            writer.WriteEndArray();
            writer.WriteEndObject();
        }

        return Encoding.UTF8.GetString(buffer.ToArray());
    }

    private static void Write(Utf8JsonWriter writer, HazardReport report)
    {
        writer.WriteStartObject();
        writer.WriteString("environment", report.Spec.Id);
        writer.WriteString("version", report.Spec.Version.ToString());
        writer.WriteStartObject("cells");
        foreach (var cell in report.Cells)
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
        if (report.Sights is not null)
            WriteSights(writer, report.Sights);
        writer.WriteEndObject();
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

    private sealed record HazardReport(EnvironmentSpec Spec, List<Cell> Cells, Distinctness? Sights);

    private sealed record Cell(SafetyCategory Category, List<Hazard> Hazards, int Minimum);
}
