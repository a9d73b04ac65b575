using System.Security.Claims;
using ClinicalRl.Grains.Tenancy;
using ClinicalRl.Service.Quotas;

namespace ClinicalRl.Service.Tenancy;

/// <summary>Who asks: made from the API key and from nothing else.</summary>
/// <param name="Tenant">Whose things are meant.</param>
/// <param name="KeyId">Public id of the key; the actor of what is recorded.</param>
/// <param name="Scopes">What the key allows.</param>
public sealed record Caller(TenantId Tenant, string KeyId, KeyScopes Scopes)
{
    /// <summary>SHA-256 of the key that came, by which connections that stay open ask whether it is still good; null when there was none.</summary>
    internal byte[]? KeyHash { get; init; }

    /// <summary>When what came ends by itself, for a person's token; keys are asked about.</summary>
    internal DateTimeOffset? Expires { get; init; }

    /// <summary>What the tenant may still use; null where nothing is counted.</summary>
    internal TenantAllowance? Allowance { get; init; }

    /// <summary>Whether the tenant is suspended: the caller is known and may do nothing.</summary>
    internal bool IsSuspended { get; init; }

    /// <summary>As what they change things: records in other tenants tell the operator's keys from the tenant's own.</summary>
    internal AdminActor Actor => new(Tenant == TenantId.Operator ? "operator:" + KeyId : KeyId, Scopes);

    /// <summary>The tenant, as the boundary between tenants knows it.</summary>
    internal ActingTenant Acting { get; } = new(Tenant);

    /// <summary>Whoever asks without a key, where that is allowed.</summary>
    public static Caller Anonymous { get; } = new(TenantId.Development, "anonymous", KeyScopes.All);
}

/// <summary>A caller as ASP.NET sees it.</summary>
public sealed class CallerPrincipal(Caller caller)
    : ClaimsPrincipal(new ClaimsIdentity([new Claim(ClaimTypes.NameIdentifier, caller.KeyId)], ApiKeyAuthentication.Scheme))
{
    /// <summary>Who asks.</summary>
    public Caller Caller { get; } = caller;
}

/// <summary>How handlers learn who asks.</summary>
public static class CallerOfRequest
{
    /// <summary>The caller of a request that passed authorization; throws on a public route.</summary>
    public static Caller Caller(this HttpContext context) =>
        (context.User as CallerPrincipal)?.Caller ?? throw new InvalidOperationException("The route asks for a caller but does not require one.");
}
