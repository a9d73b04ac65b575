using System.CommandLine;
using ClinicalRl.Cli.Backups;
using ClinicalRl.Cli.Benchmarks;
using ClinicalRl.Cli.Bundles;
using ClinicalRl.Cli.Coverage;
using ClinicalRl.Cli.Exploits;
using ClinicalRl.Cli.Evaluators;
using ClinicalRl.Cli.Hazards;
using ClinicalRl.Cli.Ledger;
using ClinicalRl.Cli.LogKeys;
using ClinicalRl.Cli.Playing;
using ClinicalRl.Cli.Reliability;
using ClinicalRl.Cli.RewardFunctions;
using ClinicalRl.Cli.Rollouts;
using ClinicalRl.Cli.Scores;
using ClinicalRl.Cli.Serving;
using ClinicalRl.Cli.Verification;
using ClinicalRl.Client.Problems;
using ClinicalRl.Grains.Database;
using ClinicalRl.Service.Hosting;
using Microsoft.Extensions.Options;

namespace ClinicalRl.Cli.Hosting;

/// <summary>The commands, and what becomes of their failures.</summary>
internal static class CommandLine
{
    /// <summary>How long a command may take to finish what it has after Ctrl-C.</summary>
    private static readonly TimeSpan StopTime = TimeSpan.FromSeconds(30);

    /// <summary>Runs one command to its exit code; see <see cref="ExitCodes"/>.</summary>
    public static async Task<int> RunAsync(string[] args, CliContext context, CancellationToken cancel = default)
    {
        var parsed = Root(context).Parse(args);
        var invocation = new InvocationConfiguration
        {
            Output = context.Output, Error = context.Errors, EnableDefaultExceptionHandler = false, ProcessTerminationTimeout = StopTime,
        };
        try
        {
            var code = await parsed.InvokeAsync(invocation, cancel);
            return parsed.Errors.Count > 0 ? ExitCodes.Refused : code;
        }
        catch (OperationCanceledException)
        {
            return ExitCodes.Cancelled;
        }
        catch (Exception exception) when (IsExpected(exception))
        {
            await context.Errors.WriteLineAsync($"clinicalrl: {exception.Message}");
            return ExitCodes.Refused;
        }
    }

    private static RootCommand Root(CliContext context) =>
        new("Clinical reinforcement-learning environments: serve them, play them, check their logs.")
        {
            ServeCommand.Create(context),
            ProbeCommand.Create(context),
            BackupCommand.Create(context),
            RolloutCommand.Create(context),
            PlayCommand.Create(context),
            VerifyCommand.Create(context),
            BenchCommand.Create(context),
            HazardsCommand.Create(context),
            CoverageCommand.Create(context),
            ReportCommand.Create(context),
            EvaluatorsCommand.Create(context),
            ScoresCommand.Create(context),
            ExploitsCommand.Create(context),
            RewardCommand.Create(context),
            LogKeyCommand.Create(context),
            LedgerCommand.Create(context),
            BundleCommand.Create(context),
        };

    private static bool IsExpected(Exception exception) => exception
        is CommandRefusedException or DataFolderUnavailableException or DatabaseUnsuitableException or RequestRefusedException or ServiceNotReachedException
        or OptionsValidationException or IOException or UnauthorizedAccessException;
}
