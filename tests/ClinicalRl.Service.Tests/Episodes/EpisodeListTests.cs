using ClinicalRl.Grains.Tenancy;
using ClinicalRl.Service.Episodes;
using ClinicalRl.Service.Tests.Hosting;

namespace ClinicalRl.Service.Tests.Episodes;

public sealed class EpisodeListTests(ServiceFixture fixture)
{
    [Fact]
    public async Task List_PagesThroughAllEpisodesOnce_AndFilters()
    {
        using var client = fixture.Service.Client(await fixture.Service.AddKeyAsync("lister", KeyScopes.Agent));
        var ids = new List<string>();
        for (var i = 0; i < 7; i++)
        {
            var created = await client.PostAsync("/v1/episodes", new { environment = "corridor", seed = i, labels = new { run = i < 3 ? "a" : "b=c" } });
            ids.Insert(0, created.Json.GetProperty("episode").GetString()!);
        }

        await client.FinishAsync(ids[6]);
        Assert.Equal(ids, await AllAsync(client, "limit=3"));
        Assert.Equal(ids[4..], await AllAsync(client, "limit=2&label=run%3Da"));
        Assert.Equal(ids[..4], await AllAsync(client, "limit=4&label=run%3Db%3Dc&environment=corridor"));
        Assert.Equal([ids[6]], await AllAsync(client, "status=terminated"));
        Assert.Empty(await AllAsync(client, "environment=elsewhere"));
        using var other = fixture.Service.Client(await fixture.Service.AddKeyAsync("lister-2", KeyScopes.Agent));
        Assert.Empty(await AllAsync(other, "limit=100"));
    }

    [Theory]
    [InlineData("limit=0", "limit")]
    [InlineData("limit=101", "limit")]
    [InlineData("limit=x", "limit")]
    [InlineData("limit=1&limit=2", "limit")]
    [InlineData("cursor=A", "cursor")]
    [InlineData("status=done", "status")]
    [InlineData("label=run", "label")]
    [InlineData("label=%20=x", "label")]
    [InlineData("environment=", "environment")]
    [InlineData("colour=red", "colour")]
    public async Task List_NamesTheParameterAtFault(string query, string field)
    {
        using var client = fixture.Client();
        var answer = await client.ReadAsync("/v1/episodes?" + query);
        Assert.Equal("invalid-request", answer.Problem());
        Assert.Equal(field, answer.Field);
    }

    private static async Task<List<string>> AllAsync(HttpClient client, string query)
    {
        var found = new List<string>();
        string? cursor = null;
        do
        {
            var page = Wire.Read<EpisodePage>((await client.ReadAsync($"/v1/episodes?{query}{(cursor is null ? "" : "&cursor=" + cursor)}")).Text);
            found.AddRange(page.Items.Select(item => item.Episode));
            cursor = page.Next;
        }
        while (cursor is not null && found.Count < 100);
        return found;
    }
}
