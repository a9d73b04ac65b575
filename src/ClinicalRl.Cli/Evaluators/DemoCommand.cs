using System.CommandLine;
using System.Text;
using System.Text.Json;
using ClinicalRl.Cli.Hosting;
using ClinicalRl.Cli.Serving;
using ClinicalRl.Evaluation.Evidence;
using ClinicalRl.Evaluation.Records;
using ClinicalRl.Reports.Documents;
using ClinicalRl.Reports.Reliability;
using Spectre.Console;

namespace ClinicalRl.Cli.Evaluators;

/// <summary><c>clinicalrl evaluators demo</c>: the whole way from sealed episodes to a report, over HTTP, with simulated evaluators.</summary>
internal static class DemoCommand
{
    private const int MostScenarios = 160;
    private const int MostEvaluators = 40;

    public static Command Create(CliContext context)
    {
        var environment = SharedOptions.Environment();
        var scenarios = new Option<int>("--scenarios", "-n") { Description = "Scenarios, each played by three built-in policies.", DefaultValueFactory = _ => 12 }.Between(1, MostScenarios);
        var evaluators = new Option<int>("--evaluators") { Description = "Honest simulated evaluators; one who does not look comes on top.", DefaultValueFactory = _ => 6 }.Between(3, MostEvaluators);
        var seed = SharedOptions.Seed();
        var url = SharedOptions.Url("The service to use; by default one is started here and gone afterwards.");
        var key = new Option<string?>("--key") { Description = "API key of the service at --url, with the scopes agent, auditor and admin." };
        var records = new Option<string>("--records") { Description = "Write the records to this file, for 'report'." };
        var html = new Option<string>("--html") { Description = "Write the Reward Reliability Report to this file as a page." };
        var resamples = new Option<int>("--resamples") { Description = "Resamples of each bootstrap of the report.", DefaultValueFactory = _ => 1_999 }.Between(1, 99_999);
        var json = SharedOptions.Json();
        var command = new Command("demo", "SIMULATED evaluators are enrolled, calibrated and score sealed episodes over HTTP; the records end in a report.")
        {
            environment, scenarios, evaluators, seed, url, key, records, html, resamples, json,
        };
        command.SetAction(async (parsed, cancel) =>
        {
            var chosen = context.Environment(parsed.GetValue(environment)!);
            var plan = new DemoPlan(chosen, context.RewardFunction(chosen, null), parsed.GetValue(scenarios), parsed.GetValue(evaluators), parsed.GetValue(seed));
            var isJson = parsed.GetValue(json);
            var outcome = await RunAsync(context, plan, parsed.GetValue(url), parsed.GetValue(key), isJson, cancel);
            if (parsed.GetValue(records) is { } written)
                await File.WriteAllTextAsync(written, RecordJson.WriteAll(outcome.Records), cancel);
            var report = ReliabilityReport.Of(EvidenceLedger.Of(outcome.Records), parsed.GetValue(resamples));
            if (parsed.GetValue(html) is { } page)
                await File.WriteAllTextAsync(page, ReportPage.Render(report), cancel);
            if (isJson)
                await context.Output.WriteLineAsync(Summarise(outcome, report).AsMemory(), cancel);
            else
                Show(context.Console, report);
            return ExitCodes.Success;
        });
        return command;
    }

    private static async Task<DemoOutcome> RunAsync(CliContext context, DemoPlan plan, Uri? url, string? key, bool isQuiet, CancellationToken cancel)
    {
        await using var own = url is null ? await TemporaryService.StartAsync(context, cancel) : null;
        using var clinic = new DemoClinic(plan, url ?? own!.Address, key);
        return await clinic.RunAsync(line => { if (!isQuiet) context.Console.WriteLine(line); }, cancel);
    }

    private static string Summarise(DemoOutcome outcome, ReportDocument report) => JsonSerializer.Serialize(new
    {
        simulated = true, qualified = outcome.Qualified, refused = outcome.Refused, assessment = outcome.Assessment, records = outcome.Records.Count,
        report = JsonElement.Parse(Encoding.UTF8.GetString(ReportJson.Write(report))),
    }, JsonSerializerOptions.Web);

    private static void Show(IAnsiConsole console, ReportDocument report)
    {
        console.WriteLine($"{report.Title} {report.Id}");
        foreach (var notice in report.Notices)
            console.MarkupLine($"[yellow]{notice.EscapeMarkup()}[/]");
        foreach (var sentence in report.Sections[0].Text)
            console.WriteLine(sentence);
    }
}
