using System.Text.Json;
using ClinicalRl.Service.OpenEnv.Messages;

namespace ClinicalRl.Service.OpenEnv.Sessions;

/// <summary>Where a session's episode stands after its last answer.</summary>
/// <param name="EpisodeId">The client's own name of it; null before the first reset.</param>
/// <param name="RewardMode">What <c>reward</c> means.</param>
internal sealed record EpisodeStanding(string? EpisodeId, RewardMode RewardMode)
{
    /// <summary>No episode yet.</summary>
    public static EpisodeStanding None { get; } = new(null, RewardMode.Step);

    /// <summary>The name as a JSON string.</summary>
    public byte[] EpisodeIdJson { get; private init; } = EpisodeId is null ? "null"u8.ToArray() : WireJson.Text(EpisodeId);

    /// <summary>Steps taken.</summary>
    public int StepCount { get; init; }

    /// <summary>Index the next step must have, 1 for the first; null leaves it to the episode.</summary>
    public int? ExpectedStep { get; init; }

    /// <summary>The task itself ended.</summary>
    public bool Terminated { get; init; }

    /// <summary>A limit, or an abort, ended it.</summary>
    public bool Truncated { get; init; }

    /// <summary>No further step.</summary>
    public bool Done => Terminated || Truncated;

    /// <summary>The episode reward so far.</summary>
    public double EpisodeReward { get; init; }

    /// <summary>The standing after an answer.</summary>
    public EpisodeStanding After(int step, in AnswerParts answer) => this with
    {
        StepCount = step,
        ExpectedStep = step + 1,
        Terminated = answer.Terminated,
        Truncated = answer.Truncated,
        EpisodeReward = answer.EpisodeRewardValue,
    };

    /// <summary>Writes the state object; only its first two members before a reset.</summary>
    public void WriteState(Utf8JsonWriter writer)
    {
        writer.WriteStartObject();
        writer.WriteString("episode_id"u8, EpisodeId);
        writer.WriteNumber("step_count"u8, StepCount);
        if (EpisodeId is not null)
        {
            writer.WriteBoolean("done"u8, Done);
            writer.WriteBoolean("terminated"u8, Terminated);
            writer.WriteBoolean("truncated"u8, Truncated);
            writer.WriteNumber("episode_reward"u8, EpisodeReward);
            writer.WriteString("reward_mode"u8, RewardMode.Word());
        }

        writer.WriteEndObject();
    }

    /// <summary>Writes what an agent may know beside its observations.</summary>
    public void WriteForAgent(Utf8JsonWriter writer)
    {
        writer.WriteStartObject();
        writer.WriteString("episode_id"u8, EpisodeId);
        writer.WriteNumber("step"u8, StepCount);
        writer.WriteBoolean("done"u8, Done);
        writer.WriteEndObject();
    }
}
