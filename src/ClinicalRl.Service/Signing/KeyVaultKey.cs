using System.Diagnostics.CodeAnalysis;

namespace ClinicalRl.Service.Signing;

/// <summary>Address of a key in Azure Key Vault: <c>https://NAME.vault.azure.net/keys/KEY</c>, or with <c>/VERSION</c> one version of it.</summary>
/// <param name="Vault">The vault.</param>
/// <param name="Name">The key's name.</param>
/// <param name="Version">The version, or null for the latest.</param>
public sealed record KeyVaultKey(Uri Vault, string Name, string? Version)
{
    private const int MaxName = 127;

    /// <summary>The scope of tokens for the vault: that of the domain it is in, so that no other service can use them.</summary>
    public string Scope => Vault.Host.IndexOf('.', StringComparison.Ordinal) is > 0 and var dot ? $"https://{Vault.Host[(dot + 1)..]}/.default" : "https://vault.azure.net/.default";

    /// <summary>Reads an address; false when it is none.</summary>
    public static bool TryParse(string? text, [NotNullWhen(true)] out KeyVaultKey? key)
    {
        key = null;
        if (!Uri.TryCreate(text, UriKind.Absolute, out var uri) || uri.Scheme != Uri.UriSchemeHttps || uri.Query.Length > 0 || uri.UserInfo.Length > 0)
            return false;
        var parts = uri.AbsolutePath.Trim('/').Split('/');
        if (parts.Length is not (2 or 3) || parts[0] != "keys" || !IsWord(parts[1], MaxName) || (parts.Length == 3 && !IsWord(parts[2], MaxName)))
            return false;
        key = new KeyVaultKey(new Uri(uri.GetLeftPart(UriPartial.Authority)), parts[1], parts.Length == 3 ? parts[2] : null);
        return true;
    }

    private static bool IsWord(string text, int longest) => text.Length >= 1 && text.Length <= longest && text.All(c => char.IsAsciiLetterOrDigit(c) || c == '-');
}
