using ClinicalRl.Grains.Tenancy;
using Microsoft.Extensions.Options;

namespace ClinicalRl.Service.Hosting;

/// <summary>The key that a service is first entered with, when its owner made it and not the service; section <c>ClinicalRl</c>.</summary>
public sealed class FirstKeyOptions
{
    internal const string Setting = ServiceOptions.Section + ":" + nameof(FirstKey);

    private const int HashDigits = 64;

    /// <summary>
    /// Tenant and SHA-256 of its first key, as <c>tenant:hash</c> in hexadecimal digits; the key itself, <c>crl_tenant_…</c>, stays with whoever made it. It is added when the tenant never had a key.
    /// </summary>
    public string? FirstKey { get; set; }

    /// <summary>Tenant and hash; null when none is given.</summary>
    internal (TenantId Tenant, byte[] Hash)? Parsed => TryParse(out var tenant, out var hash) ? (tenant, hash) : null;

    internal bool TryParse(out TenantId tenant, out byte[] hash)
    {
        (tenant, hash) = (default, []);
        if (FirstKey?.Split(':') is not [var name, { Length: HashDigits } digits] || !digits.All(char.IsAsciiHexDigit) || !TenantId.TryParse(name, out tenant))
            return false;
        hash = Convert.FromHexString(digits);
        return true;
    }
}

/// <summary>Refuses what is no hash of a key; a key itself, put here by mistake, is refused without being repeated.</summary>
internal sealed class FirstKeyOptionsValidator : IValidateOptions<FirstKeyOptions>
{
    public ValidateOptionsResult Validate(string? name, FirstKeyOptions options) => string.IsNullOrEmpty(options.FirstKey) || options.TryParse(out _, out _)
        ? ValidateOptionsResult.Success
        : ValidateOptionsResult.Fail("ClinicalRl:FirstKey must be a tenant's id, a colon and the SHA-256 of its key as 64 hexadecimal digits, never the key itself.");
}
