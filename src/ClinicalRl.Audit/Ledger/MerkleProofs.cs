using ClinicalRl.Audit.RunLogs;

namespace ClinicalRl.Audit.Ledger;

/// <summary>Checks proofs as RFC 9162, sections 2.1.3.2 and 2.1.4.2, says. Whatever the values, the answer is yes or no.</summary>
public static class MerkleProofs
{
    /// <summary>Whether the leaf with hash <paramref name="leaf"/> is number <paramref name="index"/> (from 0) of the tree of <paramref name="size"/> leaves with this root.</summary>
    public static bool Includes(Sha256Digest root, long size, long index, Sha256Digest leaf, ReadOnlySpan<Sha256Digest> path)
    {
        if (index < 0 || index >= size)
            return false;
        var (node, last) = (index, size - 1);
        var hash = leaf;
        foreach (var sibling in path)
        {
            if (last == 0)
                return false;
            if (IsRight(node) || node == last)
            {
                hash = MerkleHash.Node(sibling, hash);
                ClimbLoneLefts(ref node, ref last);
            }
            else
            {
                hash = MerkleHash.Node(hash, sibling);
            }

            Climb(ref node, ref last);
        }

        return last == 0 && hash == root;
    }

    /// <summary>
    /// Whether the tree of <paramref name="from"/> leaves with root <paramref name="fromRoot"/> is the beginning of the tree of <paramref name="to"/> leaves with
    /// root <paramref name="toRoot"/>: nothing before was changed, dropped or put in between.
    /// </summary>
    public static bool IsConsistent(long from, Sha256Digest fromRoot, long to, Sha256Digest toRoot, ReadOnlySpan<Sha256Digest> path)
    {
        if (from < 0 || from > to)
            return false;
        if (from == to)
            return path.IsEmpty && fromRoot == toRoot && (from > 0 || fromRoot == MerkleHash.Empty);
        if (from == 0)
            return path.IsEmpty && fromRoot == MerkleHash.Empty;   // everything begins with nothing
        var isWhole = (from & (from - 1)) == 0;
        if (path.Length < (isWhole ? 0 : 1))
            return false;
        var (node, last) = (from - 1, to - 1);
        while (IsRight(node))
            Climb(ref node, ref last);
        var first = isWhole ? fromRoot : path[0];
        var (before, after) = (first, first);
        foreach (var sibling in path[(isWhole ? 0 : 1)..])
        {
            if (last == 0)
                return false;
            if (IsRight(node) || node == last)
            {
                (before, after) = (MerkleHash.Node(sibling, before), MerkleHash.Node(sibling, after));
                ClimbLoneLefts(ref node, ref last);
            }
            else
            {
                after = MerkleHash.Node(after, sibling);
            }

            Climb(ref node, ref last);
        }

        return last == 0 && before == fromRoot && after == toRoot;
    }

    private static bool IsRight(long node) => (node & 1) == 1;

    private static void Climb(ref long node, ref long last) => (node, last) = (node >> 1, last >> 1);

    /// <summary>A last node without a sibling on its right is its own parent: no hash of the path belongs to it.</summary>
    private static void ClimbLoneLefts(ref long node, ref long last)
    {
        while (!IsRight(node) && node != 0)
            Climb(ref node, ref last);
    }
}
