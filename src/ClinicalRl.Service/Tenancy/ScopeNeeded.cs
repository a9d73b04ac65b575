using ClinicalRl.Grains.Tenancy;
using Microsoft.AspNetCore.Authorization;

namespace ClinicalRl.Service.Tenancy;

/// <summary>On a route: the caller's key must hold at least one of these scopes.</summary>
public sealed class ScopeNeeded(KeyScopes anyOf) : IAuthorizeData, IAuthorizationRequirement, IAuthorizationRequirementData
{
    /// <summary>Any one of them will do.</summary>
    public KeyScopes AnyOf { get; } = anyOf;

    /// <summary>Their wire names.</summary>
    public string[] Words { get; } = anyOf.Words();

    /// <inheritdoc/>
    public string? Policy { get; set; }

    /// <inheritdoc/>
    public string? Roles { get; set; }

    /// <inheritdoc/>
    public string? AuthenticationSchemes { get; set; }

    /// <inheritdoc/>
    public IEnumerable<IAuthorizationRequirement> GetRequirements() => [this];
}

/// <summary>Grants a route to callers whose key holds a needed scope.</summary>
internal sealed class ScopeHandler : AuthorizationHandler<ScopeNeeded>
{
    protected override Task HandleRequirementAsync(AuthorizationHandlerContext context, ScopeNeeded requirement)
    {
        if (context.User is CallerPrincipal principal && (principal.Caller.Scopes & requirement.AnyOf) != KeyScopes.None)
            context.Succeed(requirement);
        return Task.CompletedTask;
    }
}
