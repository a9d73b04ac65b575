using System.Collections.Immutable;
using ClinicalRl.Audit.Ledger;
using ClinicalRl.Audit.RunLogs;

namespace ClinicalRl.Audit.Tests.Ledger;

/// <summary>RFC 6962, section 2.1, word for word and recursive: what the real tree is compared with.</summary>
internal static class NaiveTree
{
    public static Sha256Digest Root(ReadOnlySpan<Sha256Digest> leaves)
    {
        if (leaves.IsEmpty)
            return Sha256Digest.Of([]);
        if (leaves.Length == 1)
            return leaves[0];
        var k = Split(leaves.Length);
        return Hash(Root(leaves[..k]), Root(leaves[k..]));
    }

    public static ImmutableArray<Sha256Digest> Path(int index, ReadOnlySpan<Sha256Digest> leaves)
    {
        if (leaves.Length == 1)
            return [];
        var k = Split(leaves.Length);
        return index < k ? Path(index, leaves[..k]).Add(Root(leaves[k..])) : Path(index - k, leaves[k..]).Add(Root(leaves[..k]));
    }

    public static ImmutableArray<Sha256Digest> Proof(int from, ReadOnlySpan<Sha256Digest> leaves, bool isWhole = true)
    {
        if (from == leaves.Length)
            return isWhole ? [] : [Root(leaves)];
        var k = Split(leaves.Length);
        return from <= k
            ? Proof(from, leaves[..k], isWhole).Add(Root(leaves[k..]))
            : Proof(from - k, leaves[k..], isWhole: false).Add(Root(leaves[..k]));
    }

    private static int Split(int count)
    {
        var k = 1;
        while (k * 2 < count)
            k *= 2;
        return k;
    }

    private static Sha256Digest Hash(Sha256Digest left, Sha256Digest right)
    {
        var bytes = new byte[65];
        bytes[0] = 1;
        left.CopyTo(bytes.AsSpan(1));
        right.CopyTo(bytes.AsSpan(33));
        return Sha256Digest.Of(bytes);
    }
}

/// <summary>A tree that keeps, as a store would, the hashes of every perfect subtree it completed.</summary>
internal sealed class StoredTree
{
    private readonly MerkleTree tree = new();
    private readonly Dictionary<MerkleNode, Sha256Digest> nodes = [];

    public StoredTree(IEnumerable<Sha256Digest> leaves)
    {
        foreach (var leaf in leaves)
            Append(leaf);
    }

    public Sha256Digest Root => tree.Root;

    public int Stored => nodes.Count;

    public void Append(Sha256Digest leaf)
    {
        var index = tree.Size;
        var completed = tree.Append(leaf);
        for (var level = 0; level < completed.Length; level++)
            nodes.Add(new MerkleNode(level, index >> level), completed[level]);
    }

    public ImmutableArray<Sha256Digest> Complete(MerkleProofPlan plan) => plan.Complete([.. plan.Nodes.Select(node => nodes[node])]);

    public MerkleTree Resume(long size) => new(size, [.. MerkleTree.SubtreesOf(size).Select(node => nodes[node])]);
}
