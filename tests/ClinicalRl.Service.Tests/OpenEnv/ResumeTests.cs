using System.Text.Json;

namespace ClinicalRl.Service.Tests.OpenEnv;

[Collection(PlayedServiceGroup.Name)]
public sealed class ResumeTests(PlayedService played)
{
    private const string Wait = """{"tool":"wait","arguments":{"minutes":1}}""";

    private const string Left = """{"tool":"move","arguments":{"direction":"left"}}""";

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Episode_GoesOn_AfterTheSocketHasGone(bool named)
    {
        var options = named ? """{"seed":21,"episode_id":"goes on"}""" : """{"seed":21}""";
        JsonElement last;
        string id;
        using (var socket = await played.ConnectAsync())
        {
            id = (await socket.ResetAsync(options)).GetProperty("metadata").GetProperty("episode_id").GetString()!;
            await socket.StepAsync(Wait);
            last = await socket.StepAsync(Left);
            socket.Drop();
        }

        using var again = await played.ConnectAsync();
        var resumed = await again.ResetAsync($$"""{"episode_id":"{{id}}","resume":true}""");
        Assert.Equal(last.GetProperty("observation").GetRawText(), resumed.GetProperty("observation").GetRawText());
        Assert.Equal(JsonValueKind.Null, resumed.GetProperty("reward").ValueKind);
        Assert.False(resumed.GetProperty("done").GetBoolean());
        var metadata = resumed.GetProperty("metadata");
        Assert.True(metadata.GetProperty("resumed").GetBoolean());
        Assert.Equal(2, metadata.GetProperty("step").GetInt32());
        Assert.Equal(21, metadata.GetProperty("seed").GetInt32());
        Assert.Equal(last.GetProperty("reward").GetRawText(), metadata.GetProperty("stepReward").GetRawText());
        Assert.Equal(2, (await again.StateAsync()).GetProperty("step_count").GetInt32());
        Assert.Equal(3, (await again.StepAsync(Wait)).GetProperty("metadata").GetProperty("step").GetInt32());
    }

    [Fact]
    public async Task Reset_IsRefused_WhenTheNamedEpisodeIsUnfinished()
    {
        using var one = await played.ConnectAsync();
        using var two = await played.ConnectAsync();
        await one.ResetAsync("""{"seed":1,"episode_id":"taken"}""");
        await one.StepAsync(Wait);
        foreach (var socket in new[] { one, two })
        {
            var refused = await socket.AskAsync("""{"type":"reset","data":{"seed":1,"episode_id":"taken"}}""");
            Assert.Equal("EXECUTION_ERROR", refused.GetProperty("data").GetProperty("code").GetString());
            Assert.StartsWith("Episode 'taken' is unfinished", refused.GetProperty("data").GetProperty("message").GetString(), StringComparison.Ordinal);
        }

        Assert.Equal(2, (await one.StepAsync(Wait)).GetProperty("metadata").GetProperty("step").GetInt32());
        var fresh = await two.ResetAsync("""{"seed":1,"episode_id":"taken","restart":true}""");
        Assert.Equal(0, fresh.GetProperty("metadata").GetProperty("step").GetInt32());
        Assert.Equal("EXECUTION_ERROR", (await one.AskAsync($$"""{"type":"step","data":{{Wait}}}""")).GetProperty("data").GetProperty("code").GetString());
    }

    [Fact]
    public async Task Name_MayBeUsedAgain_OnceItsEpisodeEnded()
    {
        using var socket = await played.ConnectAsync();
        var ids = new HashSet<string>(StringComparer.Ordinal);
        for (var round = 0; round < 9; round++)
        {
            var begun = await socket.ResetAsync("""{"seed":5,"episode_id":"again"}""");
            Assert.Equal("again", begun.GetProperty("metadata").GetProperty("episode_id").GetString());
            Assert.True(ids.Add(begun.GetProperty("metadata").GetProperty("episode").GetString()!));
            Assert.Equal(0, (await socket.StateAsync()).GetProperty("step_count").GetInt32());
            await socket.StepAsync("""{"tool":"finish"}""");
        }

        var last = await socket.ResetAsync("""{"episode_id":"again","resume":true}""");
        Assert.True(last.GetProperty("done").GetBoolean());
        Assert.Contains(last.GetProperty("metadata").GetProperty("episode").GetString()!, ids);
    }

    [Fact]
    public async Task TwoSessionsOnOneEpisode_NeverTakeAStepTwice()
    {
        using var one = await played.ConnectAsync();
        using var two = await played.ConnectAsync();
        await one.ResetAsync("""{"seed":2,"episode_id":"shared"}""");
        await two.ResetAsync("""{"episode_id":"shared","resume":true}""");
        var first = await one.StepAsync(Wait);
        var same = await two.StepAsync(Wait);
        Assert.Equal(first.GetRawText(), same.GetRawText());
        await one.StepAsync(Wait);
        var other = await two.AskAsync($$"""{"type":"step","data":{{Left}}}""");
        Assert.Equal("EXECUTION_ERROR", other.GetProperty("data").GetProperty("code").GetString());
        Assert.Contains("resume", other.GetProperty("data").GetProperty("message").GetString(), StringComparison.Ordinal);
        await two.ResetAsync("""{"episode_id":"shared","resume":true}""");
        Assert.Equal(3, (await two.StepAsync(Left)).GetProperty("metadata").GetProperty("step").GetInt32());
    }

    [Fact]
    public async Task ManySessionsAskingForOneName_GiveItToExactlyOne()
    {
        var sockets = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => played.ConnectAsync()));
        var answers = await Task.WhenAll(sockets.Select(socket => socket.AskAsync("""{"type":"reset","data":{"seed":4,"episode_id":"race"}}""")));
        Assert.Single(answers, answer => answer.GetProperty("type").GetString() == "observation");
        Assert.Equal(7, answers.Count(answer => answer.GetProperty("type").GetString() == "error"));
        Array.ForEach(sockets, socket => socket.Dispose());
    }

    [Fact]
    public async Task OtherTenants_NeverSeeTheEpisode()
    {
        using var mine = await played.ConnectAsync();
        var id = (await mine.ResetAsync("""{"seed":6}""")).GetProperty("metadata").GetProperty("episode_id").GetString();
        using var theirs = await played.ConnectAsync(key: played.OtherKey);
        var refused = await theirs.AskAsync($$"""{"type":"reset","data":{"episode_id":"{{id}}","resume":true} }""");
        Assert.Equal($"There is no episode '{id}' in this environment.", refused.GetProperty("data").GetProperty("message").GetString());
        Assert.Equal(404, (await played.PostAsync("step", $$"""{"episode_id":"{{id}}","action":{{Wait}}}""", played.OtherKey)).Status);
        await theirs.ResetAsync($$"""{"seed":9,"episode_id":"{{id}}"}""");
        Assert.Equal(1, (await mine.StepAsync(Wait)).GetProperty("metadata").GetProperty("step").GetInt32());
    }
}
