using System.Buffers;
using System.Text.Json;
using ClinicalRl.Audit.Episodes;
using ClinicalRl.Cli.Rollouts;
using ClinicalRl.Rewards;
using ClinicalRl.Simulation.Actions;
using ClinicalRl.Simulation.Environments;

namespace ClinicalRl.Cli.Benchmarks;

/// <summary>An episode played beforehand, so that the agent's thinking is not measured.</summary>
internal sealed record RecordedEpisode(ulong Seed, IReadOnlyList<AgentAction> Actions, IReadOnlyList<byte[]> ActionJson);

/// <summary>Records episodes of a guideline and of a random agent, in turn.</summary>
internal static class RecordedPlay
{
    /// <summary>Episodes recorded.</summary>
    private const int Episodes = 64;

    private static readonly string[] Agents = ["guideline", "random"];

    public static IReadOnlyList<RecordedEpisode> Record(IEnvironment environment, RewardFunction rewardFunction)
    {
        var policies = Agents.SelectMany(agent => environment.Policies.Where(policy => policy.Name == agent)).ToList();
        return [.. Enumerable.Range(0, Episodes).Select(i => Record(environment, rewardFunction, policies[i % policies.Count].Create, (ulong)i + 1))];
    }

    private static RecordedEpisode Record(
        IEnvironment environment, RewardFunction rewardFunction, Func<ulong, Simulation.Policies.IPolicy> create, ulong seed)
    {
        var policy = create(seed);
        var buffer = new ArrayBufferWriter<byte>(8192);
        var run = EpisodeRun.Start(environment, rewardFunction, new ScenarioKey(Split.Train, seed, Difficulty.Standard));
        List<AgentAction> actions = [];
        while (!run.Ended)
        {
            actions.Add(policy.Act(EnginePlayer.Wire(run.Observation, buffer)));
            run = run.Step(actions[^1]);
        }

        return new RecordedEpisode(seed, actions, [.. actions.Select(Write)]);
    }

    private static byte[] Write(AgentAction action)
    {
        using var buffer = new MemoryStream();
        using (var writer = new Utf8JsonWriter(buffer))
            action.WriteTo(writer);
        return buffer.ToArray();
    }
}
