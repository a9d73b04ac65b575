using ClinicalRl.Service.OpenEnv.Documents;
using ClinicalRl.Service.OpenEnv.Sessions;

namespace ClinicalRl.Service.OpenEnv.Mcp;

/// <summary>Where a JSON-RPC request came from.</summary>
/// <param name="Documents">The environment.</param>
/// <param name="Tenant">Who asks.</param>
/// <param name="Own">The session of the WebSocket it came over; null over HTTP.</param>
/// <param name="Create">Makes a session, when one is asked for or needed for a single call.</param>
internal sealed record McpPlace(OpenEnvDocuments Documents, string Tenant, SocketSession? Own, Func<AgentSession> Create)
{
    /// <summary>The session of that name, if the caller may use it here.</summary>
    public McpSession? Find(McpSessions sessions, string id) => sessions.Find(id, Tenant, Documents.Spec.Id);
}
