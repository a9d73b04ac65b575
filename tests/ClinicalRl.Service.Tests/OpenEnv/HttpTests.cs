using System.Net.WebSockets;
using System.Text.Json;
using ClinicalRl.Grains.Tenancy;

namespace ClinicalRl.Service.Tests.OpenEnv;

[Collection(PlayedServiceGroup.Name)]
public sealed class HttpTests(PlayedService played)
{
    private const string Wait = """{"tool":"wait","arguments":{"minutes":1}}""";

    [Theory]
    [InlineData("reset", "{bad", "json_invalid", """["body",1]""")]
    [InlineData("reset", "[]", "model_attributes_type", """["body"]""")]
    [InlineData("reset", """{"seed":-1}""", "greater_than_equal", """["body","seed"]""")]
    [InlineData("reset", """{"seed":1.5}""", "int_type", """["body","seed"]""")]
    [InlineData("reset", """{"seed":true}""", "int_type", """["body","seed"]""")]
    [InlineData("reset", """{"seed":99999999999999999999}""", "int_type", """["body","seed"]""")]
    [InlineData("reset", """{"episode_id":7}""", "string_type", """["body","episode_id"]""")]
    [InlineData("reset", """{"episode_id":""}""", "string_too_short", """["body","episode_id"]""")]
    [InlineData("reset", """{"split":"test"}""", "literal_error", """["body","split"]""")]
    [InlineData("reset", """{"difficulty":5}""", "literal_error", """["body","difficulty"]""")]
    [InlineData("reset", """{"split":"heldout"}""", "missing", """["body","index"]""")]
    [InlineData("reset", """{"resume":true}""", "missing", """["body","episode_id"]""")]
    [InlineData("reset", """{"resume":"yes","episode_id":"x"}""", "bool_type", """["body","resume"]""")]
    [InlineData("reset", """{"labels":{"run":5}}""", "value_error", """["body","labels","run"]""")]
    [InlineData("reset", """{"labels":[]}""", "value_error", """["body","labels"]""")]
    [InlineData("reset", """{"seed":1,"index":2}""", "value_error", """["body","index"]""")]
    [InlineData("reset", """{"environment_version":"2"}""", "value_error", """["body","environment_version"]""")]
    [InlineData("reset", """{"reward_function":"none-such"}""", "value_error", """["body","reward_function"]""")]
    [InlineData("reset", "{\"episode_id\":\"\\ud800\"}", "json_invalid", """["body",0]""")]
    [InlineData("step", "", "missing", """["body"]""")]
    [InlineData("step", "{}", "missing", """["body","action"]""")]
    [InlineData("step", """{"action":5}""", "dict_type", """["body","action"]""")]
    [InlineData("step", """{"action":{"nope":1}}""", "extra_forbidden", """["nope"]""")]
    [InlineData("step", """{"action":{}}""", "missing", """["tool"]""")]
    [InlineData("step", """{"action":{"tool":5}}""", "value_error", """["tool"]""")]
    [InlineData("step", """{"action":{"tool":"x","confidence":2}}""", "value_error", """["confidence"]""")]
    [InlineData("step", """{"action":{"type":"dance"}}""", "literal_error", """["type"]""")]
    [InlineData("step", """{"action":{"tool":"x"},"timeout_s":0}""", "greater_than", """["body","timeout_s"]""")]
    [InlineData("step", """{"action":{"tool":"x"},"step":0}""", "greater_than_equal", """["body","step"]""")]
    [InlineData("step", """{"action":{"tool":"x"},"request_id":[]}""", "string_type", """["body","request_id"]""")]
    public async Task Request_IsRefusedInTheShapeOfFastApi(string path, string body, string type, string location)
    {
        var (status, answer) = await played.PostAsync(path, body);
        Assert.Equal(422, status);
        var fault = Assert.Single(answer.GetProperty("detail").EnumerateArray());
        Assert.Equal(type, fault.GetProperty("type").GetString());
        Assert.Equal(location, fault.GetProperty("loc").GetRawText());
        Assert.NotEqual("", fault.GetProperty("msg").GetString());
        Assert.True(fault.TryGetProperty("input", out _));
    }

    [Fact]
    public async Task TooLongId_SaysHowLongItMayBe()
    {
        var (status, answer) = await played.PostAsync("reset", $$"""{"episode_id":"{{new string('x', 256)}}"}""");
        Assert.Equal(422, status);
        Assert.Equal("""{"max_length":255}""", answer.GetProperty("detail")[0].GetProperty("ctx").GetRawText());
        Assert.Equal(200, (await played.PostAsync("reset", $$"""{"episode_id":"{{new string('x', 255)}}"}""")).Status);
    }

    [Theory]
    [InlineData("POST", "health", 405)]
    [InlineData("GET", "reset", 405)]
    [InlineData("DELETE", "step", 405)]
    [InlineData("PUT", "mcp", 405)]
    [InlineData("GET", "nothing", 404)]
    [InlineData("GET", "", 404)]
    [InlineData("GET", "ws", 404)]
    [InlineData("GET", "reset/more", 404)]
    public async Task WrongMethodOrPath_IsToldInTheShapeOfFastApi(string method, string path, int status)
    {
        using var client = played.Service.Client(played.Key);
        using var request = new HttpRequestMessage(new HttpMethod(method), $"/openenv/corridor/{path}");
        using var answer = await client.SendAsync(request);
        Assert.Equal(status, (int)answer.StatusCode);
        Assert.Equal(status == 405 ? """{"detail":"Method Not Allowed"}""" : """{"detail":"Not Found"}""", await answer.Content.ReadAsStringAsync());
    }

    [Theory]
    [InlineData("/openenv/none-such/health", 404)]
    [InlineData("/openenv/corridor@2/health", 404)]
    [InlineData("/openenv/corridor@1/health", 200)]
    [InlineData("/openenv/corridor@1.0.0/health", 200)]
    public async Task Environment_IsFoundByIdAndVersion(string path, int status)
    {
        using var client = played.Service.Client(played.Key);
        Assert.Equal(status, (int)(await client.GetAsync(path)).StatusCode);
    }

    [Fact]
    public async Task List_NamesTheEnvironments()
    {
        using var client = played.Service.Client(played.Key);
        Assert.Equal("""["corridor"]""", await client.GetStringAsync("/openenv/list_environments"));
        Assert.Equal("""["corridor"]""", await client.GetStringAsync("/openenv/corridor/list_environments"));
    }

    [Fact]
    public async Task Docs_IsAPageThatLoadsNothingFromElsewhere()
    {
        using var client = played.Service.Client(played.Key);
        var answer = await client.GetAsync("/openenv/corridor/docs");
        Assert.Equal("text/html", answer.Content.Headers.ContentType!.MediaType);
        var page = await answer.Content.ReadAsStringAsync();
        Assert.Contains("<code>move</code>", page, StringComparison.Ordinal);
        Assert.DoesNotContain("src=", page, StringComparison.Ordinal);
        Assert.DoesNotContain("<script", page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task EpisodeOverHttp_IsTheSameAsOverASocket()
    {
        using var socket = await played.ConnectAsync();
        var expected = await socket.ResetAsync("""{"seed":41}""");
        var (status, begun) = await played.PostAsync("reset", """{"seed":41,"episode_id":"over http"}""");
        Assert.Equal(200, status);
        Assert.Equal(expected.GetProperty("observation").GetRawText(), begun.GetProperty("observation").GetRawText());
        for (var step = 1; step <= 4; step++)
        {
            var same = await socket.StepAsync(Wait);
            var (stepStatus, answer) = await played.PostAsync("step", $$"""{"episode_id":"over http","action":{{Wait}},"request_id":"r","timeout_s":5,"extra":1}""");
            Assert.Equal(200, stepStatus);
            Assert.Equal(same.GetProperty("observation").GetRawText(), answer.GetProperty("observation").GetRawText());
            Assert.Equal(same.GetProperty("reward").GetRawText(), answer.GetProperty("reward").GetRawText());
            var state = (await played.GetAsync("state?episode_id=over%20http")).Body;
            Assert.Equal("over http", state.GetProperty("episode_id").GetString());
            Assert.Equal(step, state.GetProperty("step_count").GetInt32());
        }

        var repeated = await played.PostAsync("step", $$"""{"episode_id":"over http","action":{{Wait}},"step":4}""");
        Assert.Equal(4, repeated.Body.GetProperty("metadata").GetProperty("step").GetInt32());
        Assert.Equal(409, (await played.PostAsync("step", """{"episode_id":"over http","action":{"tool":"finish"},"step":4}""")).Status);
        Assert.Equal(409, (await played.PostAsync("step", """{"episode_id":"over http","action":{"tool":"finish"},"step":6}""")).Status);
        Assert.Equal(409, (await played.PostAsync("reset", """{"seed":41,"episode_id":"over http"}""")).Status);
        var ended = await played.PostAsync("step", """{"episode_id":"over http","action":{"tool":"finish"}}""");
        Assert.True(ended.Body.GetProperty("done").GetBoolean());
        Assert.Equal(409, (await played.PostAsync("step", $$"""{"episode_id":"over http","action":{{Wait}}}""")).Status);
        Assert.True((await played.GetAsync("state?episode_id=over%20http")).Body.GetProperty("done").GetBoolean());
    }

    [Fact]
    public async Task WithoutAnId_RequestsStandForThemselves()
    {
        Assert.Equal("""{"episode_id":null,"step_count":0}""", (await played.GetAsync("state")).Body.GetRawText());
        using var client = played.Service.Client(played.Key);
        var begun = await client.PostAsync("/openenv/corridor/reset", null);
        Assert.Equal(200, (int)begun.StatusCode);
        var (status, answer) = await played.PostAsync("step", $$"""{"action":{{Wait}}}""");
        Assert.Equal(200, status);
        Assert.Equal(1, answer.GetProperty("metadata").GetProperty("step").GetInt32());
        var id = answer.GetProperty("metadata").GetProperty("episode_id").GetString();
        var next = await played.PostAsync("step", $$"""{"episode_id":"{{id}}","action":{{Wait}}}""");
        Assert.Equal(2, next.Body.GetProperty("metadata").GetProperty("step").GetInt32());
    }

    [Theory]
    [InlineData("step", """{"episode_id":"nowhere","action":{"tool":"finish"}}""")]
    [InlineData("reset", """{"episode_id":"nowhere","resume":true}""")]
    public async Task UnknownEpisode_IsNotFound(string path, string body)
    {
        var (status, answer) = await played.PostAsync(path, body);
        Assert.Equal(404, status);
        Assert.Equal("There is no episode 'nowhere' in this environment.", answer.GetProperty("detail").GetString());
        Assert.Equal(404, (await played.GetAsync("state?episode_id=nowhere")).Status);
    }

    [Fact]
    public async Task LongBody_IsRefused()
    {
        var body = $$"""{"action":{"tool":"finish","message":"{{new string('x', 1024 * 1024)}}"} }""";
        Assert.Equal(413, (await played.PostAsync("step", body)).Status);
        using var client = played.Service.Client(played.Key);
        using var request = new HttpRequestMessage(HttpMethod.Post, "/openenv/corridor/step") { Content = new StringContent(body) };
        request.Headers.TransferEncodingChunked = true;
        Assert.Equal(413, (int)(await client.SendAsync(request)).StatusCode);
    }

    [Fact]
    public async Task DeepJson_IsRefused()
    {
        var (status, answer) = await played.PostAsync("reset", new string('[', 1000));
        Assert.Equal(422, status);
        Assert.Equal("json_invalid", answer.GetProperty("detail")[0].GetProperty("type").GetString());
    }

    [Fact]
    public async Task Socket_TakesTheKeyAsPassword_AsClientsPutItIntoTheAddress()
    {
        var basic = "Basic " + Convert.ToBase64String(System.Text.Encoding.UTF8.GetBytes("acme:" + played.Key));
        using var socket = await PlayingSocket.ConnectAsync(played.Service, "/openenv/corridor/ws", null, basic);
        Assert.Equal("""{"episode_id":null,"step_count":0}""", (await socket.StateAsync()).GetRawText());
        using var client = played.Service.Client(null);
        client.DefaultRequestHeaders.Add("Authorization", basic);
        Assert.Equal("""{"status":"healthy"}""", await client.GetStringAsync("/openenv/corridor/health"));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("Bearer crl_acme_0000000000000000000000000000000000000000")]
    [InlineData("Basic eDp5")]
    public async Task Socket_IsRefusedBeforeItOpens_WithoutAKey(string? authorization)
    {
        var refusal = await Assert.ThrowsAsync<WebSocketException>(
            () => PlayingSocket.ConnectAsync(played.Service, "/openenv/corridor/ws", null, authorization));
        Assert.Equal("401", refusal.Message);
    }

    [Fact]
    public async Task Key_WithoutTheAgentScope_IsForbidden()
    {
        var auditor = await played.Service.AddKeyAsync("acme", KeyScopes.Auditor);
        var refusal = await Assert.ThrowsAsync<WebSocketException>(() => PlayingSocket.ConnectAsync(played.Service, "/openenv/corridor/ws", auditor));
        Assert.Equal("403", refusal.Message);
    }

    [Fact]
    public async Task PagesOfOtherOrigins_MayNotAct()
    {
        var refusal = await Assert.ThrowsAsync<WebSocketException>(
            () => PlayingSocket.ConnectAsync(played.Service, "/openenv/corridor/ws", played.Key, origin: "https://elsewhere.example"));
        Assert.Equal("403", refusal.Message);
        using var own = await PlayingSocket.ConnectAsync(played.Service, "/openenv/corridor/ws", played.Key, origin: $"http://{played.Service.Address.Authority}");
        Assert.Equal(JsonValueKind.Object, (await own.ResetAsync()).ValueKind);
        using var client = played.Service.Client(played.Key);
        client.DefaultRequestHeaders.Add("Origin", "https://elsewhere.example");
        Assert.Equal(403, (int)(await client.PostAsync("/openenv/corridor/reset", null)).StatusCode);
    }

    [Fact]
    public async Task Socket_DeclinesCompression()
    {
        using var socket = await played.ConnectAsync();
        Assert.False(socket.Socket.HttpResponseHeaders!.ContainsKey("Sec-WebSocket-Extensions"));
    }
}
