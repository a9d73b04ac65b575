using System.CommandLine;
using ClinicalRl.Audit.Bundles;
using ClinicalRl.Audit.Ledger;
using ClinicalRl.Audit.RunLogs;
using ClinicalRl.Cli.Hosting;
using ClinicalRl.Cli.RewardFunctions;
using ClinicalRl.Rewards;
using Spectre.Console;

namespace ClinicalRl.Cli.Verification;

/// <summary><c>clinicalrl verify</c>: checks run logs and their ledger offline and plays the logs again.</summary>
internal static class VerifyCommand
{
    /// <summary>Most logs of which every one is shown, well or not.</summary>
    private const int MaxShown = 20;

    public static Command Create(CliContext context)
    {
        var files = new Argument<string[]>("FILE") { Description = "Run logs, folders of them (*.jsonl) with the proofs of their ledger, or bundles (*.zip).", Arity = ArgumentArity.OneOrMore };
        var keys = TrustedKeys.Option();
        var checkpoints = new Option<string[]>("--checkpoint") { Description = "A checkpoint that you kept: the ledger must continue it. May be given several times." };
        var selection = new Option<bool>("--selection") { Description = "The folder holds a selection of the ledger's logs: those missing are nothing wrong." };
        var documents = new Option<string[]>("--reward-function") { Description = "Document (YAML) of a reward function that is not shipped; may be given several times." };
        var json = SharedOptions.Json();
        var command = new Command("verify", "Check run logs: form, hash chain, seal, signature, a replay, and their place in the ledger. Exit code 0 only when all is well.")
        {
            files, keys, checkpoints, selection, documents, json,
        };
        command.SetAction(async (parsed, cancel) =>
        {
            var trusted = TrustedKeys.Of(parsed, keys);
            var ledgerOptions = new LedgerVerifierOptions
            {
                TrustedKeys = trusted,
                Kept = [.. (parsed.GetValue(checkpoints) ?? []).Select(path => KeyValuePair.Create(path, RewardFiles.ReadText(path, "--checkpoint")))],
                IsSelection = parsed.GetValue(selection),
            };
            var rewards = RewardFiles.Library(context, parsed.GetValue(documents) ?? []);
            var (logs, ledgers, bundles) = (new List<CheckedLog>(), new List<CheckedLedger>(), new List<CheckedBundle>());
            var paths = parsed.GetValue(files)!.ToLookup(IsBundle);
            foreach (var path in paths[true])
            {
                var bundle = await CheckBundleAsync(context, path, rewards, ledgerOptions, cancel);
                bundles.Add(bundle);
                logs.AddRange(bundle.Logs);
                ledgers.AddRange(bundle.Ledgers);
            }

            foreach (var folder in EvidenceFolder.Of([.. paths[false]]))
            {
                var (checkedLogs, ledger) = await CheckAsync(context, folder, rewards, ledgerOptions, cancel);
                logs.AddRange(checkedLogs);
                if (ledger is not null)
                    ledgers.Add(ledger);
            }

            var verified = logs.All(log => log.Report.IsSound) && ledgers.All(ledger => ledger.Report.IsSound) && bundles.All(bundle => bundle.Report.IsSound);
            if (parsed.GetValue(json))
                await context.Output.WriteLineAsync(VerifyReport.Json(logs, ledgers, bundles, verified));
            else
                Show(context.Console, logs, ledgers, bundles);
            return verified ? ExitCodes.Success : ExitCodes.Failure;
        });
        return command;
    }

    private static async Task<(List<CheckedLog> Logs, CheckedLedger? Ledger)> CheckAsync(
        CliContext context, EvidenceFolder folder, RewardLibrary rewards, LedgerVerifierOptions options, CancellationToken cancel)
    {
        var reports = new List<(string Path, RunLogReport Report)>();
        foreach (var path in folder.Logs)
        {
            await using var stream = File.OpenRead(path);
            reports.Add((path, await RunLogVerifier.VerifyAsync(stream, context.Catalogue, rewards, new RunLogVerifierOptions { TrustedKeys = options.TrustedKeys }, cancel)));
        }

        if (!folder.HasCheckpoint && options.Kept.IsEmpty)
            return (reports.ConvertAll(log => new CheckedLog(log.Path, log.Report, null)), null);
        var evidence = new LedgerEvidence([.. reports.Select(log => new EvidenceLog(Path.GetFileName(log.Path), log.Report))], folder.ReadFiles());
        var ledger = LedgerVerifier.Verify(evidence, options with { IsSelection = options.IsSelection || !folder.IsWhole });
        return (reports.ConvertAll(log => new CheckedLog(log.Path, log.Report, ledger.Logs.GetValueOrDefault(Path.GetFileName(log.Path)))), new CheckedLedger(folder.Path, ledger));
    }

    private static bool IsBundle(string path) => path.EndsWith(".zip", StringComparison.OrdinalIgnoreCase) && File.Exists(path);

    private static async Task<CheckedBundle> CheckBundleAsync(CliContext context, string path, RewardLibrary rewards, LedgerVerifierOptions options, CancellationToken cancel)
    {
        await using var zip = File.OpenRead(path);
        if (!context.IsWatched)
            return new CheckedBundle(path, await BundleVerifier.VerifyAsync(zip, context.Catalogue, rewards, options, cancellation: cancel));
        return await context.Console.Status().StartAsync("reading the bundle", async status => new CheckedBundle(path, await BundleVerifier.VerifyAsync(
            zip, context.Catalogue, rewards, options, new Progress<int>(count => status.Status(FormattableString.Invariant($"{count} logs checked"))), cancel)));
    }

    /// <summary>Every log of a few; of many, those in which not all is well.</summary>
    private static void Show(IAnsiConsole console, List<CheckedLog> logs, List<CheckedLedger> ledgers, List<CheckedBundle> bundles)
    {
        foreach (var bundle in bundles)
            VerifyReport.Show(console, bundle);
        foreach (var log in logs.Where(log => logs.Count <= MaxShown || !log.Report.IsSound || log.Ledger?.Verdict == CheckVerdict.Failed))
            VerifyReport.Show(console, log);
        foreach (var ledger in ledgers)
            VerifyReport.Show(console, ledger);
        if (logs.Count > 1)
            console.MarkupLine($"{logs.Count(log => log.Report.IsSound)} of {logs.Count} logs are sound; {logs.Count(log => log.Report.Trust == SealTrust.Trusted)} signed by a trusted key.");
    }
}
