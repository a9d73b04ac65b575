using ClinicalRl.Service.Hosting;

namespace ClinicalRl.Service.OpenEnv;

/// <summary>Limits of the OpenEnv surface, section <c>ClinicalRl:OpenEnv</c>.</summary>
public sealed class OpenEnvOptions
{
    /// <summary>Name of the configuration section.</summary>
    public const string Section = ServiceOptions.Section + ":OpenEnv";

    /// <summary>Longest message of a client, bytes; a longer one ends the session.</summary>
    public const int MaxMessageBytes = 1024 * 1024;

    /// <summary>Most pieces a message may arrive in.</summary>
    public const int MaxMessagePieces = 16 * 1024;

    /// <summary>Sessions open at once, of all tenants: WebSockets and those made over HTTP <c>/mcp</c>.</summary>
    public int MaxSessions { get; set; } = 8_192;

    /// <summary>Sessions open at once of one tenant.</summary>
    public int MaxSessionsPerTenant { get; set; } = 4_096;

    /// <summary>Seconds after which a session that asks for nothing is ended. Its episode stays.</summary>
    public int IdleTimeoutSeconds { get; set; } = 3_600;

    /// <summary>Seconds that a message may take to arrive once it began.</summary>
    public int MessageTimeoutSeconds { get; set; } = 30;

    /// <summary>Seconds that a client may take to accept an answer.</summary>
    public int SendTimeoutSeconds { get; set; } = 30;

    /// <summary>Seconds between pings.</summary>
    public int PingIntervalSeconds { get; set; } = 20;

    /// <summary>Seconds within which a ping must be answered.</summary>
    public int PingTimeoutSeconds { get; set; } = 20;

    /// <summary>
    /// Origins of web pages that may open a session, such as <c>https://console.example</c>. Other clients send no origin and need none.
    /// </summary>
    public IList<string> AllowedOrigins { get; } = [];
}
