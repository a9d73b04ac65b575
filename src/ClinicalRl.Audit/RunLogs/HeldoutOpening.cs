using System.Buffers.Binary;
using System.Collections.Immutable;
using System.Security.Cryptography;

namespace ClinicalRl.Audit.RunLogs;

/// <summary>
/// What opens a held-out log's commitment, so that the log can be replayed: the secret seed and the nonce that hides it. The
/// commitment is SHA-256(seed as 8 little-endian bytes ‖ nonce), lower-case hex.
/// </summary>
public sealed record HeldoutOpening
{
    /// <summary>Bytes of a nonce.</summary>
    public const int NonceBytes = 16;

    /// <summary>Throws <see cref="ArgumentException"/> unless the nonce has 16 bytes.</summary>
    public HeldoutOpening(ulong seed, ImmutableArray<byte> nonce)
    {
        if (nonce.IsDefault || nonce.Length != NonceBytes)
            throw new ArgumentException("A nonce has 16 bytes.", nameof(nonce));
        (Seed, Nonce) = (seed, nonce);
    }

    /// <summary>The secret seed.</summary>
    public ulong Seed { get; }

    /// <summary>Random bytes, new for every episode.</summary>
    public ImmutableArray<byte> Nonce { get; }

    /// <summary>What the log's header carries, 64 hex digits.</summary>
    public string Commitment()
    {
        Span<byte> opened = stackalloc byte[sizeof(ulong) + NonceBytes];
        BinaryPrimitives.WriteUInt64LittleEndian(opened, Seed);
        Nonce.CopyTo(opened[sizeof(ulong)..]);
        return Convert.ToHexStringLower(SHA256.HashData(opened));
    }
}
