using System.Net.WebSockets;
using System.Text.Json;

namespace ClinicalRl.Service.Tests.OpenEnv;

/// <summary>The agents' channel: over HTTP, over its own WebSocket, inside <c>/ws</c>, and as step actions.</summary>
[Collection(PlayedServiceGroup.Name)]
public sealed class McpTests(PlayedService played)
{
    private const string List = """{"jsonrpc":"2.0","method":"tools/list","params":{},"id":1}""";

    [Theory]
    [InlineData("{}", -32600, "Invalid request: jsonrpc: Field required")]
    [InlineData("nope", -32700, "Parse error")]
    [InlineData("", -32700, "Parse error")]
    [InlineData("[1]", -32600, "Invalid request: an object is expected")]
    [InlineData("""{"jsonrpc":"2.0"}""", -32600, "Invalid request: method: Field required")]
    [InlineData("""{"jsonrpc":"1.0","method":"tools/list"}""", -32600, "Invalid request: jsonrpc: Input should be '2.0'")]
    [InlineData("""{"jsonrpc":"2.0","method":"tools/list","more":1}""", -32600, "Invalid request: more: Extra inputs are not permitted")]
    [InlineData("""{"jsonrpc":"2.0","method":"tools/list","id":1.5}""", -32600, "Invalid request: id: Input should be a valid string or integer")]
    [InlineData("""{"jsonrpc":"2.0","method":"initialize","params":{},"id":1}""", -32601, "Method not found: initialize")]
    [InlineData("""{"jsonrpc":"2.0","method":"tools/call","params":{},"id":1}""", -32602, "Missing 'name' in params")]
    [InlineData("""{"jsonrpc":"2.0","method":"tools/call","params":{"name":"nope"},"id":1}""", -32603, "Unknown tool: nope")]
    [InlineData("""{"jsonrpc":"2.0","method":"tools/call","params":{"name":"move","arguments":5},"id":1}""", -32602, "'arguments' must be an object of at most 64 members")]
    [InlineData("""{"jsonrpc":"2.0","method":"tools/call","params":{"name":"move","session_id":"x"},"id":1}""", -32602, "Unknown session_id: x")]
    [InlineData("""{"jsonrpc":"2.0","method":"openenv/session/close","params":{},"id":1}""", -32602, "Invalid params - 'session_id' is required")]
    [InlineData("""{"jsonrpc":"2.0","method":"openenv/session/close","params":{"session_id":"x"},"id":1}""", -32602, "Unknown session_id: x")]
    public async Task BadRequest_IsAnErrorWithStatus200_AndTheSameOverASocket(string request, int code, string message)
    {
        var (status, answer) = await played.PostAsync("mcp", request);
        Assert.Equal(200, status);
        var error = answer.GetProperty("error");
        Assert.Equal(code, error.GetProperty("code").GetInt32());
        Assert.Equal(message, error.GetProperty("message").GetString());
        Assert.Equal(["jsonrpc", "id", "error"], answer.EnumerateObject().Select(property => property.Name));
        if (request.Contains("session_id", StringComparison.Ordinal) && request.Contains("tools/call", StringComparison.Ordinal))
            return;   // over a socket the call runs in the socket's own session
        using var socket = await played.ConnectAsync("mcp");
        Assert.Equal(answer.GetRawText(), (await socket.AskAsync(request)).GetRawText());
        Assert.True((await socket.AskAsync(List)).TryGetProperty("result", out _));
    }

    [Theory]
    [InlineData("7")]
    [InlineData("\"seven\"")]
    [InlineData("null")]
    public async Task Id_ComesBackAsItWas(string id)
    {
        var (_, answer) = await played.PostAsync("mcp", $$"""{"jsonrpc":"2.0","method":"tools/list","id":{{id}}}""");
        Assert.Equal(id, answer.GetProperty("id").GetRawText());
        var tool = answer.GetProperty("result").GetProperty("tools")[0];
        Assert.Equal(["name", "description", "title", "inputSchema", "outputSchema", "annotations"], tool.EnumerateObject().Select(property => property.Name));
        Assert.Equal("object", tool.GetProperty("inputSchema").GetProperty("type").GetString());
    }

    [Fact]
    public async Task SessionOverHttp_PlaysOneEpisode()
    {
        var id = await CreateSessionAsync();
        for (var step = 1; step <= 3; step++)
        {
            var result = (await CallAsync(id, "wait", """{"minutes":2}""")).GetProperty("result");
            Assert.Equal(["content", "structured_content", "meta", "data", "is_error"], result.EnumerateObject().Select(property => property.Name));
            Assert.Equal(step, result.GetProperty("meta").GetProperty("step").GetInt32());
            Assert.Equal(2 * step, result.GetProperty("data").GetProperty("time_minutes").GetInt32());
            Assert.Equal(result.GetProperty("data").GetProperty("text").GetString(), result.GetProperty("content")[0].GetProperty("text").GetString());
            Assert.Equal(result.GetProperty("data").GetRawText(), result.GetProperty("structured_content").GetProperty("result").GetRawText());
            Assert.False(result.GetProperty("is_error").GetBoolean());
            Assert.DoesNotContain("reward", result.GetRawText(), StringComparison.OrdinalIgnoreCase);
        }

        Assert.True((await CallAsync(id, "move", """{"direction":"up"}""")).GetProperty("result").GetProperty("is_error").GetBoolean());
        var (_, closed) = await played.PostAsync("mcp", Close(id));
        Assert.Equal($$"""{"session_id":"{{id}}","closed":true}""", closed.GetProperty("result").GetRawText());
        Assert.Equal(-32602, (await CallAsync(id, "finish", "{}")).GetProperty("error").GetProperty("code").GetInt32());
    }

    [Fact]
    public async Task SessionOverHttp_IsSharedByOneSocket()
    {
        var id = await CreateSessionAsync();
        using (var socket = await played.ConnectAsync($"ws?session_id={id}"))
        {
            await socket.ResetAsync("""{"seed":3,"episode_id":"with a socket"}""");
            Assert.Equal(1, (await CallAsync(id, "wait", """{"minutes":1}""")).GetProperty("result").GetProperty("meta").GetProperty("step").GetInt32());
            Assert.Equal(1, (await socket.StateAsync()).GetProperty("step_count").GetInt32());
            Assert.Equal(2, (await socket.StepAsync("""{"tool":"wait","arguments":{"minutes":1}}""")).GetProperty("metadata").GetProperty("step").GetInt32());
            using var second = await played.ConnectAsync($"ws?session_id={id}");
            Assert.Equal("SESSION_ERROR", (await second.ReceiveAsync()).GetProperty("data").GetProperty("code").GetString());
            Assert.Equal(WebSocketCloseStatus.NormalClosure, await second.ReceiveCloseAsync());
            var (_, closing) = await played.PostAsync("mcp", Close(id));
            Assert.Equal($$"""{"session_id":"{{id}}","closed":false,"closing":true}""", closing.GetProperty("result").GetRawText());
            await socket.SendAsync("""{"type":"close"}""");
            await socket.ReceiveCloseAsync();
            await socket.Socket.CloseOutputAsync(WebSocketCloseStatus.NormalClosure, null, CancellationToken.None);
        }

        await Eventually.HoldsAsync(async () => (await CallAsync(id, "finish", "{}")).TryGetProperty("error", out _));
    }

    [Fact]
    public async Task Session_BelongsToItsTenantAlone()
    {
        var id = await CreateSessionAsync();
        var (_, answer) = await played.PostAsync("mcp", Call(id, "finish", "{}"), played.OtherKey);
        Assert.Equal("Unknown session_id: " + id, answer.GetProperty("error").GetProperty("message").GetString());
        using var socket = await played.ConnectAsync($"ws?session_id={id}", played.OtherKey);
        Assert.Equal("SESSION_ERROR", (await socket.ReceiveAsync()).GetProperty("data").GetProperty("code").GetString());
    }

    [Fact]
    public async Task Socket_NamesItsSession_ThatHttpMayUse()
    {
        using var socket = await played.ConnectAsync("mcp");
        var id = (await socket.AskAsync("""{"jsonrpc":"2.0","method":"openenv/session/create","id":1}""")).GetProperty("result").GetProperty("session_id").GetString()!;
        Assert.Equal(1, (await CallAsync(id, "wait", """{"minutes":1}""")).GetProperty("result").GetProperty("meta").GetProperty("step").GetInt32());
        Assert.Equal(2, (await socket.AskAsync(Call(null, "wait", """{"minutes":1}"""))).GetProperty("result").GetProperty("meta").GetProperty("step").GetInt32());
        Assert.Equal(-32600, (await socket.AskAsync(Close(id))).GetProperty("error").GetProperty("code").GetInt32());
    }

    [Fact]
    public async Task StepActions_ListAndCallTools()
    {
        using var socket = await played.ConnectAsync();
        var listed = await socket.StepAsync("""{"type":"list_tools","metadata":{}}""");
        var tools = listed.GetProperty("observation").GetProperty("tools");
        Assert.Equal(["move", "wait", "finish"], tools.EnumerateArray().Select(tool => tool.GetProperty("name").GetString()!));
        Assert.Equal(["name", "description", "input_schema"], tools[0].EnumerateObject().Select(property => property.Name));
        await socket.ResetAsync("""{"seed":7}""");
        var called = await socket.StepAsync("""{"metadata":{},"type":"call_tool","tool_name":"wait","arguments":{"minutes":4}}""");
        var observation = called.GetProperty("observation");
        Assert.Equal("wait", observation.GetProperty("tool_name").GetString());
        Assert.Equal(4, observation.GetProperty("result").GetProperty("data").GetProperty("time_minutes").GetInt32());
        Assert.Equal(JsonValueKind.Null, observation.GetProperty("error").ValueKind);
        Assert.Equal(1, (await socket.StateAsync()).GetProperty("step_count").GetInt32());
    }

    [Theory]
    [InlineData("nope", "{}", "tool_not_found")]
    [InlineData("move", """{"direction":"up"}""", "invalid_args")]
    public async Task StepActions_TellWhyACallFailed(string tool, string arguments, string type)
    {
        using var socket = await played.ConnectAsync();
        await socket.ResetAsync("""{"seed":7}""");
        var called = await socket.StepAsync($$"""{"type":"call_tool","tool_name":"{{tool}}","arguments":{{arguments}}}""");
        var error = called.GetProperty("observation").GetProperty("error");
        Assert.Equal(type, error.GetProperty("error_type").GetString());
        Assert.Equal(called.GetProperty("metadata").GetProperty("invalidAction").GetString(), error.GetProperty("message").GetString());
    }

    private static string Call(string? session, string tool, string arguments) =>
        $$"""{"jsonrpc":"2.0","method":"tools/call","params":{"name":"{{tool}}","arguments":{{arguments}}{{(session is null ? "" : $",\"session_id\":\"{session}\"")}}},"id":9}""";

    private static string Close(string session) => $$"""{"jsonrpc":"2.0","method":"openenv/session/close","params":{"session_id":"{{session}}"},"id":9}""";

    private async Task<JsonElement> CallAsync(string session, string tool, string arguments) => (await played.PostAsync("mcp", Call(session, tool, arguments))).Body;

    private async Task<string> CreateSessionAsync() =>
        (await played.PostAsync("mcp", """{"jsonrpc":"2.0","method":"openenv/session/create","params":{},"id":"c"}"""))
        .Body.GetProperty("result").GetProperty("session_id").GetString()!;
}
