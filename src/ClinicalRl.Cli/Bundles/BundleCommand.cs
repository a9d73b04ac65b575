using System.CommandLine;
using System.Text.Json;
using ClinicalRl.Cli.Hosting;
using ClinicalRl.Client;
using ClinicalRl.Client.Bundles;
using Spectre.Console;

namespace ClinicalRl.Cli.Bundles;

/// <summary><c>clinicalrl bundle</c>: has a safety-case bundle made and fetches it.</summary>
internal static class BundleCommand
{
    public static Command Create(CliContext context)
    {
        var url = SharedOptions.Url("The service.");
        url.Required = true;
        var key = new Option<string?>("--key") { Description = "API key with scope auditor." };
        var environment = new Option<string?>("--environment", "-e") { Description = "Only this environment." };
        var label = new Option<string[]>("--label") { Description = "Only episodes with this label, as key=value; several must all hold." };
        var from = new Option<string?>("--from") { Description = "Only logs sealed then or later: a date, or a time such as 2026-11-22T09:30:00Z." };
        var to = new Option<string?>("--to") { Description = "Only logs sealed before then." };
        var function = new Option<string?>("--reward-function") { Description = "Only episodes judged by this function, as id@version." };
        var since = new Option<long?>("--since") { Description = "treeSize of a checkpoint that you kept: the bundle proves that the ledger continues it." };
        var previous = new Option<string?>("--previous-hazard-log") { Description = "The hazard log (JSON) that the bundle's continues: its rows stay, retired when they are no longer declared." };
        var file = new Option<string>("--out") { Description = "The zip to write.", Required = true };
        var json = SharedOptions.Json();
        var command = new Command("bundle", "Have the service make a safety-case bundle, and fetch it. Check it with 'clinicalrl verify FILE'. Interrupting cancels it.") { url, key, environment, label, from, to, function, since, previous, file, json };
        command.SetAction(async (parsed, cancel) =>
        {
            using var client = ClinicalRlClient.Create(parsed.GetValue(url)!, parsed.GetValue(key));
            var request = new BundleRequest
            {
                Environment = parsed.GetValue(environment), Labels = Labels(parsed.GetValue(label)), From = parsed.GetValue(from), To = parsed.GetValue(to),
                RewardFunction = parsed.GetValue(function), Since = parsed.GetValue(since), PreviousHazardLog = parsed.GetValue(previous) is { } log ? ReadLog(log) : null,
            };
            var result = await new BundleFetch(client, context.IsWatched && !parsed.GetValue(json) ? context.Console : null).RunAsync(request, parsed.GetValue(file)!, cancel);
            if (parsed.GetValue(json))
                await context.Output.WriteLineAsync(result.GetRawText().AsMemory(), cancel);
            else
                context.Console.MarkupLineInterpolated($"{result.GetProperty("logs").GetInt32()} logs, {result.GetProperty("bytes").GetInt64()} bytes, SHA-256 {result.GetProperty("sha256").GetString()}. Check it with: clinicalrl verify {parsed.GetValue(file)}");
            return ExitCodes.Success;
        });
        return command;
    }

    private static JsonElement ReadLog(string file)
    {
        if (!File.Exists(file))
            throw new CommandRefusedException($"--previous-hazard-log: there is no '{file}'.");
        try
        {
            return JsonElement.Parse(File.ReadAllBytes(file));
        }
        catch (JsonException)
        {
            throw new CommandRefusedException($"--previous-hazard-log: '{file}' is no JSON.");
        }
    }

    private static Dictionary<string, string>? Labels(string[]? labels) => labels is null or [] ? null : labels
        .Select(text => text.Split('=', 2) is [{ Length: > 0 } key, var value] ? KeyValuePair.Create(key, value) : throw new CommandRefusedException("--label is key=value."))
        .ToDictionary(StringComparer.Ordinal);
}
