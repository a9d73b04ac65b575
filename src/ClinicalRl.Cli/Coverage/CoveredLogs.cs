using System.CommandLine;
using ClinicalRl.Cli.Hosting;
using ClinicalRl.Cli.Verification;
using ClinicalRl.Reports.Coverage;

namespace ClinicalRl.Cli.Coverage;

/// <summary>The sealed logs that a report counts, as a command line names them.</summary>
internal sealed class CoveredLogs
{
    private readonly Argument<string[]> files = new("LOG") { Description = "Sealed run logs, or folders of them (*.jsonl).", Arity = ArgumentArity.OneOrMore };

    private readonly Option<string[]> label = new("--label") { Description = "Only episodes with this label, as key=value; several must all hold." };

    /// <summary>Gives a command the argument and the option.</summary>
    public void AddTo(Command command)
    {
        command.Arguments.Add(files);
        command.Options.Add(label);
    }

    /// <summary>The episodes with every label asked for, and a line for each log that cannot be counted.</summary>
    public async Task<(List<CoveredEpisode> Episodes, List<string> Problems)> ReadAsync(ParseResult parsed, CancellationToken cancel)
    {
        KeyValuePair<string, string>[] labels = [.. (parsed.GetValue(label) ?? []).Select(ReadLabel)];
        var (episodes, problems) = (new List<CoveredEpisode>(), new List<string>());
        foreach (var file in EvidenceFolder.Of(parsed.GetValue(files)!).SelectMany(folder => folder.Logs))
        {
            if (!CoveredEpisodeReader.TryRead(await File.ReadAllBytesAsync(file, cancel), out var episode, out var problem))
                problems.Add($"{file}: {problem}");
            else if (labels.All(wanted => episode.Labels.Contains(wanted)))
                episodes.Add(episode);
        }

        return (episodes, problems);
    }

    /// <summary>Names the logs that were left out; the exit code.</summary>
    public static async Task<int> ReportAsync(CliContext context, List<string> problems)
    {
        foreach (var problem in problems)
            await context.Errors.WriteLineAsync(problem);
        return problems.Count == 0 ? ExitCodes.Success : ExitCodes.Failure;
    }

    private static KeyValuePair<string, string> ReadLabel(string text) => text.Split('=', 2) is [{ Length: > 0 } key, var value]
        ? KeyValuePair.Create(key, value)
        : throw new CommandRefusedException("--label is key=value.");
}
