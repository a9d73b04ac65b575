using System.CommandLine;
using ClinicalRl.Audit.Episodes;
using ClinicalRl.Cli.Hosting;
using ClinicalRl.Simulation.Environments;
using Spectre.Console;

namespace ClinicalRl.Cli.Playing;

/// <summary><c>clinicalrl play</c>: a person plays one episode in the terminal.</summary>
internal static class PlayCommand
{
    public static Command Create(CliContext context)
    {
        var environment = SharedOptions.Environment();
        var seed = SharedOptions.Seed();
        var split = SharedOptions.Split();
        var difficulty = SharedOptions.Difficulty();
        var rewardFunction = SharedOptions.RewardFunction();
        var typed = new Option<bool>("--typed") { Description = "Read one action a line from standard input: words are said, /tool {json} calls a tool." };
        var command = new Command("play", "Play one episode yourself, with the observations and rewards that an agent gets.")
        {
            environment, seed, split, difficulty, rewardFunction, typed,
        };
        command.SetAction(async (parsed, cancel) =>
        {
            var played = context.Environment(parsed.GetValue(environment)!);
            var judge = context.RewardFunction(played, parsed.GetValue(rewardFunction));
            var splitAsked = SharedOptions.ReadSplit(parsed.GetValue(split)!);
            if (splitAsked == Split.Heldout)
                throw new CommandRefusedException("--split: held-out seeds are known to a service alone.");
            if (!parsed.GetValue(typed) && !context.Console.Profile.Capabilities.Interactive)
                throw new CommandRefusedException("play needs a terminal that can ask questions; use --typed for lines from a file or pipe, rollout for a policy.");
            var scenario = new ScenarioKey(splitAsked, parsed.GetValue(seed), SharedOptions.ReadDifficulty(parsed.GetValue(difficulty)!));
            context.Console.Write(new Panel(played.Spec.Description.EscapeMarkup()) { Header = new PanelHeader($" {played.Spec.Title.EscapeMarkup()} "), Expand = true });
            var lines = parsed.GetValue(typed) ? new TypedActions(context.Input, played.Spec) : null;
            await new PlaySession(context.Console, lines).PlayAsync(EpisodeRun.Start(played, judge, scenario), cancel);
            return ExitCodes.Success;
        });
        return command;
    }
}
