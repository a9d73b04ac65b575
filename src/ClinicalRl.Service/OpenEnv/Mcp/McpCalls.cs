using System.Text.Json;
using ClinicalRl.Service.OpenEnv.Documents;
using ClinicalRl.Service.OpenEnv.Messages;
using ClinicalRl.Service.OpenEnv.Sessions;
using ClinicalRl.Simulation.Actions;

namespace ClinicalRl.Service.OpenEnv.Mcp;

/// <summary>
/// Answers JSON-RPC requests. This is the channel of agents: it lists and calls tools, can begin an episode only by calling the first
/// tool, and shows no rewards.
/// </summary>
internal sealed class McpCalls(McpSessions sessions)
{
    /// <summary>
    /// Answers one message, whole. <paramref name="place"/> says where it came from.
    /// </summary>
    public async ValueTask AnswerAsync(ReadOnlyMemory<byte> message, McpPlace place, PooledBytes to)
    {
        JsonDocument document;
        try
        {
            if (!WireJson.IsText(message.Span))
            {
                JsonRpcAnswer.Error("null"u8, JsonRpcAnswer.ParseError, "Parse error", to);
                return;
            }

            document = JsonDocument.Parse(message, WireJson.Documents);
        }
        catch (JsonException)
        {
            JsonRpcAnswer.Error("null"u8, JsonRpcAnswer.ParseError, "Parse error", to);
            return;
        }

        using (document)
        {
            var request = JsonRpcRequest.Read(document.RootElement);
            if (request.Problem is not null)
                JsonRpcAnswer.Error("null"u8, JsonRpcAnswer.InvalidRequest, "Invalid request: " + request.Problem, to);
            else
                await AnswerAsync(request, place, to);
        }
    }

    private ValueTask AnswerAsync(JsonRpcRequest request, McpPlace place, PooledBytes to)
    {
        switch (request.Method)
        {
            case "openenv/session/create":
                CreateSession(request, place, to);
                return default;
            case "openenv/session/close":
                CloseSession(request, place, to);
                return default;
            case "tools/list":
                if (!TryFind(request, place, to, out _))
                    return default;
                JsonRpcAnswer.Begin(request, to);
                to.Put(place.Documents.McpTools.Span);
                JsonRpcAnswer.End(to);
                return default;
            case "tools/call":
                return CallAsync(request, place, to);
            default:
                JsonRpcAnswer.Error(request.Id, JsonRpcAnswer.MethodNotFound, "Method not found: " + WireJson.Shorten(request.Method), to);
                return default;
        }
    }

    private void CreateSession(JsonRpcRequest request, McpPlace place, PooledBytes to)
    {
        var reached = default(SessionCapacity);
        var session = place.Own is null ? sessions.Create(place.Create(), out reached) : place.Own.Shared ??= sessions.Adopt(place.Own.Session);
        if (session is not null)
        {
            JsonRpcAnswer.Result(request, to, writer => { writer.WriteStartObject(); writer.WriteString("session_id"u8, session.Id); writer.WriteEndObject(); });
            return;
        }

        JsonRpcAnswer.Error(request.Id, JsonRpcAnswer.ServerError, reached.Message, to, writer =>
        {
            writer.WriteStartObject();
            writer.WriteNumber("active_sessions"u8, reached.Active);
            writer.WriteNumber("max_sessions"u8, reached.Max);
            writer.WriteEndObject();
        });
    }

    private void CloseSession(JsonRpcRequest request, McpPlace place, PooledBytes to)
    {
        if (request.Text("session_id") is not { } id)
        {
            JsonRpcAnswer.Error(request.Id, JsonRpcAnswer.InvalidParams, "Invalid params - 'session_id' is required", to);
            return;
        }

        if (place.Own?.Shared?.Id == id)
        {
            JsonRpcAnswer.Error(request.Id, JsonRpcAnswer.InvalidRequest, "Cannot close active WebSocket-managed session via MCP method", to);
            return;
        }

        if (!TryFind(request, place with { Own = null }, to, out var session))
            return;
        session!.Closing = true;
        var closed = !session.IsAttached;
        if (closed)
            sessions.End(session);
        JsonRpcAnswer.Result(request, to, writer =>
        {
            writer.WriteStartObject();
            writer.WriteString("session_id"u8, id);
            writer.WriteBoolean("closed"u8, closed);
            if (!closed)
                writer.WriteBoolean("closing"u8, true);
            writer.WriteEndObject();
        });
    }

    /// <summary>The session a request names, null when it names none; false, once it was refused, when there is no such session.</summary>
    private bool TryFind(JsonRpcRequest request, McpPlace place, PooledBytes to, out McpSession? named)
    {
        named = null;
        if (place.Own is not null || request.Text("session_id") is not { } id)
            return true;
        named = place.Find(sessions, id);
        if (named is null)
            JsonRpcAnswer.Error(request.Id, JsonRpcAnswer.InvalidParams, "Unknown session_id: " + WireJson.Shorten(id), to);
        return named is not null;
    }

    private async ValueTask CallAsync(JsonRpcRequest request, McpPlace place, PooledBytes to)
    {
        if (!TryFind(request, place, to, out var shared))
            return;
        if (request.Text("name") is not { Length: <= AgentAction.MaxToolLength } name)
        {
            JsonRpcAnswer.Error(request.Id, JsonRpcAnswer.InvalidParams, "Missing 'name' in params", to);
            return;
        }

        if (place.Documents.Spec.FindTool(name) is null)
        {
            JsonRpcAnswer.Error(request.Id, JsonRpcAnswer.InternalError, $"Unknown tool: {WireJson.Shorten(name)}", to);
            return;
        }

        var hasArguments = request.Params.TryGetProperty("arguments"u8, out var arguments) && arguments.ValueKind != JsonValueKind.Null;
        if (hasArguments && (arguments.ValueKind != JsonValueKind.Object || arguments.GetPropertyCount() > AgentAction.MaxArguments))
        {
            JsonRpcAnswer.Error(request.Id, JsonRpcAnswer.InvalidParams,
                FormattableString.Invariant($"'arguments' must be an object of at most {AgentAction.MaxArguments} members"), to);
            return;
        }

        var session = place.Own?.Session ?? shared?.Session ?? place.Create();
        var action = new WireAction(ActionForm.Mcp, name, WireAction.CallOf(name, hasArguments ? arguments : null), []);
        if (shared is null)
            await PlayAsync(request, session, action, to);
        else if (!await shared.TakeTurnAsync(() => PlayAsync(request, session, action, to)))
            JsonRpcAnswer.Error(request.Id, JsonRpcAnswer.InternalError, Refusal.Unavailable.Message, to);
    }

    private static async ValueTask PlayAsync(JsonRpcRequest request, AgentSession session, WireAction action, PooledBytes to)
    {
        var refusal = session.HasEpisode ? null : await session.ResetAsync(new ResetOptions(), to);
        to.CutTo(0);
        if (refusal is null)
        {
            JsonRpcAnswer.Begin(request, to);
            refusal = await session.StepAsync(action, to);
            JsonRpcAnswer.End(to);
        }

        if (refusal is null)
            return;
        to.CutTo(0);
        JsonRpcAnswer.Error(request.Id, JsonRpcAnswer.InternalError, refusal.Message, to);
    }
}
