using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using ClinicalRl.Audit.Jose;

namespace ClinicalRl.Audit.RunLogs;

/// <summary>A public key that seals run logs and signs checkpoints, and from when until when it was in use.</summary>
/// <param name="PublicKey">The key.</param>
/// <param name="Created">From when; null when that is not known.</param>
/// <param name="Retired">From when another took its place; what it signed before still counts. Null while it is in use.</param>
public sealed record LogKey(LogPublicKey PublicKey, DateTimeOffset? Created = null, DateTimeOffset? Retired = null);

/// <summary>
/// The keys of a service, as the JSON Web Key Set (RFC 7517) that it publishes: the one in use, and those that were. Any JOSE library can read it;
/// <c>created_at</c> and <c>retired_at</c> are ours.
/// </summary>
public sealed class LogKeySet(ImmutableArray<LogKey> keys)
{
    /// <summary>Largest file, bytes.</summary>
    public const int MaxBytes = JsonWebKeys.MaxBytes;

    /// <summary>No key.</summary>
    public static LogKeySet Empty { get; } = new([]);

    /// <summary>The keys, in the order given.</summary>
    public ImmutableArray<LogKey> Keys { get; } = keys;

    /// <summary>Whether there is no key.</summary>
    public bool IsEmpty => Keys.IsEmpty;

    /// <summary>Keys of which no time is known.</summary>
    public static LogKeySet Of(params IEnumerable<LogPublicKey> keys) => new([.. keys.Select(key => new LogKey(key))]);

    /// <summary>The key with this id, or null.</summary>
    public LogKey? Find(string keyId) => Keys.FirstOrDefault(key => key.PublicKey.KeyId == keyId);

    /// <summary>
    /// Why what a key signed at some time is not to be believed, as a finding's code and the end of its sentence; null when it is, or when this set is empty and
    /// so can tell of no key.
    /// </summary>
    public (string Code, string Detail)? ReasonToDistrust(string keyId, DateTimeOffset time)
    {
        if (IsEmpty)
            return null;
        if (Find(keyId) is not { } key)
            return ("untrusted-key", $"key {(keyId.Length > 64 ? keyId[..64] + "…" : keyId)}, which is not one of the trusted keys");
        return key.Retired is { } retired && time > retired ? ("retired-key", $"key {keyId} after it was retired at {RunLogTime.Write(retired)}") : null;
    }

    /// <summary>The set as indented JSON and a line feed: the one spelling it has.</summary>
    public string ToJson() => JsonWebKeys.Write(Keys, static key => key.PublicKey, static (writer, key) =>
    {
        if (key.Created is { } created)
            RunLogTime.Write(writer, "created_at"u8, created);
        if (key.Retired is { } retired)
            RunLogTime.Write(writer, "retired_at"u8, retired);
    });

    /// <summary>Reads a set, in any spelling; on failure <paramref name="problem"/> says what is wrong. Never throws.</summary>
    public static bool TryParse(string json, [NotNullWhen(true)] out LogKeySet? set, out string problem)
    {
        set = JsonWebKeys.Read(json, Read, "kty, crv, x, y, its fingerprint as kid, and times in UTC with three decimals", out problem) is { } read ? new LogKeySet(read) : null;
        return set is not null;
    }

    private static LogKey? Read(JsonElement item, LogPublicKey key) =>
        JsonWebKeys.TextOf(item, "kid") == key.KeyId && JsonWebKeys.TryReadTime(item, "created_at", out var created) && JsonWebKeys.TryReadTime(item, "retired_at", out var retired)
            ? new LogKey(key, created, retired)
            : null;
}
