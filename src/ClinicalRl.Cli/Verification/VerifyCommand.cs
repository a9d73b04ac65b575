using System.Collections.Immutable;
using System.CommandLine;
using System.Text;
using System.Text.Json;
using ClinicalRl.Audit.RunLogs;
using ClinicalRl.Cli.Hosting;
using ClinicalRl.Cli.RewardFunctions;
using Spectre.Console;

namespace ClinicalRl.Cli.Verification;

/// <summary><c>clinicalrl verify</c>: checks run logs offline and plays them again.</summary>
internal static class VerifyCommand
{
    private const string LogPattern = "*.jsonl";

    public static Command Create(CliContext context)
    {
        var files = new Argument<string[]>("FILE") { Description = "Run logs, or folders of them (*.jsonl).", Arity = ArgumentArity.OneOrMore };
        var keys = new Option<string[]>("--key") { Description = "Public key (JWK or PEM) or keys (JWKS) whose seals are trusted; may be given several times." };
        var documents = new Option<string[]>("--reward-function") { Description = "Document (YAML) of a reward function that is not shipped; may be given several times." };
        var json = SharedOptions.Json();
        var command = new Command("verify", "Check run logs: form, hash chain, seal, signature, and a replay. Exit code 0 only when all is well.")
        {
            files, keys, documents, json,
        };
        command.SetAction(async (parsed, cancel) =>
        {
            var options = new RunLogVerifierOptions { TrustedKeys = new LogKeySet([.. (parsed.GetValue(keys) ?? []).SelectMany(ReadKeys)]) };
            var rewards = RewardFiles.Library(context, parsed.GetValue(documents) ?? []);
            var logs = new List<CheckedLog>();
            foreach (var file in Expand(parsed.GetValue(files)!))
            {
                await using var stream = File.OpenRead(file);
                var report = await RunLogVerifier.VerifyAsync(stream, context.Catalogue, rewards, options, cancel);
                logs.Add(new CheckedLog(file, report));
                if (!parsed.GetValue(json))
                    VerifyReport.Show(context.Console, logs[^1]);
            }

            var verified = logs.All(log => log.Report.IsSound);
            if (parsed.GetValue(json))
                await context.Output.WriteLineAsync(VerifyReport.Json(logs, verified));
            else if (logs.Count > 1)
                context.Console.MarkupLine($"{logs.Count(log => log.Report.IsSound)} of {logs.Count} logs are sound; {logs.Count(log => log.Report.Trust == SealTrust.Trusted)} signed by a trusted key.");
            return verified ? ExitCodes.Success : ExitCodes.Failure;
        });
        return command;
    }

    /// <summary>The logs that files and folders stand for.</summary>
    internal static IEnumerable<string> Expand(string[] paths)
    {
        foreach (var path in paths)
        {
            if (!Directory.Exists(path))
            {
                yield return File.Exists(path) ? path : throw new CommandRefusedException($"FILE: there is no '{path}'.");
                continue;
            }

            var logs = Directory.GetFiles(path, LogPattern).Order(StringComparer.Ordinal).ToList();
            if (logs.Count == 0)
                throw new CommandRefusedException($"FILE: the folder '{path}' holds no {LogPattern}.");
            foreach (var log in logs)
                yield return log;
        }
    }

    private static IEnumerable<LogKey> ReadKeys(string path)
    {
        var file = new FileInfo(path);
        if (!file.Exists || file.Length > LogKeySet.MaxBytes)
            throw new CommandRefusedException($"--key: there is no '{path}', or it is no key.");
        var text = File.ReadAllText(path);
        return LogPublicKey.TryParse(text, out var key) ? [new LogKey(key)]
            : LogKeySet.TryParse(text, out var set, out _) && !set.IsEmpty ? set.Keys
            : throw new CommandRefusedException($"--key: '{path}' is no public key (a JWK, JWKS or PEM of ECDSA keys on P-256).");
    }
}

/// <summary>A file and what was found in it.</summary>
internal sealed record CheckedLog(string File, RunLogReport Report);

/// <summary>Says for each check what it found.</summary>
internal static class VerifyReport
{
    /// <summary>Codes of findings that break the chain or the form of the lines.</summary>
    private static readonly ImmutableHashSet<string> FormCodes =
        ["chain", "malformed", "unterminated", "too-large", "after-seal", "empty", "order", "step-index", "action"];

    public static void Show(IAnsiConsole console, CheckedLog log)
    {
        var report = log.Report;
        var table = new Table { Border = TableBorder.Rounded, ShowHeaders = false };
        table.Title(Path.GetFileName(log.File).EscapeMarkup());
        table.AddColumns("check", "found");
        table.AddRow("Log", (report.Header is { } header ? $"{header.Environment} {header.Version}, episode {header.Episode}" : "the header cannot be read").EscapeMarkup());
        table.AddRow("Lines and chain", report.Findings.Any(finding => FormCodes.Contains(finding.Code)) ? "[red]broken[/]" : $"{report.Lines} lines, {report.Steps} steps, unbroken");
        table.AddRow("Seal", report.Sealed ? "closed" : "[yellow]not sealed[/]");
        table.AddRow("Signature", Signature(report).EscapeMarkup());
        table.AddRow("Replay", Replay(report).EscapeMarkup());
        table.AddRow("Verdict", Verdict(report.Verdict));
        console.Write(table);
        foreach (var finding in report.Findings)
            console.MarkupLine($"  line {finding.Line}: {finding.Code}: {finding.Detail.EscapeMarkup()}");
    }

    public static string Json(IReadOnlyList<CheckedLog> logs, bool verified)
    {
        using var buffer = new MemoryStream();
        using (var writer = new Utf8JsonWriter(buffer))
        {
            writer.WriteStartObject();
            writer.WriteBoolean("verified", verified);
            writer.WriteBoolean("signersTrusted", logs.All(log => log.Report.Trust == SealTrust.Trusted));
            writer.WriteStartArray("logs");
            foreach (var log in logs)
            {
                writer.WriteStartObject();
                writer.WriteString("file", log.File);
                writer.WritePropertyName("report");
                log.Report.WriteTo(writer);
                writer.WriteEndObject();
            }

            writer.WriteEndArray();
            writer.WriteEndObject();
        }

        return Encoding.UTF8.GetString(buffer.ToArray());
    }

    private static string Signature(RunLogReport report) => report.Trust switch
    {
        SealTrust.Trusted => $"by the trusted key {report.KeyId}",
        SealTrust.TakenOnTrust => $"fits the key the log carries, {report.KeyId}; give --key to check whose it is",
        _ => "none that is valid",
    };

    private static string Replay(RunLogReport report) =>
        report.Replayed ? $"identical, digest {report.ReplayDigest}" : report.ReplayObstacle ?? "not identical, or not complete";

    private static string Verdict(RunLogVerdict verdict) => verdict switch
    {
        RunLogVerdict.Verified => "[green]verified[/]",
        RunLogVerdict.Consistent => "[green]consistent[/][yellow]: nothing is wrong, but who signed it was not checked; give --key[/]",
        RunLogVerdict.Incomplete => "[yellow]incomplete: nothing is wrong, but not everything could be checked[/]",
        _ => "[red]failed[/]",
    };
}
