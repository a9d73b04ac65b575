using ClinicalRl.Cli.Hosting;
using ClinicalRl.Cli.Serving;
using ClinicalRl.Client;
using ClinicalRl.Client.Episodes;
using ClinicalRl.Client.Hosting;
using ClinicalRl.Simulation.Environments;
using ClinicalRl.Simulation.Safety;

namespace ClinicalRl.Cli.Rollouts;

/// <summary>Plays as any customer would: through the client, over HTTP.</summary>
internal sealed class HttpPlayer : IEpisodePlayer
{
    /// <summary>Tries, 50 ms to 1 s apart, before a log that is not sealed is an error.</summary>
    private const int SealTries = 60;

    private static readonly TimeSpan LongestSealWait = TimeSpan.FromSeconds(1);

    private readonly ClinicalRlClient client;
    private readonly TemporaryService? own;

    private HttpPlayer(ClinicalRlClient client, TemporaryService? service) => (this.client, own) = (client, service);

    /// <summary>Against the service at <paramref name="url"/>, or one started here for the purpose.</summary>
    public static async Task<HttpPlayer> StartAsync(CliContext context, Uri? url, string? key, CancellationToken cancel)
    {
        var service = url is null ? await TemporaryService.StartAsync(context, cancel) : null;
        var options = new ClinicalRlClientOptions { BaseAddress = url ?? service!.Address, ApiKey = key };
        return new HttpPlayer(ClinicalRlClient.Create(options), service);
    }

    public async Task<PlayedEpisode> PlayAsync(RolloutRequest request, int index, CancellationToken cancel)
    {
        var policy = request.Policy.Create(request.SeedOf(index));
        var episode = await client.Episodes.StartAsync(Creation(request, index), cancel: cancel);
        var categories = new CategoryCounts();
        while (!episode.Ended)
        {
            var action = policy.Act(episode.Last.Observation.ToElement());
            var answer = await episode.StepAsync(
                new AgentAction(action.Tool, action.Arguments, action.Message, action.Rationale, action.Confidence), cancel);
            Count(answer, categories);
        }

        if (request.Out is not null)
            await SaveLogAsync(episode.Id, request.Out, cancel);
        var earned = episode.Last.EpisodeReward;
        return new PlayedEpisode
        {
            Reward = earned.Reward, SeverityWeighted = earned.SeverityWeighted, Steps = episode.Last.Step, Categories = categories,
        };
    }

    public async ValueTask DisposeAsync()
    {
        client.Dispose();
        if (own is not null)
            await own.DisposeAsync();
    }

    private static CreateEpisode Creation(RolloutRequest request, int index)
    {
        var heldout = request.Split == Split.Heldout;
        var spec = request.Environment.Spec;
        return new CreateEpisode($"{spec.Id}@{spec.Version}")
        {
            Split = request.Split.Word(),
            Seed = heldout ? null : request.SeedOf(index),
            Index = heldout ? (long)request.SeedOf(index) : null,
            Difficulty = request.Difficulty.Word(),
            RewardFunction = request.RewardFunction,
        };
    }

    private static void Count(EpisodeAnswer answer, CategoryCounts categories)
    {
        foreach (var verdict in answer.Breakdown)
        {
            if (Enum.TryParse<SafetyCategory>(verdict.Category, out var category))
                categories.Add(category, string.Equals(verdict.Outcome, Verdict.NotMet, StringComparison.Ordinal));
        }
    }

    private async Task SaveLogAsync(string episode, string folder, CancellationToken cancel)
    {
        var wait = TimeSpan.FromMilliseconds(50);
        for (var attempt = 0; attempt < SealTries; attempt++)
        {
            if ((await client.Episodes.GetAsync(episode, cancel)).Sealed)
            {
                await using var log = await client.Episodes.OpenLogAsync(episode, cancel);
                await using var file = File.Create(Path.Combine(folder, episode + ".jsonl"));
                await log.CopyToAsync(file, cancel);
                return;
            }

            await Task.Delay(wait, cancel);
            wait = wait * 2 < LongestSealWait ? wait * 2 : LongestSealWait;
        }

        throw new CommandRefusedException($"The log of {episode} was not sealed in time.");
    }
}
