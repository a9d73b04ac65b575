using System.Buffers.Text;
using System.Diagnostics.CodeAnalysis;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using ClinicalRl.Audit.RunLogs;

namespace ClinicalRl.Audit.Jose;

/// <summary>
/// A JSON Web Signature in compact form (RFC 7515) with ES256 (RFC 7518), the one algorithm taken: what any JOSE library makes and checks.
/// </summary>
public sealed class JwsCompact
{
    /// <summary>Longest signature with its statement, characters.</summary>
    public const int MaxLength = 32 * 1024;

    private const string Algorithm = "ES256";

    private static readonly JsonSerializerOptions Plain = new(JsonSerializerDefaults.Web) { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private static readonly JsonDocumentOptions Strict = new() { MaxDepth = 4, AllowDuplicateProperties = false };

    private readonly byte[] signed;

    private readonly byte[] signature;

    private JwsCompact(string keyId, string? type, ReadOnlyMemory<byte> payload, byte[] signed, byte[] signature) =>
        (KeyId, Type, Payload, this.signed, this.signature) = (keyId, type, payload, signed, signature);

    /// <summary>The header's <c>kid</c>: which key is said to have signed.</summary>
    public string KeyId { get; }

    /// <summary>The header's <c>typ</c>: what is said to be signed; null when it does not say.</summary>
    public string? Type { get; }

    /// <summary>What was signed.</summary>
    public ReadOnlyMemory<byte> Payload { get; }

    /// <summary>Signs <paramref name="payload"/>; <paramref name="type"/> is the header's <c>typ</c>.</summary>
    public static string Sign(ReadOnlySpan<byte> payload, string type, LogSigningKey key)
    {
        var text = SignedText(payload, type, key);
        return text + "." + Base64Url.EncodeToString(key.Sign(Encoding.ASCII.GetBytes(text)));
    }

    /// <summary>The same by a key that may be kept elsewhere.</summary>
    public static async ValueTask<string> SignAsync(ReadOnlyMemory<byte> payload, string type, ILogSigner key, CancellationToken cancellation = default)
    {
        var text = SignedText(payload.Span, type, key);
        return text + "." + Base64Url.EncodeToString(await key.SignAsync(Encoding.ASCII.GetBytes(text), cancellation));
    }

    /// <summary>Reads a signature; on failure <paramref name="problem"/> says what is wrong. It is not yet checked.</summary>
    public static bool TryParse(string text, [NotNullWhen(true)] out JwsCompact? jws, out string problem)
    {
        jws = null;
        problem = "It is not three parts of base64url joined by dots.";
        var parts = text.Trim().Split('.');
        if (text.Length > MaxLength || parts.Length != 3 || !TryDecode(parts[0], out var header) || !TryDecode(parts[1], out var payload) || !TryDecode(parts[2], out var signature))
            return false;
        if (ReadHeader(header) is not { } read)
        {
            problem = "Its header is not a JSON object.";
            return false;
        }

        if (TextOf(read, "alg") != Algorithm || read.TryGetProperty("crit", out _) || read.TryGetProperty("b64", out _))
        {
            problem = $"Its header asks for something else than {Algorithm} over the payload as it is.";
            return false;
        }

        if (TextOf(read, "kid") is not { Length: > 0 } keyId)
        {
            problem = "Its header names no key ('kid').";
            return false;
        }

        jws = new JwsCompact(keyId, TextOf(read, "typ"), payload, Encoding.ASCII.GetBytes(parts[0] + "." + parts[1]), signature);
        return true;
    }

    /// <summary>Whether <paramref name="key"/> signed it.</summary>
    public bool IsSignedBy(LogPublicKey key)
    {
        if (signature.Length != LogPublicKey.SignatureBytes)
            return false;
        // Other libraries may give the mirrored form of s; unlike a seal, a sign-off names nothing by its signature's bytes.
        var lower = signature.ToArray();
        LogPublicKey.Normalise(lower);
        return key.Verify(signed, lower);
    }

    /// <summary>Whether <paramref name="key"/> signed it, and the signature has the one form that our own signatures have.</summary>
    public bool IsSignedStrictlyBy(LogPublicKey key) => key.Verify(signed, signature);

    /// <summary>A text member of an object; null when it is missing or no text.</summary>
    internal static string? TextOf(JsonElement element, string name)
    {
        try
        {
            return element.ValueKind == JsonValueKind.Object && element.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;
        }
        catch (InvalidOperationException)
        {
            return null;   // half of a surrogate pair
        }
    }

    /// <summary>An object, read strictly; null when the bytes are something else.</summary>
    internal static JsonElement? ReadHeader(ReadOnlySpan<byte> utf8)
    {
        try
        {
            var element = JsonElement.Parse(utf8, Strict);
            return element.ValueKind == JsonValueKind.Object ? element : null;
        }
        catch (Exception wrong) when (wrong is JsonException or InvalidOperationException)
        {
            return null;
        }
    }

    private static string SignedText(ReadOnlySpan<byte> payload, string type, ILogSigner key)
    {
        var header = JsonSerializer.SerializeToUtf8Bytes(new { alg = Algorithm, kid = key.PublicKey.KeyId, typ = type }, Plain);
        return Base64Url.EncodeToString(header) + "." + Base64Url.EncodeToString(payload);
    }

    private static bool TryDecode(string text, [NotNullWhen(true)] out byte[]? bytes)
    {
        bytes = null;
        if (text.Length == 0 || text.Contains('=', StringComparison.Ordinal) || !Base64Url.IsValid(text))
            return false;
        var decoded = Base64Url.DecodeFromChars(text);
        if (Base64Url.EncodeToString(decoded) != text)
            return false;   // a second spelling of the same bytes
        bytes = decoded;
        return true;
    }
}
