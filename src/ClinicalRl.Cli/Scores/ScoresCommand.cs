using System.CommandLine;
using ClinicalRl.Cli.Hosting;
using ClinicalRl.Cli.Rollouts;
using ClinicalRl.Rewards.Scores;
using ClinicalRl.Simulation.Environments;

namespace ClinicalRl.Cli.Scores;

/// <summary><c>clinicalrl scores</c>: measures every policy of an environment and writes the sheet that its card publishes.</summary>
internal static class ScoresCommand
{
    public static Command Create(CliContext context)
    {
        var environment = SharedOptions.Environment();
        var episodes = new Option<int>("--episodes", "-n") { Description = "Episodes of each policy.", DefaultValueFactory = _ => 500 }.Between(1, RolloutRequest.MaxEpisodes);
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
    internal static async Task<PolicyScoreSheet> MeasureAsync(CliContext context, IEnvironment environment, int episodes, ulong seed, CancellationToken cancel)
    {
        var function = context.RewardFunction(environment, null);
        var scores = new List<PolicyScore>();
        foreach (var policy in environment.Policies)
        {
            await using var player = new EnginePlayer(function);
            var request = new RolloutRequest
            {
                Environment = environment, Policy = policy, RewardFunction = null, Episodes = episodes, Seed = seed, Split = Split.Train,
                Difficulty = Difficulty.Standard, Parallel = System.Environment.ProcessorCount, Out = null,
            };
            var outcome = await RolloutRunner.RunAsync(request, player, _ => { }, cancel);
            if (outcome.Failure is { } failure)
                throw new CommandRefusedException($"{policy.Name}: an episode failed: {failure.Message}");
            cancel.ThrowIfCancellationRequested();
            scores.Add(Score(policy.Name, outcome.Summary));
        }

        return new PolicyScoreSheet
        {
            Environment = environment.Spec.Id,
            EnvironmentVersion = environment.Spec.Version.ToString(),
            ContentHash = environment.Spec.ContentHash,
            RewardFunction = function.Id,
            RewardFunctionVersion = function.Version.ToString(),
            RewardFunctionHash = function.Hash,
            Split = Split.Train.Word(),
            FirstSeed = seed,
            Episodes = episodes,
            Scores = [.. scores],
        };
    }

    /// <summary>One episode has no interval; its ends are the mean.</summary>
    private static PolicyScore Score(string policy, RolloutSummary summary)
    {
        var (mean, interval) = (summary.Reward.Mean.Value, summary.Reward.Interval);
        var (low, high) = interval.IsDefined ? (interval.Value.Lower, interval.Value.Upper) : (mean, mean);
        return new PolicyScore(policy, Rounded(mean), Rounded(low), Rounded(high), Rounded(summary.PaidShare));
    }

    private static double Rounded(double value) => Math.Round(value, 4);
}
