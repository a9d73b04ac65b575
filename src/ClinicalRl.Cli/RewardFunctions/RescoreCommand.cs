using System.CommandLine;
using ClinicalRl.Audit.Rescoring;
using ClinicalRl.Cli.Hosting;
using ClinicalRl.Grains.RewardFunctions;
using ClinicalRl.Reports.Trials;
using Spectre.Console;

namespace ClinicalRl.Cli.RewardFunctions;

/// <summary><c>clinicalrl reward rescore</c>: what another reward function would have made of recorded episodes.</summary>
internal static class RescoreCommand
{
    public static Command Create(CliContext context)
    {
        var files = new Argument<string[]>("LOG") { Description = "Run logs, or folders of them (*.jsonl).", Arity = ArgumentArity.OneOrMore };
        var with = new Option<string>("--with") { Description = "The reward function that judges: a file (YAML), or the id of one that is shipped.", Required = true };
        var json = SharedOptions.Json();
        var command = new Command("rescore", "Judge recorded episodes by another reward function, without running their agents again.") { files, with, json };
        command.SetAction(async (parsed, cancel) =>
        {
            var (function, _) = RewardFiles.Compile(context, parsed.GetValue(with)!);
            var rescorer = new TrajectoryRescorer(context.Catalogue, function);
            var logs = Verification.EvidenceFolder.Of(parsed.GetValue(files)!).SelectMany(folder => folder.Logs).ToList();
            var episodes = new List<RescoredEpisode>();
            Progress(context, parsed.GetValue(json), logs.Count, tick =>
            {
                foreach (var log in logs)
                {
                    cancel.ThrowIfCancellationRequested();
                    episodes.Add(rescorer.Rescore(File.ReadAllBytes(log), cancel: cancel));
                    tick();
                }
            });
            var comparison = RescoreComparison.Of(function, episodes);
            if (parsed.GetValue(json))
                await context.Output.WriteLineAsync(RewardFiles.Json(comparison.WriteTo).AsMemory(), cancel);
            else
                Show(context.Console, comparison);
            return comparison.Compared == episodes.Count ? ExitCodes.Success : ExitCodes.Failure;
        });
        return command;
    }

    private static void Progress(CliContext context, bool quiet, int logs, Action<Action> work)
    {
        if (quiet || !context.IsWatched)
        {
            work(() => { });
            return;
        }

        context.Console.Progress().AutoClear(true).Start(display =>
        {
            var bar = display.AddTask("judging", maxValue: logs);
            work(() => bar.Increment(1));
        });
    }

    private static void Show(IAnsiConsole console, RescoreComparison comparison)
    {
        var table = new Table { Border = TableBorder.Rounded, ShowHeaders = false }.AddColumns("figure", "value");
        table.Title($"{comparison.Function.Id} {comparison.Function.Version}".EscapeMarkup());
        table.AddRow("Episodes", $"{comparison.Compared} of {comparison.Episodes.Length} judged again");
        if (comparison.Shift.Mean.IsDefined)
        {
            var interval = comparison.Shift.Interval;
            table.AddRow("Mean reward", FormattableString.Invariant($"{comparison.MeanBefore:F4} as recorded, {comparison.MeanAfter:F4} now"));
            table.AddRow("Mean shift", FormattableString.Invariant($"{comparison.Shift.Mean.Value:F4}") + (interval.IsDefined ? FormattableString.Invariant($" ({interval.Value.Lower:F4} to {interval.Value.Upper:F4})") : " (no interval)"));
            var tau = comparison.RankCorrelation;
            table.AddRow("Kendall's tau-b", tau.IsDefined ? FormattableString.Invariant($"{tau.Value.TauB:F3}") : "not estimable");
            table.AddRow("Episodes that flip", FormattableString.Invariant($"{comparison.Flips.Length} cross {PolicyTrials.Paying}"));
        }

        console.Write(table);
        foreach (var flip in comparison.Flips.Take(20))
            console.MarkupLine(FormattableString.Invariant($"  {flip.Episode}: {flip.Before:F3} → {flip.After:F3}").EscapeMarkup());
        foreach (var stuck in comparison.Episodes.Where(episode => episode.Obstacle is not null).Take(20))
            console.MarkupLine($"  [red]{stuck.Episode.EscapeMarkup()}[/]: {stuck.Obstacle!.EscapeMarkup()}");
    }
}
