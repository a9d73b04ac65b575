using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using System.Text;
using ClinicalRl.Grains.Tenancy;

namespace ClinicalRl.Service.Evaluators;

/// <summary>
/// What an invited evaluator gets a key for, once: <c>cri_&lt;tenant&gt;_&lt;40 base62 characters&gt;</c>. As of an API key, only its SHA-256 is stored.
/// </summary>
internal readonly record struct InvitationToken(string Text, TenantId Tenant)
{
    /// <summary>Longest invitation, characters.</summary>
    public const int MaxLength = 100;

    private const string Prefix = "cri_";

    private const string Base62 = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";

    private const int SecretLength = 40;

    /// <summary>A new one by chance.</summary>
    public static InvitationToken Create(TenantId tenant) => new(Prefix + tenant + "_" + RandomNumberGenerator.GetString(Base62, SecretLength), tenant);

    /// <summary>Reads one; false when it has not the form of one.</summary>
    public static bool TryParse(string text, [NotNullWhen(true)] out InvitationToken? token)
    {
        token = null;
        var end = text.LastIndexOf('_');
        if (text.Length > MaxLength || !text.StartsWith(Prefix, StringComparison.Ordinal) || end < Prefix.Length || text.Length - end - 1 != SecretLength
            || text.AsSpan(end + 1).ContainsAnyExcept(Base62) || !TenantId.TryParse(text[Prefix.Length..end], out var tenant))
            return false;
        token = new InvitationToken(text, tenant);
        return true;
    }

    /// <summary>SHA-256 of its bytes.</summary>
    public byte[] Hash() => SHA256.HashData(Encoding.ASCII.GetBytes(Text));

    /// <summary>Never the secret, so that it reaches no log by accident.</summary>
    public override string ToString() => "an invitation";
}
