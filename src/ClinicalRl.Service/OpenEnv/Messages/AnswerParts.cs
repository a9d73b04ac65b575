using System.Runtime.CompilerServices;
using System.Text.Json;

namespace ClinicalRl.Service.OpenEnv.Messages;

/// <summary>
/// Where the members of an episode's answer are in its bytes, found in one walk, so that they can be copied on without being read.
/// </summary>
internal readonly ref struct AnswerParts
{
    private const int MaxMembers = 48;

    private readonly ReadOnlySpan<byte> body;
    private readonly Ranges ranges;
    private readonly int count;
    private readonly int observation = -1;
    private readonly int reward = -1;
    private readonly int episodeReward = -1;
    private readonly int invalidAction = -1;

    /// <summary>Walks <paramref name="body"/>, a JSON object made by the episode grain. Throws when it is not one.</summary>
    public AnswerParts(ReadOnlySpan<byte> body)
    {
        this.body = body;
        var reader = new Utf8JsonReader(body, WireJson.Reading);
        reader.Read();
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            if (count == MaxMembers)
                throw new InvalidOperationException("An episode's answer has more members than expected.");
            var index = count++;
            if (reader.ValueTextEquals("observation"u8))
                observation = index;
            else if (reader.ValueTextEquals("reward"u8))
                reward = index;
            else if (reader.ValueTextEquals("episodeReward"u8))
                episodeReward = index;
            else if (reader.ValueTextEquals("invalidAction"u8))
                invalidAction = index;
            var isTerminated = reader.ValueTextEquals("terminated"u8);
            var isTruncated = !isTerminated && reader.ValueTextEquals("truncated"u8);
            var isStep = reader.ValueTextEquals("step"u8);
            var name = (int)reader.TokenStartIndex;
            reader.Read();
            var value = (int)reader.TokenStartIndex;
            if (isTerminated)
                Terminated = reader.TokenType == JsonTokenType.True;
            if (isTruncated)
                Truncated = reader.TokenType == JsonTokenType.True;
            if (isStep && reader.TokenType == JsonTokenType.Number)
                Step = reader.GetInt32();
            reader.Skip();
            ranges[index] = new Member(name, value, (int)reader.BytesConsumed);
        }
    }

    /// <summary>The step it answers, 0 for a reset; null when it does not say.</summary>
    public int? Step { get; }

    /// <summary>The task itself ended.</summary>
    public bool Terminated { get; }

    /// <summary>A limit ended it.</summary>
    public bool Truncated { get; }

    /// <summary>The observation object; <c>{}</c> when there is none.</summary>
    public ReadOnlySpan<byte> Observation => Value(observation, "{}"u8);

    /// <summary>This step's reward; <c>null</c> at a reset.</summary>
    public ReadOnlySpan<byte> Reward => Value(reward, "null"u8);

    /// <summary>The episode's tally; <c>null</c> when there is none.</summary>
    public ReadOnlySpan<byte> EpisodeReward => Value(episodeReward, "null"u8);

    /// <summary>Why the action could not be carried out, as a JSON string, or <c>null</c>.</summary>
    public ReadOnlySpan<byte> InvalidAction => Value(invalidAction, "null"u8);

    /// <summary>Appends <c>,"name":value</c> for every member but the observation and the reward.</summary>
    public void PutOthers(PooledBytes to)
    {
        for (var i = 0; i < count; i++)
        {
            if (i == observation || i == reward)
                continue;
            to.Put(","u8);
            to.Put(body[ranges[i].Name..ranges[i].End]);
        }
    }

    /// <summary>The episode reward so far; 0 when the tally has none.</summary>
    public double EpisodeRewardValue => RewardIn(EpisodeReward);

    /// <summary>The number <c>reward</c> of a tally object; 0 when it has none.</summary>
    public static double RewardIn(ReadOnlySpan<byte> tally)
    {
        var reader = new Utf8JsonReader(tally, WireJson.Reading);
        if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject)
            return 0;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var isReward = reader.ValueTextEquals("reward"u8);
            reader.Read();
            if (isReward)
                return reader.TokenType == JsonTokenType.Number ? reader.GetDouble() : 0;
            reader.Skip();
        }

        return 0;
    }

    private ReadOnlySpan<byte> Value(int index, ReadOnlySpan<byte> otherwise) =>
        index < 0 ? otherwise : body[ranges[index].Value..ranges[index].End];

    private readonly record struct Member(int Name, int Value, int End);

    [InlineArray(MaxMembers)]
    private struct Ranges
    {
        private Member first;
    }
}
