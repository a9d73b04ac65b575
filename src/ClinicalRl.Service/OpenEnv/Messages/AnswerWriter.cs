using System.Text.Json;
using ClinicalRl.Service.OpenEnv.Sessions;
using ClinicalRl.Simulation.Environments;

namespace ClinicalRl.Service.OpenEnv.Messages;

/// <summary>
/// Writes <c>{"observation","reward","done","metadata"}</c>: the episode's own bytes, put into the order and under the names that OpenEnv's
/// clients read. <c>metadata</c> holds every other member of the episode's answer.
/// </summary>
internal static class AnswerWriter
{
    /// <summary>The answer to a reset; its reward is null.</summary>
    public static void WriteReset(in AnswerParts parts, EpisodeStanding standing, ResetOptions options, PooledBytes to)
    {
        to.Put("{\"observation\":"u8);
        to.Put(parts.Observation);
        to.Put(",\"reward\":null"u8);
        PutEnd(parts, standing, to);
        to.Put(",\"rewardMode\":"u8);
        WireJson.Write(to, writer => writer.WriteStringValue(standing.RewardMode.Word()));
        if (options.Ignored.Count > 0)
        {
            to.Put(",\"ignoredOptions\":"u8);
            WireJson.Write(to, writer =>
            {
                writer.WriteStartArray();
                foreach (var name in options.Ignored)
                    writer.WriteStringValue(name);
                writer.WriteEndArray();
            });
        }

        to.Put("}}"u8);
    }

    /// <summary>The answer to a step; <paramref name="before"/> is the episode reward before it.</summary>
    public static void WriteStep(in AnswerParts parts, EpisodeStanding standing, double before, PooledBytes to)
    {
        to.Put("{\"observation\":"u8);
        to.Put(parts.Observation);
        PutReward(parts, standing, before, to);
        PutEnd(parts, standing, to);
        PutOwnReward(parts, standing, to);
        to.Put("}}"u8);
    }

    /// <summary>The answer to a step that came as a tool call: the observation is the tool's result.</summary>
    public static void WriteToolStep(
        in AnswerParts parts, EpisodeStanding standing, double before, EnvironmentSpec spec, in WireAction action, PooledBytes to)
    {
        to.Put("{\"observation\":{\"tool_name\":"u8);
        to.Put(WireJson.Text(action.Tool));
        to.Put(",\"result\":"u8);
        PutToolResult(parts, "null"u8, to);
        to.Put(",\"error\":"u8);
        PutToolError(parts, spec, action, to);
        to.Put("}"u8);
        PutReward(parts, standing, before, to);
        PutEnd(parts, standing, to);
        PutOwnReward(parts, standing, to);
        to.Put("}}"u8);
    }

    /// <summary>The answer to a listing of tools, which is no step; <paramref name="tools"/> is the observation.</summary>
    public static void WriteTools(ReadOnlySpan<byte> tools, EpisodeStanding standing, PooledBytes to)
    {
        to.Put("{\"observation\":"u8);
        to.Put(tools);
        to.Put(standing.Done ? ",\"reward\":null,\"done\":true,\"metadata\":{}}"u8 : ",\"reward\":null,\"done\":false,\"metadata\":{}}"u8);
    }

    /// <summary>The answer to a tool call of the agents' channel: the tool's result and where the episode stands, but no reward.</summary>
    public static void WriteToolResult(in AnswerParts parts, EpisodeStanding standing, PooledBytes to) =>
        PutToolResult(parts, WireJson.Bytes(standing.WriteForAgent), to);

    /// <summary>
    /// Appends a tool's result: the observation as text, as structure and as what OpenEnv's client hands to its caller.
    /// </summary>
    private static void PutToolResult(in AnswerParts parts, ReadOnlySpan<byte> meta, PooledBytes to)
    {
        to.Put("{\"content\":[{\"type\":\"text\",\"text\":"u8);
        to.Put(WireJson.Member(parts.Observation, "text"u8, "\"\""u8));
        to.Put("}],\"structured_content\":{\"result\":"u8);
        to.Put(parts.Observation);
        to.Put("},\"meta\":"u8);
        to.Put(meta);
        to.Put(",\"data\":"u8);
        to.Put(parts.Observation);
        to.Put(parts.InvalidAction.SequenceEqual("null"u8) ? ",\"is_error\":false}"u8 : ",\"is_error\":true}"u8);
    }

    private static void PutToolError(in AnswerParts parts, EnvironmentSpec spec, in WireAction action, PooledBytes to)
    {
        if (parts.InvalidAction.SequenceEqual("null"u8))
        {
            to.Put("null"u8);
            return;
        }

        to.Put("{\"error_type\":"u8);
        to.Put(ErrorType(spec, action));
        to.Put(",\"message\":"u8);
        to.Put(parts.InvalidAction);
        to.Put("}"u8);
    }

    private static ReadOnlySpan<byte> ErrorType(EnvironmentSpec spec, in WireAction action)
    {
        if (spec.FindTool(action.Tool) is not { } tool)
            return "\"tool_not_found\""u8;
        using var document = JsonDocument.Parse(action.Json, WireJson.Documents);
        var fits = !document.RootElement.TryGetProperty("arguments"u8, out var arguments) || tool.TryBind(arguments, out _, out _);
        return fits ? "\"execution_error\""u8 : "\"invalid_args\""u8;
    }

    private static void PutReward(in AnswerParts parts, EpisodeStanding standing, double before, PooledBytes to)
    {
        to.Put(",\"reward\":"u8);
        if (standing.RewardMode == RewardMode.Step)
        {
            to.Put(parts.Reward);
            return;
        }

        var reward = standing.RewardMode == RewardMode.Delta ? standing.EpisodeReward - before
            : standing.Done ? standing.EpisodeReward
            : 0;
        Span<byte> digits = stackalloc byte[32];
        reward.TryFormat(digits, out var length, "R", null);
        to.Put(digits[..length]);
    }

    private static void PutEnd(in AnswerParts parts, EpisodeStanding standing, PooledBytes to)
    {
        to.Put(standing.Done ? ",\"done\":true,\"metadata\":{\"episode_id\":"u8 : ",\"done\":false,\"metadata\":{\"episode_id\":"u8);
        to.Put(standing.EpisodeIdJson);
        parts.PutOthers(to);
    }

    private static void PutOwnReward(in AnswerParts parts, EpisodeStanding standing, PooledBytes to)
    {
        if (standing.RewardMode == RewardMode.Step)
            return;
        to.Put(",\"stepReward\":"u8);
        to.Put(parts.Reward);
    }
}
