using System.CommandLine;
using ClinicalRl.Cli.Hosting;
using ClinicalRl.Cli.Rollouts;
using ClinicalRl.Grains.RewardFunctions;
using ClinicalRl.Reports.Trials;
using ClinicalRl.Rewards.Scores;
using ClinicalRl.Simulation.Environments;

namespace ClinicalRl.Cli.Scores;

/// <summary><c>clinicalrl scores</c>: measures every policy of an environment and writes the sheet that its cards publish.</summary>
internal static class ScoresCommand
{
    public static Command Create(CliContext context)
    {
        var environment = SharedOptions.Environment();
        var episodes = new Option<int>("--episodes", "-n") { Description = "Episodes of each policy.", DefaultValueFactory = _ => PolicyTrialPlan.ReviewEpisodes }.Between(1, RolloutRequest.MaxEpisodes);
        var seed = SharedOptions.Seed();
        var command = new Command("scores", "Measure every policy of an environment through the engine and print the score sheet.") { environment, episodes, seed };
        command.SetAction(async (parsed, cancel) =>
        {
            var sheet = await MeasureAsync(context, context.Environment(parsed.GetValue(environment)!), parsed.GetValue(episodes), parsed.GetValue(seed), cancel);
            await context.Output.WriteAsync(sheet.ToJson());
            return ExitCodes.Success;
        });
        return command;
    }

    /// <summary>Plays every policy on the same training seeds.</summary>
    internal static Task<PolicyScoreSheet> MeasureAsync(CliContext context, IEnvironment environment, int episodes, ulong seed, CancellationToken cancel) =>
        PolicyTrials.MeasureAsync(
            environment, context.RewardFunction(environment, null), new PolicyTrialPlan(episodes, seed, System.Environment.ProcessorCount), cancel: cancel);
}
