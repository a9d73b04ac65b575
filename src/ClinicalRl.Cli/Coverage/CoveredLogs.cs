using System.Collections.Immutable;
using System.CommandLine;
using ClinicalRl.Audit.RunLogs;
using ClinicalRl.Cli.Hosting;
using ClinicalRl.Cli.RewardFunctions;
using ClinicalRl.Cli.Verification;
using ClinicalRl.Reports.Coverage;

namespace ClinicalRl.Cli.Coverage;

/// <summary>The sealed logs that a report counts, as a command line names them. Each is verified first: what does not verify is named and not counted.</summary>
internal sealed class CoveredLogs
{
    private readonly Argument<string[]> files = new("LOG") { Description = "Sealed run logs, or folders of them (*.jsonl).", Arity = ArgumentArity.OneOrMore };

    private readonly Option<string[]> label = new("--label") { Description = "Only episodes with this label, as key=value; several must all hold." };

    private readonly Option<string[]> keys = TrustedKeys.Option();

    private readonly Option<string[]> documents = new("--reward-function") { Description = "Document (YAML) of a reward function that is not shipped; may be given several times." };

    /// <summary>Gives a command the argument and the options.</summary>
    public void AddTo(Command command)
    {
        command.Arguments.Add(files);
        command.Options.Add(label);
        command.Options.Add(keys);
        command.Options.Add(documents);
    }

    /// <summary>The matrix of the episodes with every label asked for.</summary>
    public async Task<CoverageMatrix> ReadAsync(CliContext context, ParseResult parsed, double toleratedRate, CancellationToken cancel)
    {
        KeyValuePair<string, string>[] labels = [.. (parsed.GetValue(label) ?? []).Select(ReadLabel)];
        var (episodes, uncounted) = (new List<CoveredEpisode>(), ImmutableArray.CreateBuilder<UncountedLog>());
        var options = new RunLogVerifierOptions { TrustedKeys = TrustedKeys.Of(parsed, keys) };
        var rewards = RewardFiles.Library(context, parsed.GetValue(documents) ?? []);
        foreach (var file in EvidenceFolder.Of(parsed.GetValue(files)!).SelectMany(folder => folder.Logs))
        {
            var log = await File.ReadAllBytesAsync(file, cancel);
            if (!CoveredEpisodeReader.TryRead(log, out var episode, out var problem))
                uncounted.Add(new UncountedLog(file, problem));
            else if (RunLogVerifier.Verify(log, context.Catalogue, rewards, options) is { IsSound: false } report)
                uncounted.Add(new UncountedLog(file, "It does not verify. " + (report.Findings.FirstOrDefault() is { } finding ? FormattableString.Invariant($"Line {finding.Line}: {finding.Detail}") : "It is not whole.")));
            else if (labels.All(wanted => episode.Labels.Contains(wanted)))
                episodes.Add(episode);
        }

        if (options.TrustedKeys.IsEmpty && episodes.Count > 0)
            await context.Errors.WriteLineAsync(FormattableString.Invariant($"{episodes.Count} logs fit the keys that they carry themselves; give --key to check whose these are."));

        var words = labels.Length == 0 ? EvidenceChoice.Everything.Words : "logs with " + string.Join(", ", labels.Select(wanted => $"{wanted.Key}={wanted.Value}"));
        return CoverageMatrix.Of([.. context.Catalogue.Environments.Select(environment => environment.Spec)], episodes, toleratedRate, new EvidenceChoice(words, uncounted.ToImmutable()), context.Rewards.Functions);
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
