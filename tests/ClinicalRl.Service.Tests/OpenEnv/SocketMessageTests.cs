using System.Net.WebSockets;
using System.Text.Json;

namespace ClinicalRl.Service.Tests.OpenEnv;

/// <summary>What is said on <c>/ws</c>, row by row.</summary>
[Collection(PlayedServiceGroup.Name)]
public sealed class SocketMessageTests(PlayedService played)
{
    private const string Left = """{"tool":"move","arguments":{"direction":"left"}}""";

    [Theory]
    [InlineData("""{"type":"reset","data":{"seed":7,"episode_id":"rows-1"}}""")]
    [InlineData("""{"type":"reset","data":{}}""")]
    [InlineData("""{"type":"reset"}""")]
    [InlineData("""{"data":{"seed":3,"made_up":[1,2]},"type":"reset"}""")]
    [InlineData("""{"type":"reset","data":{"seed":-1}}""")]
    [InlineData("""{"type":"reset","data":{"seed":null,"episode_id":null}}""")]
    [InlineData("""{"type":"reset","data":{"seed":"18446744073709551615"}}""")]
    [InlineData("""{"type":"reset","data":{"options":{"seed":5,"difficulty":"hard"}}}""")]
    public async Task Reset_AnswersObservationWithoutReward(string message)
    {
        using var socket = await played.ConnectAsync();
        var answer = await socket.AskAsync(message);
        Assert.Equal(["type", "data"], Names(answer));
        Assert.Equal("observation", answer.GetProperty("type").GetString());
        var data = answer.GetProperty("data");
        Assert.Equal(["observation", "reward", "done", "metadata"], Names(data));
        Assert.Equal(["text", "data", "time_minutes"], Names(data.GetProperty("observation")));
        Assert.Equal(JsonValueKind.Null, data.GetProperty("reward").ValueKind);
        Assert.False(data.GetProperty("done").GetBoolean());
        Assert.Equal(0, data.GetProperty("metadata").GetProperty("step").GetInt32());
    }

    [Fact]
    public async Task Reset_ReportsSeedAndIgnoredOptions()
    {
        using var socket = await played.ConnectAsync();
        var drawn = await socket.ResetAsync("""{"sed":7}""");
        var metadata = drawn.GetProperty("metadata");
        Assert.Equal("""["sed"]""", metadata.GetProperty("ignoredOptions").GetRawText());
        var seed = metadata.GetProperty("seed").GetUInt64();
        Assert.InRange(seed, 0UL, (1UL << 53) - 1);
        var again = await socket.ResetAsync($$"""{"seed":{{seed}}}""");
        Assert.Equal(drawn.GetProperty("observation").GetRawText(), again.GetProperty("observation").GetRawText());
        Assert.False(again.GetProperty("metadata").TryGetProperty("ignoredOptions", out _));
    }

    [Fact]
    public async Task Step_AnswersObservationRewardAndHonestMetadata()
    {
        using var socket = await played.ConnectAsync();
        await socket.ResetAsync("""{"seed":7}""");
        var data = await socket.StepAsync(Left);
        Assert.Equal(["observation", "reward", "done", "metadata"], Names(data));
        Assert.InRange(data.GetProperty("reward").GetDouble(), 0, 1);
        var metadata = data.GetProperty("metadata");
        Assert.Equal(1, metadata.GetProperty("step").GetInt32());
        Assert.False(metadata.GetProperty("terminated").GetBoolean());
        Assert.False(metadata.GetProperty("truncated").GetBoolean());
        Assert.Equal(JsonValueKind.Array, metadata.GetProperty("breakdown").ValueKind);
        Assert.Equal(JsonValueKind.Object, metadata.GetProperty("episodeReward").ValueKind);
        Assert.Equal("draft", metadata.GetProperty("rewardFunction").GetProperty("status").GetString());
        Assert.Contains("not signed by a clinician", metadata.GetProperty("notice").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Step_PaysNothing_WhenNothingWasJudged()
    {
        using var socket = await played.ConnectAsync();
        await socket.ResetAsync("""{"seed":7}""");
        var data = await socket.StepAsync("""{"tool":"wait","arguments":{"minutes":1},"metadata":{"mine":1}}""");
        Assert.False(data.GetProperty("metadata").GetProperty("judged").GetBoolean());
        Assert.Equal("0", data.GetProperty("reward").GetRawText());
    }

    [Fact]
    public async Task State_CountsExactly_AndEchoesTheId()
    {
        using var socket = await played.ConnectAsync();
        Assert.Equal("""{"episode_id":null,"step_count":0}""", (await socket.StateAsync()).GetRawText());
        const string id = "Mine / ü 1 \\\"x\\\"";
        await socket.ResetAsync($$"""{"seed":7,"episode_id":"{{id}}"}""");
        for (var step = 0; step < 5; step++)
        {
            var state = await socket.StateAsync();
            Assert.Equal("Mine / ü 1 \"x\"", state.GetProperty("episode_id").GetString());
            Assert.Equal(step, state.GetProperty("step_count").GetInt32());
            await socket.StepAsync(step == 2 ? """{"tool":"nonsense"}""" : """{"tool":"wait","arguments":{"minutes":1}}""");
        }

        await socket.AskAsync("""{"type":"step","data":{"nope":1}}""");
        Assert.Equal(5, (await socket.StateAsync()).GetProperty("step_count").GetInt32());
        await socket.ResetAsync("""{"seed":7}""");
        Assert.Equal(0, (await socket.StateAsync()).GetProperty("step_count").GetInt32());
    }

    [Fact]
    public async Task Mcp_AnswersJsonRpcInItsOwnFrame()
    {
        using var socket = await played.ConnectAsync();
        var answer = await socket.AskAsync("""{"type":"mcp","data":{"jsonrpc":"2.0","method":"tools/list","params":{},"id":1}}""");
        Assert.Equal("mcp", answer.GetProperty("type").GetString());
        var data = answer.GetProperty("data");
        Assert.Equal(1, data.GetProperty("id").GetInt32());
        Assert.Equal("move", data.GetProperty("result").GetProperty("tools")[0].GetProperty("name").GetString());
    }

    [Fact]
    public async Task Close_IsAnsweredByACloseFrameAlone()
    {
        using var socket = await played.ConnectAsync();
        await socket.SendAsync("""{"type":"close"}""");
        Assert.Equal(WebSocketCloseStatus.NormalClosure, await socket.ReceiveCloseAsync());
    }

    [Theory]
    [InlineData("", "INVALID_JSON", "Invalid JSON: Expecting value: line 1 column 1 (char 0)")]
    [InlineData("nope", "INVALID_JSON", "Invalid JSON: Expecting value: line 1 column 1 (char 0)")]
    [InlineData("{", "INVALID_JSON", "Invalid JSON: Expecting property name enclosed in double quotes: line 1 column 2 (char 1)")]
    [InlineData("""{"type":"reset"} x""", "INVALID_JSON", "Invalid JSON: Extra data: line 1 column 18 (char 17)")]
    [InlineData("""{"type":"what"}""", "UNKNOWN_TYPE", "Unknown message type: what")]
    [InlineData("{}", "UNKNOWN_TYPE", "Unknown message type: ")]
    [InlineData("""{"type":5}""", "UNKNOWN_TYPE", "Unknown message type: 5")]
    [InlineData("""{"type":"reset","data":5}""", "VALIDATION_ERROR", "Invalid message")]
    [InlineData("""{"type":"reset","data":{},"more":1}""", "VALIDATION_ERROR", "Invalid message")]
    [InlineData("""{"type":"state","data":{}}""", "VALIDATION_ERROR", "Invalid message")]
    [InlineData("""{"type":"step"}""", "VALIDATION_ERROR", "Invalid message")]
    [InlineData("""{"type":"step","data":{}}""", "VALIDATION_ERROR", "Invalid message")]
    [InlineData("""{"type":"step","data":{"tool":"wait","nope":1}}""", "VALIDATION_ERROR", "Invalid message")]
    [InlineData("""{"type":"reset","data":{"split":"heldout"}}""", "VALIDATION_ERROR", "Invalid message")]
    [InlineData("""{"type":"reset","data":{"reward_function":"no-such"}}""", "VALIDATION_ERROR", "Invalid message")]
    [InlineData("""{"type":"step","data":{"tool":"wait","arguments":{"minutes":1}}}""", "EXECUTION_ERROR", "No episode has begun in this session: send a reset first.")]
    [InlineData("""{"type":"reset","data":{"episode_id":"never-begun","resume":true}}""", "EXECUTION_ERROR", "There is no episode 'never-begun' in this environment.")]
    public async Task Error_LeavesTheSessionUsable(string message, string code, string sentence)
    {
        using var socket = await played.ConnectAsync();
        var answer = await socket.AskAsync(message);
        Assert.Equal("error", answer.GetProperty("type").GetString());
        Assert.Equal(code, answer.GetProperty("data").GetProperty("code").GetString());
        Assert.Equal(sentence, answer.GetProperty("data").GetProperty("message").GetString());
        Assert.Equal(JsonValueKind.Null, (await socket.ResetAsync()).GetProperty("reward").ValueKind);
    }

    [Theory]
    [InlineData("""{"type":"step","data":{"tool":"wait","nope":1}}""", """{"type":"extra_forbidden","loc":["nope"],"msg":"Extra inputs are not permitted","input":1}""")]
    [InlineData("""{"type":"step","data":{"x":[2]}}""", """{"type":"extra_forbidden","loc":["x"],"msg":"Extra inputs are not permitted","input":[2]}""")]
    [InlineData("""{"type":"step","data":{}}""", """{"type":"missing","loc":["tool"],"msg":"Field required","input":{}}""")]
    [InlineData("""{"type":"step"}""", """{"type":"missing","loc":["data"],"msg":"Field required","input":{"type":"step"}}""")]
    [InlineData("""{"type":"step","data":[]}""", """{"type":"dict_type","loc":["data"],"msg":"Input should be a valid dictionary","input":[]}""")]
    [InlineData("""{"type":"step","data":{"tool":"wait","metadata":5}}""", """{"type":"dict_type","loc":["metadata"],"msg":"Input should be a valid dictionary","input":5}""")]
    [InlineData("""{"type":"close","now":true}""", """{"type":"extra_forbidden","loc":["now"],"msg":"Extra inputs are not permitted","input":true}""")]
    public async Task ValidationError_NamesTheField(string message, string expected)
    {
        using var socket = await played.ConnectAsync();
        var error = Assert.Single((await socket.AskAsync(message)).GetProperty("data").GetProperty("errors").EnumerateArray());
        Assert.Equal(expected, error.GetRawText());
    }

    [Fact]
    public async Task Step_IsRefused_OnceTheEpisodeEnded()
    {
        using var socket = await played.ConnectAsync();
        await socket.ResetAsync("""{"seed":7}""");
        var last = await socket.StepAsync("""{"tool":"finish"}""");
        Assert.True(last.GetProperty("done").GetBoolean());
        Assert.True(last.GetProperty("metadata").GetProperty("terminated").GetBoolean());
        var refused = await socket.AskAsync("""{"type":"step","data":{"tool":"finish"}}""");
        Assert.Equal("EXECUTION_ERROR", refused.GetProperty("data").GetProperty("code").GetString());
        Assert.Equal("The episode has ended: send a reset to begin another.", refused.GetProperty("data").GetProperty("message").GetString());
        Assert.Equal(1, (await socket.StateAsync()).GetProperty("step_count").GetInt32());
    }

    [Fact]
    public async Task Step_IsTruncated_AtTheEnvironmentsLimit()
    {
        using var socket = await played.ConnectAsync();
        await socket.ResetAsync("""{"seed":7}""");
        JsonElement last = default;
        for (var step = 0; step < 40; step++)
            last = await socket.StepAsync("""{"tool":"wait","arguments":{"minutes":1}}""");
        Assert.True(last.GetProperty("done").GetBoolean());
        Assert.True(last.GetProperty("metadata").GetProperty("truncated").GetBoolean());
        Assert.False(last.GetProperty("metadata").GetProperty("terminated").GetBoolean());
    }

    [Theory]
    [InlineData("[1]")]
    [InlineData("5")]
    public async Task NonObject_EndsTheSession(string message)
    {
        using var socket = await played.ConnectAsync();
        var answer = await socket.AskAsync(message);
        Assert.Equal("SESSION_ERROR", answer.GetProperty("data").GetProperty("code").GetString());
        Assert.Equal(WebSocketCloseStatus.NormalClosure, await socket.ReceiveCloseAsync());
    }

    private static IEnumerable<string> Names(JsonElement element) => element.EnumerateObject().Select(property => property.Name);
}
