using System.CommandLine;
using ClinicalRl.Cli.Hosting;
using Spectre.Console;

namespace ClinicalRl.Cli.Benchmarks;

/// <summary><c>clinicalrl bench</c>: how fast the engine and the service are here, against a bare endpoint under the same load.</summary>
internal static class BenchCommand
{
    /// <summary>Longest measured time of one load, seconds.</summary>
    private const int MaxSeconds = 120;

    public static Command Create(CliContext context)
    {
        var environment = SharedOptions.Environment();
        var seconds = new Option<int>("--seconds") { Description = "Measured time of each load, after its warm-up.", DefaultValueFactory = _ => 5 }.Between(1, MaxSeconds);
        var engineOnly = new Option<bool>("--engine-only") { Description = "Measure the engine alone." };
        var statisticsOnly = new Option<bool>("--statistics-only") { Description = "Measure the estimators alone." };
        var ledgerOnly = new Option<bool>("--ledger-only") { Description = "Measure the ledger alone, over 100,000 entries." };
        var only = new Option<string?>("--only") { Description = "Measure only the loads of the service whose name contains this, such as durable." };
        var json = SharedOptions.Json();
        var command = new Command("bench", "Measure engine and service; rates are given as ratios to a bare Kestrel JSON endpoint in the same run.")
        {
            environment, seconds, engineOnly, statisticsOnly, ledgerOnly, only, json, BareCommand(),
        };
        command.SetAction(async (parsed, cancel) =>
        {
            if (Pinning.MustRestart)
                return await Pinning.RestartAsync(cancel);
            var played = context.Environment(parsed.GetValue(environment)!);
            var plan = new BenchPlan(
                played, context.RewardFunction(played, null), TimeSpan.FromSeconds(parsed.GetValue(seconds)), parsed.GetValue(engineOnly), parsed.GetValue(only),
                parsed.GetValue(statisticsOnly), parsed.GetValue(ledgerOnly));
            var report = new BenchReport();
            await BenchRunner.RunAsync(plan, report, line => Say(context, line), cancel);
            if (parsed.GetValue(json))
                await context.Output.WriteLineAsync(report.Json(plan));
            else
                report.Tables(plan).ToList().ForEach(context.Console.Write);
            return ExitCodes.Success;
        });
        return command;
    }

    /// <summary>The bare endpoint, run by the benchmark itself in a process of its own.</summary>
    private static Command BareCommand()
    {
        var urls = new Option<string>("--urls") { Description = "Address to listen on.", Required = true };
        var command = new Command("bare", "The bare endpoint that the benchmark compares with.") { urls };
        command.Hidden = true;
        command.SetAction((parsed, cancel) => BareEndpoint.RunAsync(parsed.GetValue(urls)!, cancel));
        return command;
    }

    // Progress goes where it cannot mix with the result.
    private static void Say(CliContext context, string line) => context.Errors.WriteLine(line);
}
