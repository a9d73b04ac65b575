using System.Buffers;
using System.Text.Json;
using ClinicalRl.Audit.Episodes;
using ClinicalRl.Rewards;
using ClinicalRl.Simulation.Environments;

namespace ClinicalRl.Cli.Rollouts;

/// <summary>Plays through the engine in this process, without HTTP: the same scenarios, observations and rewards, sooner.</summary>
internal sealed class EnginePlayer(RewardFunction rewardFunction) : IEpisodePlayer
{
    public Task<PlayedEpisode> PlayAsync(RolloutRequest request, int index, CancellationToken cancel) =>
        Task.Run(() => Play(request, index, cancel), cancel);

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    /// <summary>The observation as it comes over the wire.</summary>
    internal static JsonElement Wire(Observation observation, ArrayBufferWriter<byte> buffer)
    {
        buffer.ResetWrittenCount();
        using (var writer = new Utf8JsonWriter(buffer))
            observation.WriteTo(writer);
        return JsonElement.Parse(buffer.WrittenSpan);
    }

    private PlayedEpisode Play(RolloutRequest request, int index, CancellationToken cancel)
    {
        var seed = request.SeedOf(index);
        var policy = request.Policy.Create(seed);
        var run = EpisodeRun.Start(request.Environment, rewardFunction, new ScenarioKey(request.Split, seed, request.Difficulty));
        var categories = new CategoryCounts();
        var buffer = new ArrayBufferWriter<byte>(8192);
        while (!run.Ended)
        {
            cancel.ThrowIfCancellationRequested();
            run = run.Step(policy.Act(Wire(run.Observation, buffer)));
            foreach (var verdict in run.Reward!.Breakdown)
                categories.Add(verdict.Criterion.Category, verdict.Verdict == Verdict.NotMet);
        }

        return new PlayedEpisode
        {
            Reward = run.Tally.EpisodeReward, SeverityWeighted = run.Tally.SeverityWeightedReward, Steps = run.StepCount, Categories = categories,
        };
    }
}
