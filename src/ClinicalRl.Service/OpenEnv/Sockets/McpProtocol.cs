using ClinicalRl.Service.OpenEnv.Documents;
using ClinicalRl.Service.OpenEnv.Mcp;
using ClinicalRl.Service.OpenEnv.Messages;
using ClinicalRl.Service.OpenEnv.Sessions;

namespace ClinicalRl.Service.OpenEnv.Sockets;

/// <summary>What is spoken on the WebSocket <c>/mcp</c>: JSON-RPC requests as they are.</summary>
internal sealed partial class McpProtocol(SocketSession session, OpenEnvDocuments documents, McpCalls mcp, ILogger logger) : ISocketProtocol
{
    private readonly McpPlace place = new(documents, session.Session.Tenant, session, () => session.Session);

    /// <inheritdoc/>
    public async ValueTask<bool> AnswerAsync(ReadOnlyMemory<byte> message, PooledBytes answer)
    {
        try
        {
            if (session.Shared is not { } shared)
                await mcp.AnswerAsync(message, place, answer);
            else if (!await shared.TakeTurnAsync(() => mcp.AnswerAsync(message, place, answer)))
                JsonRpcAnswer.Error("null"u8, JsonRpcAnswer.InternalError, Refusal.Unavailable.Message, answer);
        }
        catch (Exception exception)
        {
            LogFailure(exception);
            answer.CutTo(0);
            JsonRpcAnswer.Error("null"u8, JsonRpcAnswer.InternalError, Refusal.Unavailable.Message, answer);
        }

        return true;
    }

    /// <inheritdoc/>
    public void AnswerBinary(PooledBytes answer) =>
        JsonRpcAnswer.Error("null"u8, JsonRpcAnswer.ServerError, "Messages must be text frames.", answer);

    [LoggerMessage(Level = LogLevel.Error, Message = "An MCP request could not be carried out.")]
    private partial void LogFailure(Exception exception);
}
