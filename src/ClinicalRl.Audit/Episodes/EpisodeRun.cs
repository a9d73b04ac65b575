using System.Buffers;
using System.Security.Cryptography;
using System.Text.Json;
using ClinicalRl.Rewards;
using ClinicalRl.Simulation.Actions;
using ClinicalRl.Simulation.Environments;

namespace ClinicalRl.Audit.Episodes;

/// <summary>
/// An episode between two steps: environment, reward function, state and tally. Immutable, so any run may be stepped again
/// (a fork, a retry). The one engine that the service, the verifier, the player and the benchmark share.
/// </summary>
public sealed class EpisodeRun
{
    /// <summary>Hex characters of a state digest: the first half of a SHA-256.</summary>
    public const int StateDigestLength = 32;

    [ThreadStatic]
    private static ArrayBufferWriter<byte>? snapshot;

    private readonly Transition last;
    private readonly StepReward? reward;

    private EpisodeRun(IEnvironment environment, RewardFunction rewardFunction, Transition last, StepReward? reward, RewardTally tally)
    {
        (Environment, RewardFunction, this.last, this.reward, Tally) = (environment, rewardFunction, last, reward, tally);
    }

    /// <summary>What is played.</summary>
    public IEnvironment Environment { get; }

    /// <summary>What judges it.</summary>
    public RewardFunction RewardFunction { get; }

    /// <summary>What has been earned so far.</summary>
    public RewardTally Tally { get; }

    /// <summary>The simulator's state.</summary>
    public SimulationState State => last.State;

    /// <summary>What the agent sees now.</summary>
    public Observation Observation => last.Observation;

    /// <summary>How the last step was judged; null after a reset.</summary>
    public StepReward? Reward => reward;

    /// <summary>Why the last action could not be carried out, or null.</summary>
    public string? InvalidAction => last.InvalidAction;

    /// <summary>Steps taken.</summary>
    public int StepCount => State.StepCount;

    /// <summary>The task itself ended.</summary>
    public bool Terminated => State.Terminated;

    /// <summary>A limit ended it.</summary>
    public bool Truncated => State.Truncated;

    /// <summary>No further step can be taken.</summary>
    public bool Ended => Terminated || Truncated;

    /// <summary>Begins an episode. What happens while the scenario is set up is not judged.</summary>
    public static EpisodeRun Start(IEnvironment environment, RewardFunction rewardFunction, ScenarioKey scenario) =>
        new(environment, rewardFunction, environment.Reset(scenario), null, default);

    /// <summary>The run after one more step; this one is unchanged. Throws <see cref="InvalidOperationException"/> when it has ended.</summary>
    public EpisodeRun Step(AgentAction action)
    {
        if (Ended)
            throw new InvalidOperationException("The episode has ended.");
        var next = Environment.Step(State, action);
        var judged = RewardFunction.Score(next.Events, Tally);
        return new EpisodeRun(Environment, RewardFunction, next, judged, judged.Tally);
    }

    /// <summary>
    /// Writes the outcome of the last reset or step: the object that the run log records, the answer repeats and a replay must
    /// reproduce byte for byte. <c>reward</c> is null after a reset and 0 after a step at which nothing was judged.
    /// </summary>
    public void WriteOutcome(Utf8JsonWriter writer)
    {
        writer.WriteStartObject();
        writer.WritePropertyName("observation"u8);
        last.Observation.WriteTo(writer);
        if (reward is null)
            writer.WriteNull("reward"u8);
        else
            writer.WriteNumber("reward"u8, reward.Value);
        writer.WriteBoolean("judged"u8, reward?.Judged ?? false);
        writer.WriteBoolean("terminated"u8, Terminated);
        writer.WriteBoolean("truncated"u8, Truncated);
        writer.WritePropertyName("breakdown"u8);
        WriteBreakdown(writer);
        writer.WritePropertyName("episodeReward"u8);
        Tally.WriteTo(writer);
        if (last.InvalidAction is null)
            writer.WriteNull("invalidAction"u8);
        else
            writer.WriteString("invalidAction"u8, last.InvalidAction);
        WriteState(writer);
        writer.WriteEndObject();
    }

    private void WriteBreakdown(Utf8JsonWriter writer)
    {
        if (reward is not null)
        {
            reward.WriteBreakdown(writer);
            return;
        }

        writer.WriteStartArray();
        writer.WriteEndArray();
    }

    private void WriteState(Utf8JsonWriter writer)
    {
        var buffer = snapshot ??= new ArrayBufferWriter<byte>(4096);
        buffer.ResetWrittenCount();
        State.WriteTo(buffer);
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(buffer.WrittenSpan, hash);
        Span<byte> hex = stackalloc byte[StateDigestLength];
        Convert.TryToHexStringLower(hash[..(StateDigestLength / 2)], hex, out _);
        writer.WriteString("state"u8, hex);
    }
}
