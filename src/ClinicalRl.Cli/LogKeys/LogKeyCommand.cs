using System.CommandLine;
using ClinicalRl.Audit.RunLogs;
using ClinicalRl.Cli.Hosting;
using ClinicalRl.Grains.Secrets;
using ClinicalRl.Service.Hosting;
using Spectre.Console;

namespace ClinicalRl.Cli.LogKeys;

/// <summary><c>clinicalrl key rotate</c>: gives a service another key to seal logs with.</summary>
internal static class LogKeyCommand
{
    public static Command Create(CliContext context) => new("key", "The key that seals run logs.") { Rotate(context) };

    private static Command Rotate(CliContext context)
    {
        var data = new Option<string>("--data") { Description = "Data folder of the service, which must be stopped.", DefaultValueFactory = _ => "./data" };
        var json = SharedOptions.Json();
        var command = new Command("rotate", "Make a new key. The old public key stays published with the time it was retired; what it sealed is verified as before.") { data, json };
        command.SetAction(parsed =>
        {
            if (!Directory.Exists(parsed.GetValue(data)))
                throw new CommandRefusedException($"--data: there is no folder '{parsed.GetValue(data)}'.");
            using var folder = DataFolder.Claim(parsed.GetValue(data)!);
            var keys = RotateIn(folder.Path);
            if (parsed.GetValue(json))
                context.Output.Write(keys.ToJson());
            else
                Show(context.Console, keys);
            return ExitCodes.Success;
        });
        return command;
    }

    private static LogKeySet RotateIn(string folder)
    {
        try
        {
            return LogKeyRotation.Rotate(folder, TimeProvider.System.GetUtcNow());
        }
        catch (InvalidDataException wrong)
        {
            throw new CommandRefusedException($"--data: {wrong.Message}");
        }
    }

    private static void Show(IAnsiConsole console, LogKeySet keys)
    {
        var table = new Table { Border = TableBorder.Rounded };
        table.AddColumns("key", "in use");
        foreach (var key in keys.Keys)
            table.AddRow(key.PublicKey.KeyId, FormattableString.Invariant($"{key.Created:u} to {(key.Retired is { } retired ? retired.ToString("u") : "now")}"));
        console.Write(table);
        console.WriteLine("Start the service again: from now on it seals with the first key.");
    }
}
