using System.Security.Cryptography;
using ClinicalRl.Audit.RunLogs;

namespace ClinicalRl.Audit.Ledger;

/// <summary>The two hashes of a Merkle tree (RFC 6962, section 2.1): a leaf and a node can never be taken for one another.</summary>
public static class MerkleHash
{
    private const byte LeafPrefix = 0;

    private const byte NodePrefix = 1;

    /// <summary>Longest leaf, bytes.</summary>
    public const int MaxLeafBytes = 1024;

    /// <summary>Root of a tree without leaves: SHA-256 of nothing.</summary>
    public static Sha256Digest Empty { get; } = Sha256Digest.Of([]);

    /// <summary>SHA-256(0x00 ‖ <paramref name="leaf"/>); throws <see cref="ArgumentException"/> for a leaf longer than <see cref="MaxLeafBytes"/>.</summary>
    public static Sha256Digest Leaf(ReadOnlySpan<byte> leaf)
    {
        if (leaf.Length > MaxLeafBytes)
            throw new ArgumentException($"A leaf has at most {MaxLeafBytes} bytes.", nameof(leaf));
        Span<byte> bytes = stackalloc byte[1 + leaf.Length];
        bytes[0] = LeafPrefix;
        leaf.CopyTo(bytes[1..]);
        return Sha256Digest.Of(bytes);
    }

    /// <summary>SHA-256(0x01 ‖ <paramref name="left"/> ‖ <paramref name="right"/>).</summary>
    public static Sha256Digest Node(Sha256Digest left, Sha256Digest right)
    {
        Span<byte> bytes = stackalloc byte[1 + (2 * SHA256.HashSizeInBytes)];
        bytes[0] = NodePrefix;
        left.CopyTo(bytes[1..]);
        right.CopyTo(bytes[(1 + SHA256.HashSizeInBytes)..]);
        return Sha256Digest.Of(bytes);
    }

    /// <summary>The hash of neighbouring subtrees, largest first, as RFC 6962 joins them; <see cref="Empty"/> for none.</summary>
    public static Sha256Digest Join(ReadOnlySpan<Sha256Digest> subtrees)
    {
        if (subtrees.IsEmpty)
            return Empty;
        var joined = subtrees[^1];
        for (var i = subtrees.Length - 2; i >= 0; i--)
            joined = Node(subtrees[i], joined);
        return joined;
    }
}
