using System.CommandLine;
using ClinicalRl.Cli.Hosting;
using ClinicalRl.Client;
using Spectre.Console;

namespace ClinicalRl.Cli.Ledger;

/// <summary><c>clinicalrl ledger export</c>: fetches all that an auditor needs into a folder, which <c>clinicalrl verify</c> then checks offline.</summary>
internal static class LedgerCommand
{
    public static Command Create(CliContext context) => new("ledger", "The ledger of sealed run logs.") { Export(context) };

    private static Command Export(CliContext context)
    {
        var url = SharedOptions.Url("The service.");
        url.Required = true;
        var key = new Option<string?>("--key") { Description = "API key with scope auditor or agent." };
        var folder = new Option<string>("--out") { Description = "Folder; one of an earlier export is brought up to date, and its checkpoint kept.", Required = true };
        var json = SharedOptions.Json();
        var command = new Command("export", "Fetch logs, proofs, checkpoint and public keys into a folder. Check it with 'clinicalrl verify FOLDER'.") { url, key, folder, json };
        command.SetAction(async (parsed, cancel) =>
        {
            using var client = ClinicalRlClient.Create(parsed.GetValue(url)!, parsed.GetValue(key));
            var export = await new LedgerExport(client, parsed.GetValue(folder)!).RunAsync(cancel);
            if (parsed.GetValue(json))
                await context.Output.WriteLineAsync(FormattableString.Invariant($"{{\"treeSize\":{export.TreeSize},\"fetched\":{export.Fetched},\"earlier\":{export.Earlier}}}"));
            else
                context.Console.MarkupLineInterpolated($"{export.TreeSize} logs and their proofs, {export.Fetched} fetched now, {export.Earlier} earlier checkpoints kept. Check them with: clinicalrl verify {parsed.GetValue(folder)}");
            return ExitCodes.Success;
        });
        return command;
    }
}
