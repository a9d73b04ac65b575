using System.Text.Json;

namespace ClinicalRl.Service.Tests.OpenEnv;

[Collection(PlayedServiceGroup.Name)]
public sealed class RewardModeTests(PlayedService played)
{
    private static readonly string[] Actions =
    [
        """{"tool":"move","arguments":{"direction":"left"}}""", """{"tool":"wait","arguments":{"minutes":1}}""",
        """{"tool":"move","arguments":{"direction":"right"}}""", """{"tool":"move","arguments":{"direction":"right"}}""", """{"tool":"finish"}""",
    ];

    [Fact]
    public async Task Step_PaysEachStepsOwnReward()
    {
        var (rewards, last) = await PlayAsync("step");
        Assert.All(rewards, reward => Assert.InRange(reward, 0, 1));
        Assert.False(last.GetProperty("metadata").TryGetProperty("stepReward", out _));
    }

    [Fact]
    public async Task Terminal_PaysTheEpisodeRewardAtTheEnd()
    {
        var (rewards, last) = await PlayAsync("terminal");
        Assert.All(rewards[..^1], reward => Assert.Equal(0, reward));
        Assert.Equal(EpisodeReward(last), rewards[^1]);
    }

    [Fact]
    public async Task Delta_SumsToTheEpisodeReward()
    {
        var (rewards, last) = await PlayAsync("delta");
        Assert.Contains(rewards, reward => reward != 0);
        Assert.Equal(EpisodeReward(last), rewards.Sum(), 12);
    }

    [Fact]
    public async Task OwnReward_IsToldBesideEveryMode()
    {
        var (steps, _) = await PlayAsync("step");
        foreach (var mode in new[] { "terminal", "delta" })
        {
            using var socket = await played.ConnectAsync();
            await socket.ResetAsync($$"""{"seed":31,"reward_mode":"{{mode}}"}""");
            for (var i = 0; i < Actions.Length; i++)
                Assert.Equal(steps[i], (await socket.StepAsync(Actions[i])).GetProperty("metadata").GetProperty("stepReward").GetDouble());
        }
    }

    [Fact]
    public async Task Delta_IsTheSameOverHttp_AndWhenAStepIsRepeated()
    {
        var (rewards, _) = await PlayAsync("delta");
        await played.PostAsync("reset", """{"seed":31,"episode_id":"http-delta"}""");
        for (var i = 0; i < Actions.Length; i++)
        {
            var body = $$"""{"episode_id":"http-delta","reward_mode":"delta","step":{{i + 1}},"action":{{Actions[i]}}}""";
            var (status, answer) = await played.PostAsync("step", body);
            Assert.Equal(200, status);
            Assert.Equal(rewards[i], answer.GetProperty("reward").GetDouble());
            if (i > 0)
            {
                var earlier = $$"""{"episode_id":"http-delta","reward_mode":"delta","step":{{i}},"action":{{Actions[i - 1]}}}""";
                Assert.Equal(rewards[i - 1], (await played.PostAsync("step", earlier)).Body.GetProperty("reward").GetDouble());
            }
        }
    }

    [Fact]
    public async Task UnknownMode_IsRefused()
    {
        using var socket = await played.ConnectAsync();
        var refused = await socket.AskAsync("""{"type":"reset","data":{"reward_mode":"sum"}}""");
        Assert.Equal("Input should be 'step', 'terminal' or 'delta'", refused.GetProperty("data").GetProperty("errors")[0].GetProperty("msg").GetString());
    }

    private static double EpisodeReward(JsonElement data) => data.GetProperty("metadata").GetProperty("episodeReward").GetProperty("reward").GetDouble();

    private async Task<(double[] Rewards, JsonElement Last)> PlayAsync(string mode)
    {
        using var socket = await played.ConnectAsync();
        var begun = await socket.ResetAsync($$"""{"seed":31,"reward_mode":"{{mode}}"}""");
        Assert.Equal(mode, begun.GetProperty("metadata").GetProperty("rewardMode").GetString());
        var rewards = new List<double>();
        JsonElement last = default;
        foreach (var action in Actions)
        {
            last = await socket.StepAsync(action);
            rewards.Add(last.GetProperty("reward").GetDouble());
        }

        return ([.. rewards], last);
    }
}
