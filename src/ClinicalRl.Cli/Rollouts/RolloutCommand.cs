using System.CommandLine;
using ClinicalRl.Cli.Hosting;
using ClinicalRl.Simulation.Environments;
using ClinicalRl.Simulation.Policies;
using Spectre.Console;

namespace ClinicalRl.Cli.Rollouts;

/// <summary><c>clinicalrl rollout</c>: a policy plays many episodes; a table or a JSON object says how it did.</summary>
internal static class RolloutCommand
{
    public static Command Create(CliContext context)
    {
        var environment = SharedOptions.Environment();
        var policy = new Option<string>("--policy", "-p") { Description = "Who plays, such as guideline or random.", Required = true };
        var episodes = new Option<int>("--episodes", "-n") { Description = "How many episodes.", DefaultValueFactory = _ => 100 }.Between(1, RolloutRequest.MaxEpisodes);
        var seed = SharedOptions.Seed();
        var split = SharedOptions.Split();
        var difficulty = SharedOptions.Difficulty();
        var rewardFunction = SharedOptions.RewardFunction();
        var parallel = new Option<int>("--parallel") { Description = "Episodes played at once.", DefaultValueFactory = _ => 32 }.Between(1, RolloutRequest.MaxParallel);
        var url = SharedOptions.Url("A running service; without it one is started here for the purpose.");
        var key = new Option<string?>("--key") { Description = "API key of that service." };
        var engine = new Option<bool>("--engine") { Description = "Play through the engine in this process, without HTTP." };
        var folder = new Option<string?>("--out") { Description = "Folder to write the sealed logs to." };
        var json = SharedOptions.Json();
        var command = new Command("rollout", "Play many episodes with a policy and sum them up.")
        {
            environment, policy, episodes, seed, split, difficulty, rewardFunction, parallel, url, key, engine, folder, json,
        };
        command.Validators.Add(result =>
        {
            if (result.GetValue(engine) && (result.GetResult(url) is not null || result.GetResult(folder) is not null))
                result.AddError("--engine plays without a service: it cannot be combined with --url or --out.");
        });
        command.SetAction((parsed, cancel) =>
        {
            var played = context.Environment(parsed.GetValue(environment)!);
            var request = new RolloutRequest
            {
                Environment = played,
                Policy = Policy(played, parsed.GetValue(policy)!),
                RewardFunction = parsed.GetValue(rewardFunction),
                Episodes = parsed.GetValue(episodes),
                Seed = parsed.GetValue(seed),
                Split = SharedOptions.ReadSplit(parsed.GetValue(split)!),
                Difficulty = SharedOptions.ReadDifficulty(parsed.GetValue(difficulty)!),
                Parallel = parsed.GetValue(parallel),
                Out = parsed.GetValue(folder) is { } path ? Directory.CreateDirectory(path).FullName : null,
            };
            return RunAsync(context, request, parsed.GetValue(engine), parsed.GetValue(url), parsed.GetValue(key), parsed.GetValue(json), cancel);
        });
        return command;
    }

    private static async Task<int> RunAsync(
        CliContext context, RolloutRequest request, bool engine, Uri? url, string? key, bool json, CancellationToken cancel)
    {
        if (engine && request.Split == Split.Heldout)
            throw new CommandRefusedException("--engine: held-out seeds are known to the service alone.");
        await using IEpisodePlayer player = engine
            ? new EnginePlayer(context.RewardFunction(request.Environment, request.RewardFunction))
            : await HttpPlayer.StartAsync(context, url, key, cancel);
        var outcome = context.IsWatched && !json
            ? await RunWatchedAsync(context.Console, request, player, cancel)
            : await RolloutRunner.RunAsync(request, player, _ => { }, cancel);
        if (json)
        {
            await context.Output.WriteLineAsync(RolloutReport.Json(request, outcome));
        }
        else
        {
            foreach (var table in RolloutReport.Tables(request, outcome))
                context.Console.Write(table);
        }

        if (outcome.Failure is { } failure)
            await context.Errors.WriteLineAsync($"clinicalrl: an episode failed: {failure.Message}");
        return outcome.Failure is not null ? ExitCodes.Failure : outcome.Stopped ? ExitCodes.Cancelled : ExitCodes.Success;
    }

    private static Task<RolloutOutcome> RunWatchedAsync(IAnsiConsole console, RolloutRequest request, IEpisodePlayer player, CancellationToken cancel)
    {
        var progress = console.Progress().AutoClear(true).Columns(
            new TaskDescriptionColumn(), new ProgressBarColumn(), new PercentageColumn(), new RemainingTimeColumn());
        progress.RefreshRate = TimeSpan.FromMilliseconds(250);
        return progress.StartAsync(async display =>
        {
            var bar = display.AddTask($"{request.Policy.Name} plays {request.Environment.Spec.Id}".EscapeMarkup(), maxValue: request.Episodes);
            return await RolloutRunner.RunAsync(request, player, _ => bar.Increment(1), cancel);
        });
    }

    private static PolicyDefinition Policy(IEnvironment environment, string name) =>
        environment.Policies.FirstOrDefault(policy => string.Equals(policy.Name, name, StringComparison.Ordinal))
        ?? throw new CommandRefusedException(
            $"--policy: {environment.Spec.Id} has no '{name}'. There are: {string.Join(", ", environment.Policies.Select(policy => policy.Name))}.");
}
