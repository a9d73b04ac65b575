using System.CommandLine;
using ClinicalRl.Cli.Hosting;
using ClinicalRl.Grains.RewardFunctions;
using ClinicalRl.Reports.Trials;
using ClinicalRl.Rewards.Cards;
using ClinicalRl.Rewards.Scores;
using Spectre.Console;

namespace ClinicalRl.Cli.RewardFunctions;

/// <summary><c>clinicalrl reward card</c>: a document in plain English, in the terminal, as HTML or as Markdown.</summary>
internal static class CardCommand
{
    public static Command Create(CliContext context)
    {
        var document = RewardCommand.Document();
        var html = new Option<string?>("--html") { Description = "Write the card to this file as one HTML page." };
        var markdown = new Option<bool>("--markdown") { Description = "Print the card as Markdown." };
        var previous = new Option<string?>("--previous") { Description = "The version before, to say what changed." };
        var measure = new Option<int>("--measure") { Description = "Play every policy for so many episodes first; without it a shipped score sheet is shown when it fits.", DefaultValueFactory = _ => 0 }.Between(0, 100_000);
        var command = new Command("card", "Read a document as a clinician would.") { document, html, markdown, previous, measure };
        command.SetAction(async (parsed, cancel) =>
        {
            var (function, environment) = RewardFiles.Compile(context, parsed.GetValue(document)!);
            var content = RewardCardContent.Of(function, environment) with
            {
                Previous = parsed.GetValue(previous) is { } before ? RewardFiles.Read(context, before) : null,
            };
            if (parsed.GetValue(measure) is var episodes && episodes > 0)
            {
                PolicyScoreSheet scores = await PolicyTrials.MeasureAsync(environment, function, new PolicyTrialPlan(episodes, Parallel: System.Environment.ProcessorCount), cancel: cancel);
                content = content with { Scores = scores };
            }

            if (parsed.GetValue(html) is { } file)
            {
                await File.WriteAllTextAsync(file, RewardCardPage.Render(content), cancel);
                context.Console.MarkupLine($"Wrote {file.EscapeMarkup()}");
            }
            else if (parsed.GetValue(markdown))
            {
                await context.Output.WriteAsync(RewardCard.Render(content));
            }
            else
            {
                TerminalCard.Show(context.Console, content);
            }

            return ExitCodes.Success;
        });
        return command;
    }
}
