using System.Collections.Immutable;
using System.Text;
using System.Text.Json;
using ClinicalRl.Audit.RunLogs;

namespace ClinicalRl.Audit.Jose;

/// <summary>
/// JSON Web Key Sets (RFC 7517) of P-256 keys, as they are published here: any JOSE library can read them. What a set says of its keys besides is its own.
/// </summary>
internal static class JsonWebKeys
{
    /// <summary>Largest file, bytes.</summary>
    public const int MaxBytes = 1024 * 1024;

    /// <summary>A set as indented JSON and a line feed: the one spelling it has.</summary>
    /// <param name="keys">The keys.</param>
    /// <param name="keyOf">A key's public half.</param>
    /// <param name="more">Writes the other members of a key.</param>
    public static string Write<T>(IEnumerable<T> keys, Func<T, LogPublicKey> keyOf, Action<Utf8JsonWriter, T> more)
    {
        using var buffer = new MemoryStream();
        using (var writer = new Utf8JsonWriter(buffer, new JsonWriterOptions { Indented = true, NewLine = "\n" }))
        {
            writer.WriteStartObject();
            writer.WriteStartArray("keys"u8);
            foreach (var key in keys)
            {
                WriteKey(writer, keyOf(key));
                more(writer, key);
                writer.WriteEndObject();
            }

            writer.WriteEndArray();
            writer.WriteEndObject();
        }

        return Encoding.UTF8.GetString(buffer.ToArray()) + "\n";
    }

    /// <summary>Reads a set, in any spelling; null, and <paramref name="problem"/> says what is wrong. Never throws.</summary>
    /// <param name="json">The text.</param>
    /// <param name="read">Reads a key, given its public half; null when its other members are not what they must be.</param>
    /// <param name="rule">What a key must have, for the problem.</param>
    /// <param name="problem">What is wrong.</param>
    public static ImmutableArray<T>? Read<T>(string json, Func<JsonElement, LogPublicKey, T?> read, string rule, out string problem)
        where T : class
    {
        problem = "It is not a JSON object with a list 'keys'.";
        if (json.Length > MaxBytes || JwsCompact.ReadHeader(Encoding.UTF8.GetBytes(json)) is not { } root || !root.TryGetProperty("keys", out var list) || list.ValueKind != JsonValueKind.Array)
            return null;
        var keys = ImmutableArray.CreateBuilder<T>();
        foreach (var item in list.EnumerateArray())
        {
            if (!TryReadKey(item, out var publicKey) || read(item, publicKey) is not { } key)
            {
                problem = FormattableString.Invariant($"Key {keys.Count + 1} is not an EC key on P-256 with {rule}.");
                return null;
            }

            keys.Add(key);
        }

        return keys.ToImmutable();
    }

    /// <summary>A text member; empty when it is missing or no text.</summary>
    public static string TextOf(JsonElement item, string name) => JwsCompact.TextOf(item, name) ?? "";

    /// <summary>A member that is a time; true and null when it is missing.</summary>
    public static bool TryReadTime(JsonElement item, string name, out DateTimeOffset? time)
    {
        time = null;
        if (!item.TryGetProperty(name, out _))
            return true;
        var read = RunLogTime.TryRead(TextOf(item, name), out var value);
        time = read ? value : null;
        return read;
    }

    private static bool TryReadKey(JsonElement item, out LogPublicKey key)
    {
        key = null!;
        if (TextOf(item, "kty") != "EC" || TextOf(item, "crv") != "P-256" || !LogPublicKey.TryCreate(TextOf(item, "x"), TextOf(item, "y"), out var read))
            return false;
        key = read;
        return true;
    }

    private static void WriteKey(Utf8JsonWriter writer, LogPublicKey key)
    {
        var (x, y) = key.Coordinates();
        writer.WriteStartObject();
        writer.WriteString("kty"u8, "EC"u8);
        writer.WriteString("crv"u8, "P-256"u8);
        writer.WriteString("x"u8, x);
        writer.WriteString("y"u8, y);
        writer.WriteString("kid"u8, key.KeyId);
        writer.WriteString("use"u8, "sig"u8);
        writer.WriteString("alg"u8, "ES256"u8);
    }
}
