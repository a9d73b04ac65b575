using System.Collections.Immutable;
using System.Numerics;
using System.Text;
using ClinicalRl.Audit.Ledger;
using ClinicalRl.Audit.RunLogs;
using CsCheck;

namespace ClinicalRl.Audit.Tests.Ledger;

public sealed class MerkleTreeTests
{
    /// <summary>The eight leaves of Certificate Transparency's reference tests, and the root of each of their beginnings.</summary>
    private static readonly (string Leaf, string Root)[] Reference =
    [
        ("", "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d"),
        ("00", "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125"),
        ("10", "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77"),
        ("2021", "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7"),
        ("3031", "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4"),
        ("40414243", "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef"),
        ("5051525354555657", "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c"),
        ("606162636465666768696a6b6c6d6e6f", "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328"),
    ];

    private static readonly ImmutableArray<Sha256Digest> ReferenceLeaves = [.. Reference.Select(pair => MerkleHash.Leaf(Convert.FromHexString(pair.Leaf)))];

    private static Sha256Digest[] Leaves(int count) => [.. Enumerable.Range(0, count).Select(i => MerkleHash.Leaf(Encoding.ASCII.GetBytes($"leaf {i}")))];

    private static ImmutableArray<Sha256Digest> Digests(string hex) => [.. hex.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(Digest)];

    private static Sha256Digest Digest(string hex) => Sha256Digest.TryParse(hex, out var digest) ? digest : throw new FormatException(hex);

    [Fact]
    public void Root_IsThePublishedOne_ForEveryBeginningOfTheReferenceLeaves()
    {
        Assert.Equal("e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855", new MerkleTree().Root.ToString());
        var tree = new MerkleTree();
        foreach (var (leaf, root) in Reference)
        {
            tree.Append(MerkleHash.Leaf(Convert.FromHexString(leaf)));
            Assert.Equal(root, tree.Root.ToString());
        }
    }

    [Theory]
    [InlineData(0, 1, "")]
    [InlineData(0, 8, "96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7 5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e 6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4")]
    [InlineData(5, 8, "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0 d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7")]
    [InlineData(2, 3, "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125")]
    [InlineData(1, 5, "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d 5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b")]
    public void Inclusion_IsThePublishedProof(int index, int size, string path)
    {
        var expected = Digests(path);
        Assert.Equal(expected, new StoredTree(ReferenceLeaves).Complete(MerkleProofPlan.Inclusion(index, size)));
        Assert.True(MerkleProofs.Includes(Digest(Reference[size - 1].Root), size, index, ReferenceLeaves[index], expected.AsSpan()));
    }

    [Theory]
    [InlineData(1, 1, "")]
    [InlineData(1, 8, "96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7 5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e 6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4")]
    [InlineData(6, 8, "0ebc5d3437fbe2db158b9f126a1d118e308181031d0a949f8dededebc558ef6a ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0 d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7")]
    [InlineData(2, 5, "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b")]
    [InlineData(6, 7, "0ebc5d3437fbe2db158b9f126a1d118e308181031d0a949f8dededebc558ef6a b08693ec2e721597130641e8211e7eedccb4c26413963eee6c1e2ed16ffb1a5f d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7")]
    public void Consistency_IsThePublishedProof(int from, int to, string path)
    {
        var expected = Digests(path);
        Assert.Equal(expected, new StoredTree(ReferenceLeaves).Complete(MerkleProofPlan.Consistency(from, to)));
        Assert.True(MerkleProofs.IsConsistent(from, Digest(Reference[from - 1].Root), to, Digest(Reference[to - 1].Root), expected.AsSpan()));
    }

    [Fact]
    public void RootsAndProofs_AreThoseOfTheRfc_ForEverySizeUpTo300()
    {
        var leaves = Leaves(300);
        var stored = new StoredTree([]);
        for (var size = 1; size <= leaves.Length; size++)
        {
            stored.Append(leaves[size - 1]);
            var all = leaves.AsSpan(0, size);
            Assert.Equal(NaiveTree.Root(all), stored.Root);
            foreach (var index in (int[])[0, size / 3, size / 2, size - 1])
                Assert.Equal(NaiveTree.Path(index, all), stored.Complete(MerkleProofPlan.Inclusion(index, size)));
            foreach (var from in (int[])[1, (size / 3) + 1, (size / 2) + 1, size])
            {
                if (from <= size)
                    Assert.Equal(NaiveTree.Proof(from, all), stored.Complete(MerkleProofPlan.Consistency(from, size)));
            }
        }
    }

    [Fact]
    public void Proofs_AreThoseOfTheRfc_AndHold_ForAnyPlaceAndSize()
    {
        var leaves = Leaves(700);
        var stored = new StoredTree(leaves);
        Gen.Select(Gen.Int[1, leaves.Length], Gen.Int[0, int.MaxValue], Gen.Int[0, int.MaxValue]).Sample((size, a, b) =>
        {
            var (index, from) = (a % size, (b % size) + 1);
            var all = leaves.AsSpan(0, size);
            var (root, fromRoot) = (NaiveTree.Root(all), NaiveTree.Root(all[..from]));
            var path = stored.Complete(MerkleProofPlan.Inclusion(index, size));
            var proof = stored.Complete(MerkleProofPlan.Consistency(from, size));
            return path.SequenceEqual(NaiveTree.Path(index, all)) && proof.SequenceEqual(NaiveTree.Proof(from, all))
                && MerkleProofs.Includes(root, size, index, leaves[index], path.AsSpan())
                && MerkleProofs.IsConsistent(from, fromRoot, size, root, proof.AsSpan())
                && !MerkleProofs.Includes(root, size, (index + 1) % size, leaves[index], path.AsSpan()) == (size > 1)
                && (from == size || !MerkleProofs.IsConsistent(from, leaves[0], size, root, proof.AsSpan()) || fromRoot == leaves[0]);
        }, iter: 500);
    }

    [Fact]
    public void AChangedProof_NeverHolds()
    {
        var leaves = Leaves(200);
        var stored = new StoredTree(leaves);
        var stranger = MerkleHash.Leaf("stranger"u8);
        Gen.Select(Gen.Int[2, leaves.Length], Gen.Int[0, int.MaxValue], Gen.Int[0, int.MaxValue], Gen.Int[0, 4]).Sample((size, a, b, kind) =>
        {
            var (index, from) = (a % size, (b % (size - 1)) + 1);
            var all = leaves.AsSpan(0, size);
            var (root, fromRoot) = (NaiveTree.Root(all), NaiveTree.Root(all[..from]));
            var path = Change(stored.Complete(MerkleProofPlan.Inclusion(index, size)), kind, b, stranger, root);
            var proof = Change(stored.Complete(MerkleProofPlan.Consistency(from, size)), kind, a, stranger, root);
            return !MerkleProofs.Includes(root, size, index, leaves[index], path.AsSpan()) && !MerkleProofs.IsConsistent(from, fromRoot, size, root, proof.AsSpan());
        }, iter: 1_000);
    }

    [Theory]
    [InlineData(-1, 4)]
    [InlineData(4, 4)]
    [InlineData(0, 0)]
    [InlineData(long.MaxValue, long.MaxValue)]
    public void Includes_IsFalse_ForAPlaceThatIsNone(long index, long size) => Assert.False(MerkleProofs.Includes(MerkleHash.Empty, size, index, MerkleHash.Empty, []));

    [Fact]
    public void IsConsistent_KnowsTheEmptyTree()
    {
        var root = NaiveTree.Root(Leaves(3));
        Assert.True(MerkleProofs.IsConsistent(0, MerkleHash.Empty, 3, root, []));
        Assert.True(MerkleProofs.IsConsistent(0, MerkleHash.Empty, 0, MerkleHash.Empty, []));
        Assert.False(MerkleProofs.IsConsistent(0, root, 3, root, []));
        Assert.False(MerkleProofs.IsConsistent(0, root, 0, root, []));
        Assert.False(MerkleProofs.IsConsistent(3, root, 2, root, []));
        Assert.False(MerkleProofs.IsConsistent(2, root, 3, root, []));
    }

    [Fact]
    public void Tree_StoresTwoHashesALeaf_AndReadsTwoALevel()
    {
        var stored = new StoredTree(Leaves(4_096));
        Assert.Equal(2 * 4_096 - 1, stored.Stored);
        for (long size = 1; size < 1L << 40; size = (size * 3) + 1)
        {
            var levels = BitOperations.Log2((ulong)size) + 1;
            Assert.InRange(MerkleProofPlan.Inclusion(size / 2, size).Nodes.Length, 0, 2 * levels);
            Assert.InRange(MerkleProofPlan.Consistency((size / 2) + 1, size).Nodes.Length, 0, 2 * levels);
        }
    }

    [Fact]
    public void Tree_GrowsOn_FromItsStoredSubtrees()
    {
        var leaves = Leaves(130);
        var stored = new StoredTree(leaves);
        for (var size = 0; size < leaves.Length; size++)
        {
            var tree = stored.Resume(size);
            Assert.Equal(NaiveTree.Root(leaves.AsSpan(0, size)), tree.Root);
            tree.Append(leaves[size]);
            Assert.Equal(NaiveTree.Root(leaves.AsSpan(0, size + 1)), tree.Root);
        }

        Assert.Throws<ArgumentException>(() => new MerkleTree(3, [leaves[0]]));
    }

    [Fact]
    public void ALeaf_CannotBeTakenForANode()
    {
        var leaves = Leaves(2);
        var pair = new byte[64];
        leaves[0].CopyTo(pair);
        leaves[1].CopyTo(pair.AsSpan(32));
        Assert.NotEqual(NaiveTree.Root(leaves), MerkleHash.Leaf(pair));
        Assert.Throws<ArgumentException>(() => MerkleHash.Leaf(new byte[MerkleHash.MaxLeafBytes + 1]));
    }

    private static ImmutableArray<Sha256Digest> Change(ImmutableArray<Sha256Digest> path, int kind, int at, Sha256Digest stranger, Sha256Digest root) => kind switch
    {
        0 when path.Length > 0 => path.SetItem(at % path.Length, stranger),
        1 when path.Length > 0 => path.RemoveAt(at % path.Length),
        2 => path.Insert(at % (path.Length + 1), stranger),
        3 => path.Add(root),
        _ => path.Insert(0, path.Length > 0 ? path[0] : stranger),
    };
}
