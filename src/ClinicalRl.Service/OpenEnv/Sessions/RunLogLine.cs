using ClinicalRl.Service.OpenEnv.Messages;

namespace ClinicalRl.Service.OpenEnv.Sessions;

/// <summary>Reads what a run log says of one step.</summary>
internal static class RunLogLine
{
    /// <summary>The episode reward after <paramref name="step"/>, 0 for the reset; 0 when the log has no such step.</summary>
    public static double EpisodeReward(ReadOnlySpan<byte> log, int step)
    {
        var line = 0;
        foreach (var range in log.Split((byte)'\n'))
        {
            if (line++ == step)
                return log[range].IsEmpty ? 0 : Reward(log[range]);
        }

        return 0;
    }

    private static double Reward(ReadOnlySpan<byte> record)
    {
        var outcome = WireJson.Member(record, "outcome"u8, "{}"u8);
        return AnswerParts.RewardIn(WireJson.Member(outcome, "episodeReward"u8, "null"u8));
    }
}
