using System.Collections.Immutable;
using System.Numerics;
using System.Runtime.InteropServices;
using ClinicalRl.Audit.RunLogs;

namespace ClinicalRl.Audit.Ledger;

/// <summary>
/// A Merkle tree (RFC 6962) that can only grow, held as the hashes of its perfect subtrees from left to right: at most one for each bit of its
/// size. For one thread.
/// </summary>
public sealed class MerkleTree
{
    private readonly List<Sha256Digest> subtrees = [];

    /// <summary>A tree without leaves.</summary>
    public MerkleTree()
    {
    }

    /// <summary>Takes up a tree of <paramref name="size"/> leaves whose <paramref name="subtrees"/> are the hashes of <see cref="SubtreesOf"/>.</summary>
    public MerkleTree(long size, IReadOnlyCollection<Sha256Digest> subtrees)
    {
        if (size is < 0 or > MerkleNode.MaxLeaves || subtrees.Count != BitOperations.PopCount((ulong)size))
            throw new ArgumentException("A tree has one perfect subtree for each bit of its size.", nameof(subtrees));
        Size = size;
        this.subtrees.AddRange(subtrees);
    }

    /// <summary>Leaves.</summary>
    public long Size { get; private set; }

    /// <summary>The hash over all leaves.</summary>
    public Sha256Digest Root => MerkleHash.Join(CollectionsMarshal.AsSpan(subtrees));

    /// <summary>The perfect subtrees, left to right, whose hashes are all that a tree of <paramref name="size"/> needs to grow.</summary>
    public static ImmutableArray<MerkleNode> SubtreesOf(long size) => MerkleNode.Cover(0, size);

    /// <summary>
    /// Adds a leaf by its hash. Returns the hashes of the perfect subtrees that it completes, by level: its own, then those of its ancestors. On average two.
    /// </summary>
    public ImmutableArray<Sha256Digest> Append(Sha256Digest leaf)
    {
        if (Size == MerkleNode.MaxLeaves)
            throw new InvalidOperationException($"A tree has at most {MerkleNode.MaxLeaves} leaves.");
        var completed = ImmutableArray.CreateBuilder<Sha256Digest>(1 + BitOperations.TrailingZeroCount(~Size));
        completed.Add(leaf);
        for (var level = 0; ((Size >> level) & 1) == 1; level++)
        {
            completed.Add(MerkleHash.Node(subtrees[^1], completed[^1]));
            subtrees.RemoveAt(subtrees.Count - 1);
        }

        subtrees.Add(completed[^1]);
        Size++;
        return completed.MoveToImmutable();
    }
}
