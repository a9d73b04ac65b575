using System.Text.Json;
using ClinicalRl.Service.OpenEnv.Messages;

namespace ClinicalRl.Service.OpenEnv.Sessions;

/// <summary>The last answer of an episode, taken from its description; for whoever comes back to it.</summary>
internal sealed class RecordedAnswer : IDisposable
{
    private readonly JsonDocument description;
    private readonly JsonElement last;
    private readonly bool isNested;

    /// <summary>Reads a description made by the episode grain.</summary>
    public RecordedAnswer(ReadOnlyMemory<byte> body)
    {
        description = JsonDocument.Parse(body, WireJson.Documents);
        isNested = description.RootElement.TryGetProperty("last"u8, out var answer) && answer.ValueKind == JsonValueKind.Object;
        last = isNested ? answer : description.RootElement;
    }

    /// <summary>Where the episode stands after it.</summary>
    public EpisodeStanding Standing(EpisodeStanding before)
    {
        var status = description.RootElement.TryGetProperty("status"u8, out var word) ? word.GetString() : null;
        var tally = last.TryGetProperty("episodeReward"u8, out var reward) ? WireJson.Raw(reward) : "null"u8;
        return before with
        {
            ExpectedStep = before.StepCount + 1,
            Terminated = Flag("terminated") || status == "terminated",
            Truncated = Flag("truncated") || status is "truncated" or "aborted",
            EpisodeReward = AnswerParts.RewardIn(tally),
        };
    }

    /// <summary>
    /// Writes the data of the answer to a resuming reset: the last observation, no reward (it was paid), and as metadata all that is known,
    /// with the last step's own reward as <c>stepReward</c>.
    /// </summary>
    public void Write(EpisodeStanding standing, bool ended, PooledBytes to) => WireJson.Write(to, writer =>
    {
        writer.WriteStartObject();
        writer.WritePropertyName("observation"u8);
        if (last.TryGetProperty("observation"u8, out var observation))
            observation.WriteTo(writer);
        else
            writer.WriteRawValue("{}"u8);
        writer.WriteNull("reward"u8);
        writer.WriteBoolean("done"u8, ended || standing.Done);
        writer.WriteStartObject("metadata"u8);
        WriteMetadata(writer, standing);
        writer.WriteEndObject();
        writer.WriteEndObject();
    });

    /// <inheritdoc/>
    public void Dispose() => description.Dispose();

    private void WriteMetadata(Utf8JsonWriter writer, EpisodeStanding standing)
    {
        writer.WriteString("episode_id"u8, standing.EpisodeId);
        writer.WriteBoolean("resumed"u8, true);
        writer.WriteString("rewardMode"u8, standing.RewardMode.Word());
        foreach (var property in description.RootElement.EnumerateObject())
        {
            if (property.Name is not ("observation" or "reward" or "last") && !(isNested && last.TryGetProperty(property.Name, out _)))
                property.WriteTo(writer);
        }

        foreach (var property in last.EnumerateObject())
        {
            if (isNested && property.Name is not ("observation" or "reward"))
                property.WriteTo(writer);
        }

        if (last.TryGetProperty("reward"u8, out var reward))
        {
            writer.WritePropertyName("stepReward"u8);
            reward.WriteTo(writer);
        }
    }

    private bool Flag(string name) => last.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.True;
}
