using System.Net;
using System.Text;
using ClinicalRl.Service.Tenants;
using ClinicalRl.Service.Tests.Hosting;
using ClinicalRl.Service.Tests.OpenEnv;
using ClinicalRl.Testing.Corridor;

namespace ClinicalRl.Service.Tests.Quotas;

public sealed class QuotaTests(ServiceFixture fixture)
{
    [Fact]
    public async Task LiveEpisodes_AreLimited_OnEveryWayToBeginOne()
    {
        var (client, key) = await fixture.Service.LimitedAsync("quota-live", new { liveEpisodes = 3 });
        using var _ = client;
        var first = await client.CreateAsync();
        await client.MoveAsync(first);
        var batch = (await client.PostAsync("/v1/batch/episodes", new { items = Enumerable.Range(1, 6).Select(seed => new { environment = "corridor", seed }) })).Json.GetProperty("items");
        Assert.Equal([201, 201, 429, 429, 429, 429], batch.EnumerateArray().Select(item => item.GetProperty("status").GetInt32()).Order());
        foreach (var item in batch.EnumerateArray().Where(item => item.GetProperty("status").GetInt32() == 429))
            Assert.Equal(("liveEpisodes", 1), (item.GetProperty("problem").GetProperty("quota").GetString(), item.GetProperty("problem").GetProperty("retryAfterSeconds").GetInt32()));
        (await client.PostAsync("/v1/episodes", new { environment = "corridor", seed = 1 })).MustBeOver("liveEpisodes", 1);
        (await client.PostAsync($"/v1/episodes/{first}/forks", new { step = 1 })).MustBeOver("liveEpisodes", 1);
        var reset = await client.PostAsync("/openenv/corridor/reset", new { seed = 1 });
        Assert.Equal((HttpStatusCode.TooManyRequests, TimeSpan.FromSeconds(1)), (reset.Status, reset.Headers.RetryAfter?.Delta));
        using var socket = await PlayingSocket.ConnectAsync(fixture.Service, "/openenv/corridor/ws", key);
        var refused = (await socket.AskAsync("""{"type":"reset","data":{"seed":1}}""")).GetProperty("data");
        Assert.Equal(("QUOTA_EXCEEDED", "liveEpisodes"), (refused.GetProperty("code").GetString(), refused.GetProperty("quota").GetString()));

        Assert.Equal(HttpStatusCode.OK, (await client.MoveAsync(first)).Status);   // what runs goes on
        await client.FinishAsync(first);
        await EventuallyAsync(async () => (await socket.AskAsync("""{"type":"reset","data":{"seed":1}}""")).GetProperty("type").GetString() == "observation");
        (await client.PostAsync("/v1/episodes", new { environment = "corridor", seed = 1 })).MustBeOver("liveEpisodes", 1);
        await fixture.Service.LimitAsync("quota-live", new { });
        await EventuallyAsync(async () => (await client.PostAsync("/v1/episodes", new { environment = "corridor", seed = 1 })).Status == HttpStatusCode.Created);
    }

    [Fact]
    public async Task StepsPerSecond_AreLimited_OnEveryWayToTakeOne()
    {
        const int PerSecond = 20;
        var (client, key) = await fixture.Service.LimitedAsync("quota-steps", new { stepsPerSecond = PerSecond });
        using var _ = client;
        using var socket = await PlayingSocket.ConnectAsync(fixture.Service, "/openenv/corridor/ws", key);
        await socket.ResetAsync("""{"seed":1}""");
        var episodes = new List<string>();
        for (var i = 0; i < 8; i++)
            episodes.Add(await client.CreateAsync());
        var (taken, refused) = (0, 0);
        var begun = TimeProvider.System.GetTimestamp();
        while (TimeProvider.System.GetElapsedTime(begun) < TimeSpan.FromSeconds(3))
        {
            var single = await client.MoveAsync(episodes[0]);
            if (single.Status == HttpStatusCode.TooManyRequests)
                single.MustBeOver("stepsPerSecond", 1);
            var items = episodes.Skip(1).Select(episode => new { episode, action = new { tool = "move", arguments = new { direction = "right" } } });
            var batch = (await client.PostAsync("/v1/batch/steps", new { items })).Json.GetProperty("items").EnumerateArray().ToList();
            var message = await socket.AskAsync("""{"type":"step","data":{"tool":"move","arguments":{"direction":"right"}}}""");
            bool[] all =
            [
                single.Status == HttpStatusCode.TooManyRequests, message.GetProperty("data").TryGetProperty("code", out var code) && code.GetString() == "QUOTA_EXCEEDED",
                .. batch.Select(item => item.GetProperty("status").GetInt32() == 429),
            ];
            (taken, refused) = (taken + all.Count(over => !over), refused + all.Count(over => over));
        }

        var seconds = TimeProvider.System.GetElapsedTime(begun).TotalSeconds;
        Assert.True(refused > 0);
        Assert.InRange(taken, PerSecond, PerSecond * (seconds + 2));
    }

    [Fact]
    public async Task StoredBytes_LetNoMoreEpisodesBegin_AndThoseThatRunEnd()
    {
        var (client, _) = await fixture.Service.LimitedAsync("quota-bytes", new { storedBytes = 100 });
        using var limited = client;
        var episode = await client.CreateAsync();
        await EventuallyAsync(async () => (await client.PostAsync("/v1/episodes", new { environment = "corridor", seed = 1 })).Status == HttpStatusCode.TooManyRequests);
        (await client.PostAsync("/v1/episodes", new { environment = "corridor", seed = 1 })).MustBeOver("storedBytes", 3_600);
        Assert.Equal(HttpStatusCode.OK, (await client.FinishAsync(episode)).Status);
        await fixture.Service.LimitAsync("quota-bytes", new { storedBytes = 10_000_000 });
        await EventuallyAsync(async () => (await client.PostAsync("/v1/episodes", new { environment = "corridor", seed = 1 })).Status == HttpStatusCode.Created);
    }

    [Fact]
    public async Task Documents_AreLimitedInLength()
    {
        var document = CorridorReward.Yaml.Replace("id: corridor-reward", "id: long-one", StringComparison.Ordinal);
        var (client, _) = await fixture.Service.LimitedAsync("quota-documents", new { documentBytes = document.Length - 1 });
        using var limited = client;
        var refused = await client.PostBytesAsync("/v1/reward-functions", Encoding.UTF8.GetBytes(document), "application/yaml");
        Assert.Equal((HttpStatusCode.RequestEntityTooLarge, "documentBytes"), (refused.Status, refused.Json.GetProperty("quota").GetString()));
        await fixture.Service.LimitAsync("quota-documents", new { documentBytes = document.Length });
        await EventuallyAsync(async () => (await client.PostBytesAsync("/v1/reward-functions", Encoding.UTF8.GetBytes(document), "application/yaml")).Status == HttpStatusCode.Created);
    }

    [Theory]
    [InlineData("""{"liveEpisodes":0}""", "liveEpisodes")]
    [InlineData("""{"liveEpisodes":-1}""", "liveEpisodes")]
    [InlineData("""{"stepsPerSecond":1.5}""", "stepsPerSecond")]
    [InlineData("""{"stepsPerSecond":"10"}""", "stepsPerSecond")]
    [InlineData("""{"storedBytes":9223372036854775808}""", "storedBytes")]
    [InlineData("""{"documentBytes":[]}""", "documentBytes")]
    [InlineData("""{"gpus":1}""", "gpus")]
    [InlineData("[]", "body")]
    public async Task Quotas_AreRefused_WhenTheyCannotBe(string body, string field)
    {
        using var operating = fixture.Operator();
        var answer = await operating.PostTextAsync("/v1/tenants/dev/quotas", body);
        Assert.Equal((HttpStatusCode.BadRequest, field), (answer.Status, answer.Field));
        Assert.Equal(new QuotasAnswer(), Wire.Read<TenantAnswer>((await operating.ReadAsync("/v1/tenants/dev")).Text).Quotas);
        Assert.Equal("not-found", (await operating.PostTextAsync("/v1/tenants/nobody-here/quotas", "{}")).Problem());
    }

    [Fact]
    public async Task Quotas_AreShownAndRecorded()
    {
        var (client, _) = await fixture.Service.LimitedAsync("quota-shown", new { liveEpisodes = 7, stepsPerSecond = 9 });
        using var limited = client;
        using var operating = fixture.Operator();
        Assert.Equal(new QuotasAnswer { LiveEpisodes = 7, StepsPerSecond = 9 }, Wire.Read<TenantAnswer>((await operating.ReadAsync("/v1/tenants/quota-shown")).Text).Quotas);
        var last = (await client.ReadAsync("/v1/admin-events")).Json.GetProperty("items").EnumerateArray().Last();
        Assert.Equal(("quotas-set", "7", "none"), (last.GetProperty("what").GetString(), last.GetProperty("details").GetProperty("liveEpisodes").GetString(), last.GetProperty("details").GetProperty("storedBytes").GetString()));
    }

    private static async Task EventuallyAsync(Func<Task<bool>> holds)
    {
        var begun = TimeProvider.System.GetTimestamp();
        while (!await holds())
            Assert.True(TimeProvider.System.GetElapsedTime(begun) < TimeSpan.FromSeconds(30), "It did not come about.");
    }
}
