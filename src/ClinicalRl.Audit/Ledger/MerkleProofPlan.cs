using System.Collections.Immutable;
using ClinicalRl.Audit.RunLogs;

namespace ClinicalRl.Audit.Ledger;

/// <summary>
/// Which stored hashes a proof needs. Each hash of the proof covers a range of leaves, and so is joined from a few perfect subtrees; all in
/// all there are at most two for each level of the tree.
/// </summary>
public sealed class MerkleProofPlan
{
    private readonly ImmutableArray<ImmutableArray<MerkleNode>> parts;

    private MerkleProofPlan(List<(long Begin, long End)> ranges)
    {
        ranges.Reverse();   // found from the root down; a proof is read from the leaf up
        parts = [.. ranges.Select(range => MerkleNode.Cover(range.Begin, range.End))];
        Nodes = [.. parts.SelectMany(part => part)];
    }

    /// <summary>The hashes to fetch, in the order in which <see cref="Complete"/> takes them.</summary>
    public ImmutableArray<MerkleNode> Nodes { get; }

    /// <summary>PATH(index, D[size]) of RFC 6962, 2.1.1. Throws <see cref="ArgumentOutOfRangeException"/> unless 0 ≤ index &lt; size.</summary>
    public static MerkleProofPlan Inclusion(long index, long size)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(index);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(index, size);
        var ranges = new List<(long, long)>();
        var (begin, end) = (0L, size);
        while (end - begin > 1)
            Descend(ref begin, ref end, left: index < begin + Split(end - begin), ranges);
        return new MerkleProofPlan(ranges);
    }

    /// <summary>PROOF(from, D[to]) of RFC 6962, 2.1.2; nothing when they are equal. Throws <see cref="ArgumentOutOfRangeException"/> unless 1 ≤ from ≤ to.</summary>
    public static MerkleProofPlan Consistency(long from, long to)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(from, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(from, to);
        var ranges = new List<(long, long)>();
        var (begin, end) = (0L, to);
        while (end != from)
            Descend(ref begin, ref end, left: from <= begin + Split(end - begin), ranges);
        if (begin > 0)
            ranges.Add((begin, end));   // else it is the old tree itself, whose root the verifier has
        return new MerkleProofPlan(ranges);
    }

    /// <summary>The proof, given the hashes of <see cref="Nodes"/> in their order.</summary>
    public ImmutableArray<Sha256Digest> Complete(ReadOnlySpan<Sha256Digest> hashes)
    {
        if (hashes.Length != Nodes.Length)
            throw new ArgumentException($"The proof needs {Nodes.Length} hashes.", nameof(hashes));
        var proof = ImmutableArray.CreateBuilder<Sha256Digest>(parts.Length);
        var at = 0;
        foreach (var part in parts)
        {
            proof.Add(MerkleHash.Join(hashes.Slice(at, part.Length)));
            at += part.Length;
        }

        return proof.MoveToImmutable();
    }

    /// <summary>Goes into one half of a range; the other half becomes a part of the proof.</summary>
    private static void Descend(ref long begin, ref long end, bool left, List<(long, long)> ranges)
    {
        var middle = begin + Split(end - begin);
        ranges.Add(left ? (middle, end) : (begin, middle));
        (begin, end) = left ? (begin, middle) : (middle, end);
    }

    /// <summary>The largest power of two smaller than <paramref name="count"/>, which is at least 2.</summary>
    private static long Split(long count) => 1L << System.Numerics.BitOperations.Log2((ulong)(count - 1));
}
