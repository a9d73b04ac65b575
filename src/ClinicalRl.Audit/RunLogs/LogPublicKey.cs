using System.Buffers.Text;
using System.Diagnostics.CodeAnalysis;
using System.Numerics;
using System.Security.Cryptography;
using System.Text.Json;

namespace ClinicalRl.Audit.RunLogs;

/// <summary>
/// The public half of a key that seals run logs: ECDSA on P-256 with SHA-256 (ES256). A signature has one accepted form:
/// 64 bytes r‖s with s in the lower half of its range, in base64url without padding.
/// </summary>
public sealed class LogPublicKey : IEquatable<LogPublicKey>
{
    /// <summary>Bytes of a signature.</summary>
    public const int SignatureBytes = 64;

    private const int CoordinateBytes = 32;

    private static readonly BigInteger Order = BigInteger.Parse(
        "0FFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551",
        System.Globalization.NumberStyles.HexNumber, System.Globalization.CultureInfo.InvariantCulture);

    // Many logs carry one key, and importing it costs more than checking a signature. An algorithm serves one thread at a time.
    [ThreadStatic]
    private static (LogPublicKey Key, ECDsa Algorithm)? last;

    private readonly byte[] x;
    private readonly byte[] y;

    private LogPublicKey(byte[] x, byte[] y, string keyId) => (this.x, this.y, KeyId) = (x, y, keyId);

    /// <summary>SHA-256 of the key's SubjectPublicKeyInfo (DER), lower-case hex.</summary>
    public string KeyId { get; }

    /// <summary>The public half of <paramref name="key"/>; throws <see cref="ArgumentException"/> unless it is on P-256.</summary>
    public static LogPublicKey Of(ECDsa key)
    {
        var parameters = key.ExportParameters(includePrivateParameters: false);
        if (parameters.Q.X is not { Length: CoordinateBytes } x || parameters.Q.Y is not { Length: CoordinateBytes } y || !IsP256(parameters.Curve))
            throw new ArgumentException("A log key is an elliptic-curve key on P-256.", nameof(key));
        return new LogPublicKey(x, y, Fingerprint(key));
    }

    /// <summary>Reads the coordinates of a JWK (base64url, no padding); false when they are no point of the curve.</summary>
    public static bool TryCreate(string x, string y, [NotNullWhen(true)] out LogPublicKey? key)
    {
        key = null;
        if (!TryDecode(x, CoordinateBytes, out var xBytes) || !TryDecode(y, CoordinateBytes, out var yBytes))
            return false;
        if (last is var (known, _) && xBytes.AsSpan().SequenceEqual(known.x) && yBytes.AsSpan().SequenceEqual(known.y))
        {
            key = known;
            return true;
        }

        try
        {
            using var algorithm = Import(xBytes, yBytes);
            key = new LogPublicKey(xBytes, yBytes, Fingerprint(algorithm));
            return true;
        }
        catch (CryptographicException)
        {
            return false;   // not a point of the curve
        }
    }

    /// <summary>Reads a JWK (JSON object) or a PEM public key; false when it is neither.</summary>
    public static bool TryParse(string text, [NotNullWhen(true)] out LogPublicKey? key)
    {
        key = null;
        try
        {
            if (text.AsSpan().TrimStart().StartsWith("{", StringComparison.Ordinal))
            {
                var jwk = JsonElement.Parse(text);
                return jwk.GetProperty("kty").GetString() == "EC" && jwk.GetProperty("crv").GetString() == "P-256"
                    && TryCreate(jwk.GetProperty("x").GetString() ?? "", jwk.GetProperty("y").GetString() ?? "", out key);
            }

            using var algorithm = ECDsa.Create();
            algorithm.ImportFromPem(text);
            key = Of(algorithm);
            return true;
        }
        catch (Exception error) when (error is JsonException or KeyNotFoundException or InvalidOperationException or CryptographicException or ArgumentException)
        {
            return false;
        }
    }

    /// <summary>Whether <paramref name="signature"/> is this key's over <paramref name="signed"/>, in its one accepted form.</summary>
    public bool Verify(ReadOnlySpan<byte> signed, ReadOnlySpan<byte> signature)
    {
        if (signature.Length != SignatureBytes || !HasLowS(signature))
            return false;
        return Algorithm().VerifyData(signed, signature, HashAlgorithmName.SHA256, DSASignatureFormat.IeeeP1363FixedFieldConcatenation);
    }

    /// <summary>The coordinates as a JWK holds them, base64url without padding.</summary>
    public (string X, string Y) Coordinates() => (Base64Url.EncodeToString(x), Base64Url.EncodeToString(y));

    /// <summary>Writes the key as a JWK: <c>{"kty":"EC","crv":"P-256","x","y"}</c>.</summary>
    public void WriteTo(Utf8JsonWriter writer)
    {
        writer.WriteStartObject();
        writer.WriteString("kty"u8, "EC"u8);
        writer.WriteString("crv"u8, "P-256"u8);
        writer.WriteString("x"u8, Base64Url.EncodeToString(x));
        writer.WriteString("y"u8, Base64Url.EncodeToString(y));
        writer.WriteEndObject();
    }

    /// <inheritdoc/>
    public bool Equals(LogPublicKey? other) => other is not null && KeyId == other.KeyId;

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as LogPublicKey);

    /// <inheritdoc/>
    public override int GetHashCode() => x[0] | (x[1] << 8) | (x[2] << 16);

    internal static string EncodeSignature(ReadOnlySpan<byte> signature) => Base64Url.EncodeToString(signature);

    /// <summary>Decodes base64url of exactly <paramref name="length"/> bytes; false unless encoding it again gives the same text.</summary>
    internal static bool TryDecode(string text, int length, [NotNullWhen(true)] out byte[]? bytes)
    {
        bytes = new byte[length];
        var valid = text.Length == Base64Url.GetEncodedLength(length)
            && Base64Url.IsValid(text)
            && Base64Url.TryDecodeFromChars(text, bytes, out var written) && written == length
            && Base64Url.EncodeToString(bytes) == text;
        bytes = valid ? bytes : null;
        return valid;
    }

    /// <summary>Puts s into the lower half: (r, s) and (r, n-s) both verify, and only one may be ours.</summary>
    public static void Normalise(Span<byte> signature)
    {
        if (HasLowS(signature))
            return;
        var half = signature[CoordinateBytes..];
        var mirrored = (Order - new BigInteger(half, isUnsigned: true, isBigEndian: true)).ToByteArray(isUnsigned: true, isBigEndian: true);
        half.Clear();
        mirrored.CopyTo(half[(CoordinateBytes - mirrored.Length)..]);
    }

    private ECDsa Algorithm()
    {
        if (last is var (key, algorithm))
        {
            if (Equals(key))
                return algorithm;
            algorithm.Dispose();
        }

        last = (this, Import(x, y));
        return last.Value.Algorithm;
    }

    private static bool HasLowS(ReadOnlySpan<byte> signature) =>
        new BigInteger(signature[CoordinateBytes..], isUnsigned: true, isBigEndian: true) * 2 <= Order;

    private static ECDsa Import(byte[] x, byte[] y) =>
        ECDsa.Create(new ECParameters { Curve = ECCurve.NamedCurves.nistP256, Q = new ECPoint { X = x, Y = y } });

    private static bool IsP256(ECCurve curve) => curve.IsNamed && (curve.Oid.Value ?? curve.Oid.FriendlyName) is "1.2.840.10045.3.1.7" or "nistP256" or "ECDSA_P256";

    private static string Fingerprint(ECDsa key) => Convert.ToHexStringLower(SHA256.HashData(key.ExportSubjectPublicKeyInfo()));
}
