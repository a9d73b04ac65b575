using System.Collections.Concurrent;
using System.Security.Cryptography;
using ClinicalRl.Service.OpenEnv.Sessions;
using Microsoft.Extensions.Options;

namespace ClinicalRl.Service.OpenEnv.Mcp;

/// <summary>A session made over HTTP <c>/mcp</c>, that a WebSocket may join.</summary>
internal sealed class McpSession(string id, AgentSession session, bool isCounted)
{
    private const int TurnSeconds = 30;

    private readonly SemaphoreSlim turn = new(1, 1);
    private int attached;
    private int ended;

    /// <summary>Its secret name.</summary>
    public string Id => id;

    /// <summary>What it plays.</summary>
    public AgentSession Session => session;

    /// <summary>Whether it takes a place of its own; otherwise its WebSocket does.</summary>
    public bool IsCounted => isCounted;

    /// <summary>Does something while no other request does; false when the others took too long.</summary>
    public async ValueTask<bool> TakeTurnAsync(Func<ValueTask> something)
    {
        if (!await turn.WaitAsync(TimeSpan.FromSeconds(TurnSeconds)))
            return false;
        try
        {
            await something();
            return true;
        }
        finally
        {
            turn.Release();
        }
    }

    /// <summary>Timestamp of its last use.</summary>
    public long LastUsed { get; set; }

    /// <summary>Whether it ends when the WebSocket on it does.</summary>
    public bool Closing { get; set; }

    /// <summary>Whether a WebSocket is on it.</summary>
    public bool IsAttached => Volatile.Read(ref attached) == 1;

    /// <summary>Takes it for a WebSocket; false when one is on it already.</summary>
    public bool TryAttach() => Interlocked.Exchange(ref attached, 1) == 0;

    /// <summary>The WebSocket has gone.</summary>
    public void Detach() => Volatile.Write(ref attached, 0);

    /// <summary>True for the one caller who ends it.</summary>
    public bool TryEnd() => Interlocked.Exchange(ref ended, 1) == 0;
}

/// <summary>The sessions made over HTTP <c>/mcp</c>. A session nobody uses for the idle time ends; its episode stays.</summary>
internal sealed class McpSessions(SessionGate gate, TimeProvider time, IOptions<OpenEnvOptions> options)
{
    private const int IdBytes = 16;

    private readonly ConcurrentDictionary<string, McpSession> sessions = new(StringComparer.Ordinal);

    /// <summary>Keeps a new session; null, with the limit that was reached, when there may not be another.</summary>
    public McpSession? Create(AgentSession session, out SessionCapacity reached)
    {
        if (!gate.TryEnter(session.Tenant, out reached))
            return null;
        return Keep(session, isCounted: true);
    }

    /// <summary>Names the session of a WebSocket, so that HTTP requests may join it; it ends with its WebSocket.</summary>
    public McpSession Adopt(AgentSession session)
    {
        var adopted = Keep(session, isCounted: false);
        adopted.Closing = true;
        adopted.TryAttach();
        return adopted;
    }

    /// <summary>The WebSocket on a session has gone.</summary>
    public void Detach(McpSession session)
    {
        session.LastUsed = time.GetTimestamp();
        session.Detach();
        if (session.Closing)
            End(session);
    }

    /// <summary>The session of that name, if it is one of this tenant in this environment.</summary>
    public McpSession? Find(string id, string tenant, string environment)
    {
        if (!sessions.TryGetValue(id, out var found) || found.Session.Tenant != tenant || found.Session.Environment.Spec.Id != environment)
            return null;
        found.LastUsed = time.GetTimestamp();
        return found;
    }

    /// <summary>Ends a session.</summary>
    public void End(McpSession session)
    {
        if (!session.TryEnd())
            return;
        sessions.TryRemove(session.Id, out _);
        if (session.IsCounted)
            gate.Leave(session.Session.Tenant);
    }

    /// <summary>Ends every session that has been idle for too long and has no WebSocket on it.</summary>
    public void EndIdle()
    {
        var limit = TimeSpan.FromSeconds(options.Value.IdleTimeoutSeconds);
        foreach (var session in sessions.Values)
        {
            if (!session.IsAttached && time.GetElapsedTime(session.LastUsed) > limit)
                End(session);
        }
    }

    private McpSession Keep(AgentSession session, bool isCounted)
    {
        var id = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(IdBytes));
        return sessions[id] = new McpSession(id, session, isCounted) { LastUsed = time.GetTimestamp() };
    }
}
