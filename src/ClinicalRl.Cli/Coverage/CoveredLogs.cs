using System.Collections.Immutable;
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

    /// <summary>The matrix of the episodes with every label asked for.</summary>
    public async Task<CoverageMatrix> ReadAsync(CliContext context, ParseResult parsed, double toleratedRate, CancellationToken cancel)
    {
        KeyValuePair<string, string>[] labels = [.. (parsed.GetValue(label) ?? []).Select(ReadLabel)];
        var (episodes, uncounted) = (new List<CoveredEpisode>(), ImmutableArray.CreateBuilder<UncountedLog>());
        foreach (var file in EvidenceFolder.Of(parsed.GetValue(files)!).SelectMany(folder => folder.Logs))
        {
            if (!CoveredEpisodeReader.TryRead(await File.ReadAllBytesAsync(file, cancel), out var episode, out var problem))
                uncounted.Add(new UncountedLog(file, problem));
            else if (labels.All(wanted => episode.Labels.Contains(wanted)))
                episodes.Add(episode);
        }

        var words = labels.Length == 0 ? EvidenceChoice.Everything.Words : "logs with " + string.Join(", ", labels.Select(wanted => $"{wanted.Key}={wanted.Value}"));
        return CoverageMatrix.Of([.. context.Catalogue.Environments.Select(environment => environment.Spec)], episodes, toleratedRate, new EvidenceChoice(words, uncounted.ToImmutable()));
    }

    /// <summary>Names the logs that were left out; the exit code.</summary>
    public static async Task<int> ReportAsync(CliContext context, CoverageMatrix matrix)
    {
        var uncounted = matrix.Evidence.Choice.Uncounted;
        foreach (var (log, reason) in uncounted)
            await context.Errors.WriteLineAsync($"{log}: {reason}");
        return uncounted.IsEmpty ? ExitCodes.Success : ExitCodes.Failure;
    }

    private static KeyValuePair<string, string> ReadLabel(string text) => text.Split('=', 2) is [{ Length: > 0 } key, var value]
        ? KeyValuePair.Create(key, value)
        : throw new CommandRefusedException("--label is key=value.");
}
