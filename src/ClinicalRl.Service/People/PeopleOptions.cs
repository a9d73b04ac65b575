using ClinicalRl.Grains.Tenancy;
using ClinicalRl.Service.Hosting;
using Microsoft.Extensions.Options;

namespace ClinicalRl.Service.People;

/// <summary>Whose tokens people may come with instead of API keys, section <c>ClinicalRl:Oidc</c>. Nobody's while there is no authority.</summary>
public sealed class PeopleOptions
{
    /// <summary>Name of the configuration section.</summary>
    public const string Section = ServiceOptions.Section + ":Oidc";

    /// <summary>The OpenID Connect issuer, whose discovery document is below it: https, or http on loopback. Null switches it off.</summary>
    public string? Authority { get; set; }

    /// <summary>What a token must be meant for ('aud').</summary>
    public string? Audience { get; set; }

    /// <summary>The claim that names the tenant.</summary>
    public string TenantClaim { get; set; } = "tenant";

    /// <summary>Tenants by what that claim holds; when there are none, it holds the tenant's id itself.</summary>
    public Dictionary<string, string> Tenants { get; set; } = new(StringComparer.Ordinal);

    /// <summary>The claim, given once or often, whose words are scopes.</summary>
    public string ScopesClaim { get; set; } = "roles";

    /// <summary>Scopes by what that claim holds; when there are none, it holds their own names. What is not a scope is passed over.</summary>
    public Dictionary<string, string> Scopes { get; set; } = new(StringComparer.Ordinal);

    /// <summary>Whether a token may be the operator's. Only for an issuer whose claims no customer can set.</summary>
    public bool AllowOperator { get; set; }

    internal bool IsOn => !string.IsNullOrEmpty(Authority);
}

/// <summary>Refuses settings that cannot work, before anything starts.</summary>
internal sealed class PeopleOptionsValidator : IValidateOptions<PeopleOptions>
{
    public ValidateOptionsResult Validate(string? name, PeopleOptions options)
    {
        if (!options.IsOn)
            return ValidateOptionsResult.Success;
        if (!Uri.TryCreate(options.Authority, UriKind.Absolute, out var authority) || !(authority.Scheme == Uri.UriSchemeHttps || (authority.Scheme == Uri.UriSchemeHttp && authority.IsLoopback)))
            return ValidateOptionsResult.Fail("ClinicalRl:Oidc:Authority must be an https address, or an http one on loopback.");
        if (string.IsNullOrWhiteSpace(options.Audience))
            return ValidateOptionsResult.Fail("ClinicalRl:Oidc:Audience must say what tokens are meant for.");
        if (options.TenantClaim.Length == 0 || options.ScopesClaim.Length == 0)
            return ValidateOptionsResult.Fail("ClinicalRl:Oidc:TenantClaim and :ScopesClaim must name claims.");
        if (options.Tenants.Values.FirstOrDefault(tenant => !TenantId.TryParse(tenant, out _)) is { } wrong)
            return ValidateOptionsResult.Fail($"ClinicalRl:Oidc:Tenants must name tenants; '{wrong}' is no tenant's id.");
        return options.Scopes.Values.FirstOrDefault(scope => KeyScopeWords.Parse(scope) == KeyScopes.None) is { } unknown
            ? ValidateOptionsResult.Fail($"ClinicalRl:Oidc:Scopes must name scopes; '{unknown}' is none.")
            : ValidateOptionsResult.Success;
    }
}
