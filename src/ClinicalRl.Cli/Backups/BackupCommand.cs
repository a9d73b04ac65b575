using System.CommandLine;
using ClinicalRl.Cli.Hosting;
using ClinicalRl.Grains.Backups;

namespace ClinicalRl.Cli.Backups;

/// <summary><c>clinicalrl backup</c>: a data folder to start from again, taken while the service runs.</summary>
internal static class BackupCommand
{
    public static Command Create(CliContext context)
    {
        var data = new Option<string>("--data") { Description = "Data folder of the service, which may be running.", DefaultValueFactory = _ => "./data" };
        var target = new Option<string>("--out") { Description = "Folder to make; it holds the keys too, so keep it as safe as them.", Required = true };
        var command = new Command("backup", "Copy the data folder of a running service into one that 'serve --data' starts on. With a PostgreSQL database use its own backup: infra/README.md.") { data, target };
        command.SetAction(async (parsed, cancel) =>
        {
            var held = await Task.Run(() => DataFolderBackup.Copy(parsed.GetValue(data)!, parsed.GetValue(target)!), cancel);
            await context.Output.WriteLineAsync($"{held.Databases} databases, {held.Logs} sealed logs, {held.OtherFiles} keys and other files in {Path.GetFullPath(parsed.GetValue(target)!)}");
            return ExitCodes.Success;
        });
        return command;
    }
}
