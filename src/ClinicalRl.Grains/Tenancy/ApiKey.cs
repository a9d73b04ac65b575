using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using System.Text;

namespace ClinicalRl.Grains.Tenancy;

/// <summary>
/// A secret of a tenant: <c>crl_&lt;tenant&gt;_&lt;32 to 64 base62 characters&gt;</c>. Only its SHA-256 is ever stored; it has over
/// 190 bits of chance, so it needs no slow hash.
/// </summary>
public readonly record struct ApiKey
{
    /// <summary>Longest key, characters.</summary>
    public const int MaxLength = 160;

    private const string Prefix = "crl_";

    private const int SecretLength = 40;

    private const string Base62 = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";

    private ApiKey(string text, TenantId tenant) => (Text, Tenant) = (text, tenant);

    /// <summary>Whose it is.</summary>
    public TenantId Tenant { get; }

    /// <summary>The secret itself: show it once, to its owner.</summary>
    public string Text { get; }

    /// <summary>A new key with 40 characters of chance.</summary>
    public static ApiKey Create(TenantId tenant) => new(Prefix + tenant + "_" + RandomNumberGenerator.GetString(Base62, SecretLength), tenant);

    /// <summary>Reads a key; false when it has not the form of one.</summary>
    public static bool TryParse([NotNullWhen(true)] string? text, out ApiKey key)
    {
        key = default;
        if (text is null || text.Length > MaxLength || !text.StartsWith(Prefix, StringComparison.Ordinal))
            return false;
        var end = text.LastIndexOf('_');
        if (end < Prefix.Length || text.Length - end - 1 is < 32 or > 64 || !TenantId.TryParse(text[Prefix.Length..end], out var tenant))
            return false;
        if (text.AsSpan(end + 1).ContainsAnyExcept(Base62))
            return false;
        key = new ApiKey(text, tenant);
        return true;
    }

    /// <summary>SHA-256 of the key's bytes: what is stored and compared.</summary>
    public byte[] Hash() => SHA256.HashData(Encoding.ASCII.GetBytes(Text));

    /// <summary>Public name of the key made of its hash, such as <c>key_ab12cd34ef</c>: tells nothing of the secret.</summary>
    public string PublicId() => PublicIdOf(Hash());

    /// <summary>The public name of the key with this hash.</summary>
    public static string PublicIdOf(ReadOnlySpan<byte> hash) => "key_" + Convert.ToHexStringLower(SHA256.HashData(hash).AsSpan(0, 5));

    /// <summary>Its public id, so that a key never reaches a log by accident.</summary>
    public override string ToString() => PublicId();
}
