using ClinicalRl.Grains.Tenancy;
using ClinicalRl.Service.Cluster;
using ClinicalRl.Service.Quotas;
using ClinicalRl.Service.Tenancy;
using Microsoft.AspNetCore.Authentication;
using Microsoft.Extensions.Options;
using Microsoft.IdentityModel.Tokens;

namespace ClinicalRl.Service.People;

/// <summary>Turns a token of the configured issuer into a caller. What came of it is kept for a second, as with keys.</summary>
internal sealed class PersonTokens(IGrainFactory grains, TenantAllowances allowances, IOptions<PeopleOptions> options, AuthenticatedHeaders known, TimeProvider time)
{
    /// <summary>Name of the scheme that checks signature, issuer, audience and times.</summary>
    public const string Scheme = "Oidc";

    private const int MaxLength = 8_192;

    private const string Prefix = "Bearer ";

    /// <summary>Whether a header holds what may be a token of a person, and such are accepted: three parts, as no API key has.</summary>
    public bool Takes(string header) =>
        options.Value.IsOn && header.StartsWith(Prefix, StringComparison.OrdinalIgnoreCase) && header.AsSpan(Prefix.Length).Count('.') == 2;

    /// <summary>The caller that the token proves, as a ready result; a failure when it proves none.</summary>
    public async ValueTask<AuthenticateResult> AuthenticateAsync(HttpContext context, string header)
    {
        if (header.Length > MaxLength)
            return AuthenticateResult.Fail("The token is too long.");
        var hash = HeaderHash.Of(header);
        if (known.TryFind(hash, out var kept))
            return kept;
        var token = await context.AuthenticateAsync(Scheme);
        if (!token.Succeeded)
            return AuthenticateResult.Fail(WhyNot(token.Failure));
        if (PersonClaims.Read(token.Principal, options.Value, out var reason) is not { } person)
            return AuthenticateResult.Fail(reason);
        if (await ClusterCall.RepeatAsync(grains.GetGrain<ITenantGrain>(person.Tenant.Text), 0, static (tenant, _) => tenant.ReadAsync()) is not { } tenant)
            return AuthenticateResult.Fail("The token names no tenant of this service.");
        var allowance = allowances.Of(person.Tenant);
        allowance.Hear(tenant.Quotas);
        var expires = token.Properties?.ExpiresUtc ?? time.GetUtcNow();
        var caller = new Caller(person.Tenant, person.Pseudonym, tenant.Suspended is null ? person.Scopes : KeyScopes.None)
        {
            Expires = expires, Allowance = allowance, IsSuspended = tenant.Suspended is not null,
        };
        var result = AuthenticateResult.Success(new AuthenticationTicket(new CallerPrincipal(caller), Scheme));
        known.Keep(hash, result, expires - time.GetUtcNow());
        return result;
    }

    private static string WhyNot(Exception? failure) => failure switch
    {
        SecurityTokenExpiredException => "The token has expired.",
        SecurityTokenNotYetValidException => "The token is not valid yet.",
        SecurityTokenInvalidAudienceException => "The token is not meant for this service.",
        SecurityTokenInvalidIssuerException => "The token is not of the issuer that this service accepts.",
        _ => "The token's signature or form is not good.",
    };
}
