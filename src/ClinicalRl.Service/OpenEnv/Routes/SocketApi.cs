using System.Net.WebSockets;
using ClinicalRl.Service.OpenEnv.Documents;
using ClinicalRl.Service.OpenEnv.Mcp;
using ClinicalRl.Service.OpenEnv.Messages;
using ClinicalRl.Service.OpenEnv.Sessions;
using ClinicalRl.Service.OpenEnv.Sockets;
using ClinicalRl.Service.Quotas;
using ClinicalRl.Service.Reading;
using ClinicalRl.Service.Tenancy;
using Microsoft.Extensions.Options;

namespace ClinicalRl.Service.OpenEnv.Routes;

/// <summary>Opens WebSockets. Whoever asks was authenticated before; a client there is no room for is told so over the socket, as OpenEnv does.</summary>
internal sealed class SocketApi(
    IGrainFactory grains, SessionGate gate, McpSessions sessions, McpCalls mcp, FairTurns fair, LongMessageMemory memory, SocketWatch watch, OriginCheck origins,
    TimeProvider time, IOptions<OpenEnvOptions> options, ILogger<SocketApi> logger)
{
    /// <summary>Accepts the socket and speaks on it until it ends.</summary>
    public async Task RunAsync(HttpContext context, OpenEnvDocuments documents, bool isMcp)
    {
        if (!origins.Allows(context))
        {
            await HttpAnswers.DetailAsync(context, StatusCodes.Status403Forbidden, OriginCheck.Refusal);
            return;
        }

        var limits = options.Value;
        using var socket = await context.WebSockets.AcceptWebSocketAsync(new WebSocketAcceptContext
        {
            DangerousEnableCompression = false,
            KeepAliveInterval = TimeSpan.FromSeconds(limits.PingIntervalSeconds),
            KeepAliveTimeout = TimeSpan.FromSeconds(limits.PingTimeoutSeconds),
        });
        var caller = context.Caller();
        var asked = isMcp ? "" : context.Request.Query["session_id"].ToString();
        if (asked.Length > 0)
            await JoinAsync(socket, documents, caller, asked);
        else
            await OpenAsync(socket, documents, caller, isMcp);
    }

    private async Task OpenAsync(WebSocket socket, OpenEnvDocuments documents, Caller caller, bool isMcp)
    {
        var tenant = caller.Tenant.Text;
        if (!gate.TryEnter(tenant, out var reached))
        {
            await RefuseAsync(socket, caller, answer => WriteFull(answer, reached, isMcp));
            return;
        }

        var session = new SocketSession(new AgentSession(documents.Environment, grains, caller), null);
        try
        {
            await SpeakAsync(socket, caller, isMcp ? new McpProtocol(session, documents, mcp, logger) : new EnvironmentProtocol(session, documents, mcp, logger));
        }
        finally
        {
            if (session.Shared is { } shared)
                sessions.Detach(shared);
            gate.Leave(tenant);
        }
    }

    private async Task JoinAsync(WebSocket socket, OpenEnvDocuments documents, Caller caller, string id)
    {
        var shared = sessions.Find(id, caller.Tenant.Text, documents.Spec.Id);
        if (shared is null)
        {
            await RefuseAsync(socket, caller, answer => SocketAnswers.Ended(answer, "Unknown session_id: " + WireJson.Shorten(id)));
            return;
        }

        if (!shared.TryAttach())
        {
            await RefuseAsync(socket, caller, answer => SocketAnswers.Ended(answer, "The session has a WebSocket already."));
            return;
        }

        try
        {
            await SpeakAsync(socket, caller, new EnvironmentProtocol(new SocketSession(shared.Session, shared), documents, mcp, logger));
        }
        finally
        {
            sessions.Detach(shared);
        }
    }

    private async Task SpeakAsync(WebSocket socket, Caller caller, ISocketProtocol protocol)
    {
        var connection = new SocketConnection(socket, caller, protocol, fair.Of(caller.Tenant), memory, options.Value, time);
        watch.Add(connection);
        try
        {
            await connection.RunAsync();
        }
        finally
        {
            watch.Remove(connection);
        }
    }

    private async Task RefuseAsync(WebSocket socket, Caller caller, Action<PooledBytes> write)
    {
        var connection = new SocketConnection(socket, caller, NothingSpoken.Instance, fair.Of(caller.Tenant), memory, options.Value, time);
        watch.Add(connection);
        try
        {
            await connection.RefuseAsync(write);
        }
        finally
        {
            watch.Remove(connection);
        }
    }

    private static void WriteFull(PooledBytes answer, SessionCapacity reached, bool isMcp)
    {
        if (!isMcp)
        {
            SocketAnswers.Full(answer, reached);
            return;
        }

        JsonRpcAnswer.Error("null"u8, JsonRpcAnswer.ServerError, reached.Message, answer, writer =>
        {
            writer.WriteStartObject();
            writer.WriteNumber("active_sessions"u8, reached.Active);
            writer.WriteNumber("max_sessions"u8, reached.Max);
            writer.WriteEndObject();
        });
    }

    private sealed class NothingSpoken : ISocketProtocol
    {
        public static NothingSpoken Instance { get; } = new();

        public ValueTask<bool> AnswerAsync(ReadOnlyMemory<byte> message, PooledBytes answer) => new(false);

        public void AnswerBinary(PooledBytes answer)
        {
        }
    }
}
