using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text;
using System.Text.Json;
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
    public const int MaxBytes = 1024 * 1024;

    private const string TimeFormat = "yyyy-MM-dd'T'HH:mm:ss.fff'Z'";

    /// <summary>The keys.</summary>
    public ImmutableArray<ClinicianKey> Keys { get; } = keys;

    /// <summary>The key with this id, or null.</summary>
    public ClinicianKey? Find(string keyId) => Keys.FirstOrDefault(key => key.PublicKey.KeyId == keyId);

    /// <summary>The set as indented JSON.</summary>
    public string ToJson()
    {
        using var buffer = new MemoryStream();
        using (var writer = new Utf8JsonWriter(buffer, new JsonWriterOptions { Indented = true, NewLine = "\n" }))
        {
            writer.WriteStartObject();
            writer.WriteStartArray("keys"u8);
            foreach (var key in Keys)
                WriteKey(writer, key);
            writer.WriteEndArray();
            writer.WriteEndObject();
        }

        return Encoding.UTF8.GetString(buffer.ToArray()) + "\n";
    }

    /// <summary>Reads a set; on failure <paramref name="problem"/> says what is wrong.</summary>
    public static bool TryParse(string json, [NotNullWhen(true)] out ClinicianKeySet? set, out string problem)
    {
        (set, problem) = (null, "It is not a JSON object with a list 'keys'.");
        if (json.Length > MaxBytes || JwsCompact.ReadHeader(Encoding.UTF8.GetBytes(json)) is not { } root || !root.TryGetProperty("keys", out var list) || list.ValueKind != JsonValueKind.Array)
            return false;
        var keys = ImmutableArray.CreateBuilder<ClinicianKey>();
        foreach (var item in list.EnumerateArray())
        {
            if (Read(item) is not { } key)
            {
                problem = FormattableString.Invariant($"Key {keys.Count + 1} is not an EC key on P-256 with kty, crv, x, y, name, register, number and registered_at.");
                return false;
            }

            keys.Add(key);
        }

        set = new ClinicianKeySet(keys.ToImmutable());
        return true;
    }

    private static void WriteKey(Utf8JsonWriter writer, ClinicianKey key)
    {
        writer.WriteStartObject();
        writer.WriteString("kty"u8, "EC"u8);
        writer.WriteString("crv"u8, "P-256"u8);
        var (x, y) = key.PublicKey.Coordinates();
        writer.WriteString("x"u8, x);
        writer.WriteString("y"u8, y);
        writer.WriteString("kid"u8, key.PublicKey.KeyId);
        writer.WriteString("use"u8, "sig"u8);
        writer.WriteString("alg"u8, "ES256"u8);
        writer.WriteString("name"u8, key.Owner.Name);
        writer.WriteString("register"u8, key.Owner.Register);
        writer.WriteString("number"u8, key.Owner.Number);
        writer.WriteString("registered_at"u8, Time(key.Registered));
        if (key.Retired is { } retired)
            writer.WriteString("retired_at"u8, Time(retired));
        if (key.Revoked is { } revoked)
            writer.WriteString("revoked_at"u8, Time(revoked));
        writer.WriteEndObject();
    }

    private static ClinicianKey? Read(JsonElement item)
    {
        string Text(string name) => JwsCompact.TextOf(item, name) ?? "";
        if (Text("kty") != "EC" || Text("crv") != "P-256" || !LogPublicKey.TryCreate(Text("x"), Text("y"), out var key))
            return null;
        var owner = new Signer(Text("name"), Text("register"), Text("number"));
        if (owner.Name.Length == 0 || owner.Number.Length == 0 || !ProfessionalRegisters.Words.Contains(owner.Register, StringComparer.Ordinal))
            return null;
        if (!TryReadTime(item, "registered_at", out var registered) || registered is null || !TryReadTime(item, "retired_at", out var retired) || !TryReadTime(item, "revoked_at", out var revoked))
            return null;
        return new ClinicianKey(key, owner, registered.Value, retired, revoked);
    }

    private static string Time(DateTimeOffset time) => time.UtcDateTime.ToString(TimeFormat, CultureInfo.InvariantCulture);

    private static bool TryReadTime(JsonElement item, string name, out DateTimeOffset? time)
    {
        time = null;
        if (!item.TryGetProperty(name, out _))
            return true;
        var read = DateTimeOffset.TryParseExact(
            JwsCompact.TextOf(item, name), TimeFormat, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var value);
        time = read ? value : null;
        return read;
    }
}
