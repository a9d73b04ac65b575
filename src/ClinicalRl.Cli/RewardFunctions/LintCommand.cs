using System.Collections.Immutable;
using System.CommandLine;
using ClinicalRl.Cli.Hosting;
using ClinicalRl.Grains.RewardFunctions;
using ClinicalRl.Reports.Trials;
using ClinicalRl.Rewards;
using ClinicalRl.Rewards.Linting;
using Spectre.Console;

namespace ClinicalRl.Cli.RewardFunctions;

/// <summary><c>clinicalrl reward lint</c>: everything wrong with a document, by line and column.</summary>
internal static class LintCommand
{
    public static Command Create(CliContext context)
    {
        var document = RewardCommand.Document();
        var policies = new Option<bool>("--policies") { Description = "Also play the policies that must score low, against the document's ceiling." };
        var episodes = new Option<int>("--episodes", "-n") { Description = "Episodes of each policy.", DefaultValueFactory = _ => PolicyTrialPlan.ReviewEpisodes }.Between(2, 100_000);
        var json = SharedOptions.Json();
        var command = new Command("lint", "Check a document. Exit code 0 only without errors.") { document, policies, episodes, json };
        command.SetAction(async (parsed, cancel) =>
        {
            var named = RewardFiles.Open(context, parsed.GetValue(document)!);
            var findings = Lint(context, named.Bytes);
            if (parsed.GetValue(policies) && !HasErrors(findings))
                findings = [.. findings, .. await PlayAsync(context, named, parsed.GetValue(episodes), cancel)];
            if (parsed.GetValue(json))
                await context.Output.WriteLineAsync(Json(named.Name, findings));
            else
                Show(context.Console, named.Name, findings);
            return HasErrors(findings) ? ExitCodes.Failure : ExitCodes.Success;
        });
        return command;
    }

    /// <summary>The findings of a document, which itself says for which environment it is.</summary>
    public static ImmutableArray<Finding> Lint(CliContext context, byte[] bytes)
    {
        var reading = RewardDocumentParser.Read(bytes);
        if (reading.Document is not { } document)
            return reading.Findings;
        return context.Catalogue.Find(document.Environment.Value) is { } environment
            ? RewardLinter.Lint(document, environment.Spec)
            : throw new CommandRefusedException($"DOCUMENT: this tool has no environment '{document.Environment.Value}'.");
    }

    private static bool HasErrors(ImmutableArray<Finding> findings) => findings.Any(finding => finding.Level == FindingLevel.Error);

    private static async Task<ImmutableArray<Finding>> PlayAsync(CliContext context, NamedDocument named, int episodes, CancellationToken cancel)
    {
        var document = RewardDocumentParser.Parse(named.Bytes);
        var environment = context.Catalogue.Find(document.Environment.Value)!;
        var plan = new PolicyTrialPlan(episodes, Parallel: System.Environment.ProcessorCount) { DegenerateOnly = true };
        var scores = await PolicyTrials.MeasureAsync(environment, RewardFunction.Compile(document, environment.Spec), plan, cancel: cancel);
        return CeilingChecks.Check(document, environment.Policies, scores);
    }

    private static void Show(IAnsiConsole console, string name, ImmutableArray<Finding> findings)
    {
        foreach (var finding in findings)
        {
            var colour = finding.Level == FindingLevel.Error ? "red" : "yellow";
            var level = finding.Level == FindingLevel.Error ? "error" : "warning";
            console.MarkupLine($"{name.EscapeMarkup()}:{finding.Line}:{finding.Column} [{colour}]{level}[/] {finding.Code}: {finding.Message.EscapeMarkup()}");
            console.MarkupLine($"    [grey]{finding.Help.EscapeMarkup()}[/]");
        }

        var errors = findings.Count(finding => finding.Level == FindingLevel.Error);
        console.MarkupLine($"{errors} errors, {findings.Length - errors} warnings");
    }

    private static string Json(string name, ImmutableArray<Finding> findings) => RewardFiles.Json(writer =>
    {
        writer.WriteStartObject();
        writer.WriteString("document", name);
        writer.WriteNumber("errors", findings.Count(finding => finding.Level == FindingLevel.Error));
        writer.WriteStartArray("findings");
        foreach (var finding in findings)
            finding.WriteTo(writer);
        writer.WriteEndArray();
        writer.WriteEndObject();
    });
}
