namespace ClinicalRl.Service.Hosting;

/// <summary>Every limit of the HTTP surface, section <c>ClinicalRl:Limits</c>. Wider than any honest caller needs.</summary>
public sealed class RequestLimits
{
    /// <summary>Name of the configuration section.</summary>
    public const string Section = ServiceOptions.Section + ":Limits";

    /// <summary>Deepest nesting of a JSON body.</summary>
    public const int JsonDepth = 32;

    /// <summary>Longest body of a request about one thing, bytes.</summary>
    public const int BodyBytes = 1024 * 1024;

    /// <summary>Longest body of a batch, bytes.</summary>
    public const int BatchBodyBytes = 16 * 1024 * 1024;

    /// <summary>Bytes past its limit that are still read of a body, and dropped, before the connection is closed.</summary>
    public const int DroppedBytes = 32 * 1024 * 1024;

    /// <summary>Most items of a batch.</summary>
    public const int BatchItems = 1_024;

    /// <summary>Most forks made by one request.</summary>
    public const int Forks = 64;

    /// <summary>Most labels of an episode.</summary>
    public const int Labels = 16;

    /// <summary>Longest label key, characters.</summary>
    public const int LabelKeyLength = 64;

    /// <summary>Longest label value, characters.</summary>
    public const int LabelValueLength = 200;

    /// <summary>Longest Idempotency-Key, characters.</summary>
    public const int IdempotencyKeyLength = 256;

    /// <summary>Longest reference to an environment or reward function, characters.</summary>
    public const int ReferenceLength = 128;

    /// <summary>Most items of one page of a list.</summary>
    public const int PageItems = 100;

    /// <summary>Items of a page when the caller does not say.</summary>
    public const int DefaultPageItems = 50;

    /// <summary>Connections open at once.</summary>
    public int Connections { get; set; } = 10_000;

    /// <summary>WebSockets open at once, counted apart from connections.</summary>
    public int UpgradedConnections { get; set; } = 10_000;

    /// <summary>Memory that long bodies and WebSocket messages under way may hold together, mebibytes. Those up to 64 KiB do not count.</summary>
    public int LongMessagesMebibytes { get; set; } = 256;

    /// <summary>Grain calls of one batch that run at once.</summary>
    public int BatchParallelism { get; set; } = 256;

    /// <summary>Seconds after which a request is given up with a 503.</summary>
    public int RequestSeconds { get; set; } = 60;

    /// <summary>Seconds a stopping service waits for requests under way.</summary>
    public int StopSeconds { get; set; } = 20;

    /// <summary>Requests a tenant may make per second, sustained. A batch is one request.</summary>
    public int TenantRequestsPerSecond { get; set; } = 100_000;

    /// <summary>Requests, batch items and WebSocket messages worked on at once while more than one tenant asks, shared equally among those; 2 each at least.</summary>
    public int ContendedTurns { get; set; } = 32;

    /// <summary>Requests a second from one address without a valid key.</summary>
    public int AnonymousRequestsPerSecond { get; set; } = 1_000;
}
