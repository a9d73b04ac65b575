using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using ClinicalRl.Audit.Jose;
using ClinicalRl.Audit.RunLogs;
using ClinicalRl.Rewards;

namespace ClinicalRl.Audit.SignOffs;

/// <summary>A clinician's public key, and since when and until when it counts.</summary>
/// <param name="PublicKey">The key.</param>
/// <param name="Owner">Whose it is.</param>
/// <param name="Registered">From when its signatures count.</param>
/// <param name="Retired">From when a newer key took its place; what it signed before still counts. Null while it is in use.</param>
/// <param name="Revoked">When it was given up as lost or stolen; nothing it signed counts any more. Null while it is trusted.</param>
public sealed record ClinicianKey(LogPublicKey PublicKey, Signer Owner, DateTimeOffset Registered, DateTimeOffset? Retired = null, DateTimeOffset? Revoked = null);

/// <summary>
/// The clinicians' keys that a verification trusts, as a JSON Web Key Set (RFC 7517) whose keys also say whose they are. Any JOSE library
/// can read it.
/// </summary>
public sealed class ClinicianKeySet(ImmutableArray<ClinicianKey> keys)
{
    /// <summary>Largest file, bytes.</summary>
    public const int MaxBytes = JsonWebKeys.MaxBytes;

    /// <summary>The keys.</summary>
    public ImmutableArray<ClinicianKey> Keys { get; } = keys;

    /// <summary>The key with this id, or null.</summary>
    public ClinicianKey? Find(string keyId) => Keys.FirstOrDefault(key => key.PublicKey.KeyId == keyId);

    /// <summary>The set as indented JSON.</summary>
    public string ToJson() => JsonWebKeys.Write(Keys, static key => key.PublicKey, static (writer, key) =>
    {
        writer.WriteString("name"u8, key.Owner.Name);
        writer.WriteString("register"u8, key.Owner.Register);
        writer.WriteString("number"u8, key.Owner.Number);
        RunLogTime.Write(writer, "registered_at"u8, key.Registered);
        if (key.Retired is { } retired)
            RunLogTime.Write(writer, "retired_at"u8, retired);
        if (key.Revoked is { } revoked)
            RunLogTime.Write(writer, "revoked_at"u8, revoked);
    });

    /// <summary>Reads a set; on failure <paramref name="problem"/> says what is wrong.</summary>
    public static bool TryParse(string json, [NotNullWhen(true)] out ClinicianKeySet? set, out string problem)
    {
        set = JsonWebKeys.Read(json, Read, "kty, crv, x, y, name, register, number and registered_at", out problem) is { } read ? new ClinicianKeySet(read) : null;
        return set is not null;
    }

    private static ClinicianKey? Read(JsonElement item, LogPublicKey key)
    {
        var owner = new Signer(JsonWebKeys.TextOf(item, "name"), JsonWebKeys.TextOf(item, "register"), JsonWebKeys.TextOf(item, "number"));
        if (owner.Name.Length == 0 || owner.Number.Length == 0 || !ProfessionalRegisters.Words.Contains(owner.Register, StringComparer.Ordinal))
            return null;
        if (!JsonWebKeys.TryReadTime(item, "registered_at", out var registered) || registered is null || !JsonWebKeys.TryReadTime(item, "retired_at", out var retired) || !JsonWebKeys.TryReadTime(item, "revoked_at", out var revoked))
            return null;
        return new ClinicianKey(key, owner, registered.Value, retired, revoked);
    }
}
