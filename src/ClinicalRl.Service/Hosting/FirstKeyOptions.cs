using Microsoft.Extensions.Options;

namespace ClinicalRl.Service.Hosting;

/// <summary>The operator's first key, when the operator made it and not the service; section <c>ClinicalRl</c>.</summary>
public sealed class FirstKeyOptions
{
    internal const string Setting = ServiceOptions.Section + ":" + nameof(FirstKey);

    private const int HashDigits = 64;

    /// <summary>
    /// SHA-256, in 64 hexadecimal digits, of the operator's first key, <c>crl_operator_…</c>, which stays with whoever made it. The very first start then makes the operator with this key, no tenant <c>dev</c>, and shows nothing.
    /// </summary>
    public string? FirstKey { get; set; }

    internal bool IsReadable => FirstKey is { Length: HashDigits } digits && digits.All(char.IsAsciiHexDigit);
}

/// <summary>Refuses what is no hash of a key; a key itself, put here by mistake, is refused without being repeated.</summary>
internal sealed class FirstKeyOptionsValidator : IValidateOptions<FirstKeyOptions>
{
    public ValidateOptionsResult Validate(string? name, FirstKeyOptions options) => string.IsNullOrEmpty(options.FirstKey) || options.IsReadable
        ? ValidateOptionsResult.Success
        : ValidateOptionsResult.Fail("ClinicalRl:FirstKey must be the SHA-256 of the operator's key as 64 hexadecimal digits, never the key itself.");
}
