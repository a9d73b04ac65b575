using System.Security.Claims;
using System.Security.Cryptography;
using System.Text;
using ClinicalRl.Grains.Tenancy;

namespace ClinicalRl.Service.People;

/// <summary>Who a valid token says that somebody is.</summary>
/// <param name="Tenant">Whose things are meant.</param>
/// <param name="Pseudonym">Names the person in records without naming them: the same for issuer and subject, always.</param>
/// <param name="Scopes">What they may do.</param>
internal readonly record struct PersonClaims(TenantId Tenant, string Pseudonym, KeyScopes Scopes)
{
    /// <summary>Reads the claims; null, with the reason, when they make nobody.</summary>
    public static PersonClaims? Read(ClaimsPrincipal token, PeopleOptions options, out string reason)
    {
        reason = "";
        var (issuer, subject) = (token.FindFirst("iss")?.Value, token.FindFirst("sub")?.Value);
        if (string.IsNullOrEmpty(issuer) || string.IsNullOrEmpty(subject))
            reason = "The token names no subject.";
        else if (TenantOf(token, options) is not { } tenant)
            reason = $"The token's claim '{options.TenantClaim}' names no tenant.";
        else if (tenant == TenantId.Operator && !options.AllowOperator)
            reason = "Tokens are not accepted for the operator.";
        else
            return new PersonClaims(tenant, PseudonymOf(issuer, subject), ScopesOf(token, options) & Possible(tenant));
        return null;
    }

    private static TenantId? TenantOf(ClaimsPrincipal token, PeopleOptions options)
    {
        var claims = token.FindAll(options.TenantClaim).ToList();
        if (claims.Count != 1)
            return null;
        var name = options.Tenants.Count == 0 ? claims[0].Value : options.Tenants.GetValueOrDefault(claims[0].Value);
        return TenantId.TryParse(name, out var tenant) ? tenant : null;
    }

    private static KeyScopes ScopesOf(ClaimsPrincipal token, PeopleOptions options)
    {
        var scopes = KeyScopes.None;
        foreach (var word in token.FindAll(options.ScopesClaim).SelectMany(claim => claim.Value.Split(' ', StringSplitOptions.RemoveEmptyEntries)))
            scopes |= KeyScopeWords.Parse(options.Scopes.Count == 0 ? word : options.Scopes.GetValueOrDefault(word, ""));
        return scopes;
    }

    private static KeyScopes Possible(TenantId tenant) => tenant == TenantId.Operator ? KeyScopes.Operator | KeyScopes.Admin | KeyScopes.Auditor : KeyScopes.All;

    private static string PseudonymOf(string issuer, string subject) =>
        "person_" + Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(issuer + "\n" + subject)).AsSpan(0, 8));
}
