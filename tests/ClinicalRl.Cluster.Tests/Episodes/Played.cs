using System.Buffers;
using System.Text.Json;
using ClinicalRl.Audit.Episodes;
using ClinicalRl.Client.Episodes;
using ClinicalRl.Simulation.Environments;
using ClinicalRl.Simulation.Policies;
using Agent = ClinicalRl.Simulation.Actions.AgentAction;

namespace ClinicalRl.Cluster.Tests.Episodes;

/// <summary>An episode as its agent saw it: every acknowledged answer, in order.</summary>
internal sealed class Played(ulong seed, PolicyDefinition policy)
{
    private readonly IPolicy agent = policy.Create(seed);
    private readonly List<Agent> actions = [];

    public ulong Seed { get; } = seed;

    public List<EpisodeAnswer> Answers { get; } = [];

    public string Id => Answers[0].Episode;

    public int Steps => actions.Count;

    public bool Ended => Answers[^1].Ended;

    public CreateEpisode Creation => new(Shipped.Environment.Spec.Id) { Seed = Seed };

    /// <summary>What the agent does next, as the client sends it.</summary>
    public AgentAction Next()
    {
        var action = agent.Act(Answers[^1].Observation.ToElement());
        actions.Add(action);
        return new AgentAction(action.Tool, action.Arguments, action.Message, action.Rationale, action.Confidence);
    }

    /// <summary>Plays the same actions through the engine without a service, and fails where any answer differs.</summary>
    public void MustEqualAnUninterruptedRun()
    {
        Assert.Equal(actions.Count + 1, Answers.Count);
        var run = EpisodeRun.Start(Shipped.Environment, Shipped.RewardFunction, new ScenarioKey(Split.Train, Seed, Difficulty.Standard));
        MustEqual(run, Answers[0]);
        for (var i = 0; i < actions.Count; i++)
        {
            run = run.Step(actions[i]);
            MustEqual(run, Answers[i + 1]);
        }
    }

    private static void MustEqual(EpisodeRun run, EpisodeAnswer answer)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(buffer))
            run.WriteOutcome(writer);
        var outcome = JsonElement.Parse(buffer.WrittenSpan);
        Assert.Equal(run.StepCount, answer.Step);
        Assert.Equal(run.Observation.Text, answer.Observation.Text);
        Assert.True(JsonElement.DeepEquals(outcome.GetProperty("observation"), answer.Observation.ToElement()));
        Assert.Equal(outcome.GetProperty("state").GetString(), answer.State);
        Assert.Equal(run.Reward?.Value, answer.Reward);
        Assert.Equal((run.Terminated, run.Truncated), (answer.Terminated, answer.Truncated));
    }
}
