using System.Buffers.Binary;
using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using System.Text;

namespace ClinicalRl.Audit.RunLogs;

/// <summary>A SHA-256, 32 bytes; as text 64 lower-case hex digits.</summary>
public readonly record struct Sha256Digest
{
    /// <summary>Hex digits of its text.</summary>
    public const int TextLength = 64;

    private readonly UInt128 high;
    private readonly UInt128 low;

    private Sha256Digest(ReadOnlySpan<byte> hash) =>
        (high, low) = (BinaryPrimitives.ReadUInt128BigEndian(hash), BinaryPrimitives.ReadUInt128BigEndian(hash[16..]));

    /// <summary>The digest whose 32 bytes are given.</summary>
    public static Sha256Digest FromBytes(ReadOnlySpan<byte> hash) => new(hash[..SHA256.HashSizeInBytes]);

    /// <summary>The digest of <paramref name="bytes"/>.</summary>
    public static Sha256Digest Of(ReadOnlySpan<byte> bytes)
    {
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(bytes, hash);
        return new Sha256Digest(hash);
    }

    /// <summary>The digest of what a stream holds from where it stands.</summary>
    public static async ValueTask<Sha256Digest> OfAsync(Stream content, CancellationToken cancellation = default) => new(await SHA256.HashDataAsync(content, cancellation));

    /// <summary>Reads 64 lower-case hex digits; false for anything else.</summary>
    public static bool TryParse([NotNullWhen(true)] string? text, out Sha256Digest digest)
    {
        digest = default;
        if (text is not { Length: TextLength } || text.AsSpan().ContainsAnyExcept("0123456789abcdef"))
            return false;
        digest = new Sha256Digest(Convert.FromHexString(text));
        return true;
    }

    /// <summary>Writes the 32 bytes.</summary>
    public void CopyTo(Span<byte> destination)
    {
        BinaryPrimitives.WriteUInt128BigEndian(destination, high);
        BinaryPrimitives.WriteUInt128BigEndian(destination[16..], low);
    }

    /// <summary>Writes the 64 hex digits as UTF-8.</summary>
    public void CopyHexTo(Span<byte> destination)
    {
        Span<byte> bytes = stackalloc byte[SHA256.HashSizeInBytes];
        CopyTo(bytes);
        Convert.TryToHexStringLower(bytes, destination, out _);
    }

    /// <inheritdoc/>
    public override string ToString()
    {
        Span<byte> hex = stackalloc byte[TextLength];
        CopyHexTo(hex);
        return Encoding.ASCII.GetString(hex);
    }
}
