using Microsoft.Extensions.Options;

namespace ClinicalRl.Service.Signing;

/// <summary>What seals run logs and signs checkpoints, section <c>ClinicalRl:Signing</c>. Without a setting it is a key file in the data folder.</summary>
public sealed class SigningOptions
{
    /// <summary>Name of the configuration section.</summary>
    public const string Section = "ClinicalRl:Signing";

    /// <summary>Address of a P-256 key in Azure Key Vault, such as <c>https://name.vault.azure.net/keys/run-logs</c>; the process's own identity needs its get and sign.</summary>
    public string? KeyVaultKey { get; set; }
}

/// <summary>Refuses settings that cannot work, before anything starts.</summary>
internal sealed class SigningOptionsValidator : IValidateOptions<SigningOptions>
{
    public ValidateOptionsResult Validate(string? name, SigningOptions options) =>
        string.IsNullOrEmpty(options.KeyVaultKey) || Signing.KeyVaultKey.TryParse(options.KeyVaultKey, out _)
            ? ValidateOptionsResult.Success
            : ValidateOptionsResult.Fail("ClinicalRl:Signing:KeyVaultKey must be the https address of a key, such as https://name.vault.azure.net/keys/run-logs, with or without a version.");
}
