using System.Text.Json;
using ClinicalRl.Service.OpenEnv.Sessions;

namespace ClinicalRl.Service.Tests.OpenEnv;

[Collection(PlayedServiceGroup.Name)]
public sealed class DeterminismTests(PlayedService played)
{
    private static readonly string[] Actions =
    [
        """{"tool":"move","arguments":{"direction":"left"}}""", """{"tool":"move","arguments":{"direction":"right"}}""", """{"tool":"dance"}""",
        """{"tool":"wait","arguments":{"minutes":3}}""", """{"tool":"move","arguments":{"direction":"right"}}""", """{"tool":"finish"}""",
    ];

    [Fact]
    public async Task SameSeed_GivesTheSameBytes_OnEverySession()
    {
        using var one = await played.ConnectAsync();
        using var two = await played.ConnectAsync();
        var first = await PlayAsync(one, 11);
        Assert.Equal(first, await PlayAsync(two, 11));
        Assert.Equal(first, await PlayAsync(one, 11));
        Assert.NotEqual(first, await PlayAsync(two, 12));
    }

    [Theory]
    [InlineData("train", "validation")]
    [InlineData("easy", "hard")]
    public async Task SplitAndDifficulty_ChooseAnotherScenario(string one, string other)
    {
        var option = one == "train" ? "split" : "difficulty";
        using var socket = await played.ConnectAsync();
        var differs = false;
        for (var seed = 0; seed < 5; seed++)
        {
            var first = await socket.ResetAsync($$"""{"seed":{{seed}},"{{option}}":"{{one}}"}""");
            var second = await socket.ResetAsync($$"""{"seed":{{seed}},"{{option}}":"{{other}}"}""");
            Assert.Equal(other, second.GetProperty("metadata").GetProperty(option).GetString());
            differs |= first.GetProperty("observation").GetRawText() != second.GetProperty("observation").GetRawText();
        }

        Assert.True(differs);
    }

    [Fact]
    public async Task Heldout_IsChosenByIndex_AndShowsNoSeed()
    {
        using var socket = await played.ConnectAsync();
        var first = await socket.ResetAsync("""{"split":"heldout","index":3}""");
        var metadata = first.GetProperty("metadata");
        Assert.Equal(3, metadata.GetProperty("index").GetInt32());
        Assert.False(metadata.TryGetProperty("seed", out _));
        var again = await socket.ResetAsync("""{"split":"heldout","index":3}""");
        Assert.Equal(first.GetProperty("observation").GetRawText(), again.GetProperty("observation").GetRawText());
        var refused = await socket.AskAsync("""{"type":"reset","data":{"split":"heldout","seed":3}}""");
        Assert.Equal("seed", refused.GetProperty("data").GetProperty("errors")[0].GetProperty("loc")[0].GetString());
    }

    [Fact]
    public void Names_MapToIds_AlwaysTheSameWay()
    {
        Assert.Equal(EpisodeNames.IdOf("corridor", "mine", 0), EpisodeNames.IdOf("corridor", "mine", 0));
        var names = new[] { "mine", "Mine", "mine ", "мой", new string('x', 255), "", "ep_short" };
        var ids = names.SelectMany(name => Enumerable.Range(0, 3).Select(round => EpisodeNames.IdOf("corridor", name, round)))
            .Append(EpisodeNames.IdOf("other", "mine", 0)).ToList();
        Assert.Equal(ids.Count, ids.Distinct(StringComparer.Ordinal).Count());
        Assert.All(ids, id => Assert.Matches("^ep_[a-z2-7]{26}$", id));
        var made = EpisodeNames.Create();
        Assert.Equal(made, EpisodeNames.IdOf("corridor", made, 0));
        Assert.NotEqual(made, EpisodeNames.IdOf("corridor", made, 1));
    }

    private static async Task<string> PlayAsync(PlayingSocket socket, int seed)
    {
        var played = new List<string> { Told(await socket.ResetAsync($$"""{"seed":{{seed}}}""")) };
        foreach (var action in Actions)
            played.Add(Told(await socket.StepAsync(action)));
        return string.Join('\n', played);
    }

    /// <summary>All that was told but the episode's own names.</summary>
    private static string Told(JsonElement data) => string.Join(',', data.EnumerateObject().SelectMany(member => member.Name == "metadata"
        ? member.Value.EnumerateObject().Where(inner => inner.Name is not ("episode" or "episode_id")).Select(inner => inner.Name + inner.Value.GetRawText())
        : [member.Name + member.Value.GetRawText()]));
}
