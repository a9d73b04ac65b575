using System.Collections.Immutable;
using System.Numerics;

namespace ClinicalRl.Audit.Ledger;

/// <summary>
/// A perfect subtree of a Merkle tree: it holds the leaves from <c>Index·2^Level</c> to <c>(Index+1)·2^Level - 1</c>. Once those are there
/// its hash never changes, so it can be stored.
/// </summary>
/// <param name="Level">Height, 0 for a leaf.</param>
/// <param name="Index">Which one of its level, from 0.</param>
public readonly record struct MerkleNode(int Level, long Index)
{
    /// <summary>Most leaves of a tree.</summary>
    public const long MaxLeaves = 1L << 48;

    /// <summary>The leaf that completes it.</summary>
    public long LastLeaf => ((Index + 1) << Level) - 1;

    /// <summary>
    /// The perfect subtrees, largest first, of the leaves from <paramref name="begin"/> up to, not including, <paramref name="end"/>. The range is one
    /// that RFC 6962 hashes as a whole: <paramref name="begin"/> is a multiple of the largest of them.
    /// </summary>
    public static ImmutableArray<MerkleNode> Cover(long begin, long end)
    {
        var nodes = ImmutableArray.CreateBuilder<MerkleNode>(BitOperations.PopCount((ulong)(end - begin)));
        while (begin < end)
        {
            var level = BitOperations.Log2((ulong)(end - begin));
            nodes.Add(new MerkleNode(level, begin >> level));
            begin += 1L << level;
        }

        return nodes.ToImmutable();
    }
}
