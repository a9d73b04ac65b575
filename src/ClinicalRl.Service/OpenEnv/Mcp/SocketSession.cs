using ClinicalRl.Service.OpenEnv.Sessions;

namespace ClinicalRl.Service.OpenEnv.Mcp;

/// <summary>The session behind a WebSocket.</summary>
internal sealed class SocketSession(AgentSession session, McpSession? shared)
{
    /// <summary>What it plays.</summary>
    public AgentSession Session => session;

    /// <summary>Set when HTTP requests may use the same session; then each message must wait for its turn.</summary>
    public McpSession? Shared { get; set; } = shared;
}
