using System.CommandLine;
using ClinicalRl.Audit.SignOffs;
using ClinicalRl.Cli.Hosting;
using Spectre.Console;

namespace ClinicalRl.Cli.RewardFunctions;

/// <summary><c>clinicalrl reward verify</c>: checks a sign-off offline and says every reason to refuse it.</summary>
internal static class VerifySignOffCommand
{
    public static Command Create(CliContext context)
    {
        var document = RewardCommand.Document();
        var signature = new Option<string>("--signature", "-s") { Description = "File of the signature (JWS, compact).", Required = true };
        var keys = new Option<string>("--keys") { Description = "The clinicians' keys that are trusted (JWKS).", Required = true };
        var json = SharedOptions.Json();
        var command = new Command("verify", "Check a sign-off against the document's bytes and the clinicians' keys. Exit code 0 only when it is valid.") { document, signature, keys, json };
        command.SetAction(async (parsed, cancel) =>
        {
            var read = RewardFiles.Read(context, parsed.GetValue(document)!);
            var jws = RewardFiles.ReadText(parsed.GetValue(signature)!, "--signature").Trim();
            var report = SignOffCheck.Verify(jws, read, RewardFiles.ReadKeys(parsed.GetValue(keys)!), TimeProvider.System.GetUtcNow());
            if (parsed.GetValue(json))
                await context.Output.WriteLineAsync(RewardFiles.Json(report.WriteTo).AsMemory(), cancel);
            else
                Show(context.Console, report);
            return report.IsValid ? ExitCodes.Success : ExitCodes.Failure;
        });
        return command;
    }

    private static void Show(IAnsiConsole console, SignOffReport report)
    {
        if (report.Statement is { } stated)
        {
            console.MarkupLine($"{stated.RewardFunction} {stated.Version}, SHA-256 {stated.Sha256}".EscapeMarkup());
            console.MarkupLine($"Said to be signed by {stated.Signer.Name}, {stated.Signer.Register} {stated.Signer.Number}, at {stated.SignedAtText}; register checked on {stated.CheckedOnText}".EscapeMarkup());
            console.MarkupLine($"Scope: {stated.Scope}".EscapeMarkup());
            console.MarkupLine($"Statement: {stated.Statement}".EscapeMarkup());
        }

        foreach (var finding in report.Findings)
            console.MarkupLine($"[red]{finding.Code}[/]: {finding.Detail.EscapeMarkup()}");
        console.MarkupLine(report.IsValid ? "[green]valid[/]" : "[red]refused[/]");
    }
}
