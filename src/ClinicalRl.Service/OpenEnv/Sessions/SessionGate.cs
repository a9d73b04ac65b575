using Microsoft.Extensions.Options;

namespace ClinicalRl.Service.OpenEnv.Sessions;

/// <summary>Counts sessions, so that neither all tenants together nor one of them can have too many.</summary>
internal sealed class SessionGate(IOptions<OpenEnvOptions> options)
{
    private readonly Lock guard = new();
    private readonly Dictionary<string, int> ofTenant = new(StringComparer.Ordinal);
    private int open;

    /// <summary>Sessions open now.</summary>
    public int Open
    {
        get
        {
            lock (guard)
                return open;
        }
    }

    /// <summary>Counts a new session in; says what stood in the way when it may not be. Give the place back with <see cref="Leave"/>.</summary>
    public bool TryEnter(string tenant, out SessionCapacity reached)
    {
        var limits = options.Value;
        lock (guard)
        {
            var mine = ofTenant.GetValueOrDefault(tenant);
            reached = mine >= limits.MaxSessionsPerTenant
                ? new SessionCapacity(mine, limits.MaxSessionsPerTenant)
                : new SessionCapacity(open, limits.MaxSessions);
            if (mine >= limits.MaxSessionsPerTenant || open >= limits.MaxSessions)
                return false;
            open++;
            ofTenant[tenant] = mine + 1;
            return true;
        }
    }

    /// <summary>Counts a session out.</summary>
    public void Leave(string tenant)
    {
        lock (guard)
        {
            open--;
            if (--ofTenant[tenant] == 0)
                ofTenant.Remove(tenant);
        }
    }
}

/// <summary>How many sessions there are and may be, of all or of the tenant, whichever limit counts.</summary>
internal readonly record struct SessionCapacity(int Active, int Max)
{
    /// <summary>What a refused client is told.</summary>
    public string Message => FormattableString.Invariant($"Server at capacity: {Active}/{Max} sessions active. Cannot accept new connections.");
}
