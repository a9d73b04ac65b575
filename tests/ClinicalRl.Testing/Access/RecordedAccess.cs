using System.Collections.Immutable;
using System.Text;
using ClinicalRl.Audit.Access;
using ClinicalRl.Audit.Ledger;
using ClinicalRl.Audit.RunLogs;
using ClinicalRl.Testing.RunLogs;

namespace ClinicalRl.Testing.Access;

/// <summary>Access events of tenant t1 in a ledger, as a service gives them out.</summary>
public static class RecordedAccess
{
    private static readonly DateTimeOffset Noon = new(2026, 11, 22, 12, 0, 0, TimeSpan.Zero);

    /// <summary>The event at a place.</summary>
    public static AccessEvent Event(int place, string tenant = "t1") => new(
        tenant, FormattableString.Invariant($"ae_{place:0000}"), Noon.AddSeconds(place), "key_" + (place % 3), AccessEvent.Read, place % 2 == 0 ? "run-log" : "coverage",
        place % 2 == 0 ? FormattableString.Invariant($"ep_{place % 5:000}") : "", place % 2 == 0 ? "" : "?label=run%3Da", place % 7 == 6 ? "not-found" : AccessEvent.Granted);

    /// <summary>The files of a bundle about the last of <paramref name="size"/> events, from place <paramref name="from"/> on.</summary>
    public static SortedDictionary<string, byte[]> Files(int size, int from = 0, LogSigningKey? key = null, string tenant = "t1")
    {
        var events = Enumerable.Range(0, size).Select(place => Event(place, tenant)).ToList();
        return new SortedDictionary<string, byte[]>(StringComparer.Ordinal)
        {
            [AccessNames.Checkpoint] = Checkpoint(size, key, tenant),
            [AccessNames.Stretch] = Line(new LedgerStretch(from, size, Subtrees(from, tenant)).ToBytes()),
            [AccessNames.Events] = [.. events.Skip(from).SelectMany(entry => Line(entry.ToBytes()))],
        };
    }

    /// <summary>The signed checkpoint over the first events, as a file.</summary>
    public static byte[] Checkpoint(int size, LogSigningKey? key = null, string tenant = "t1")
    {
        var tree = Tree(size, tenant);
        var checkpoint = new LedgerCheckpoint(AccessEvent.LedgerOf(tenant), tree.Size, tree.Root, Noon.AddHours(3));
        return Line(Encoding.ASCII.GetBytes(checkpoint.SignAsync(key ?? RecordedEpisode.Key).AsTask().GetAwaiter().GetResult()));
    }

    private static MerkleTree Tree(int size, string tenant)
    {
        var tree = new MerkleTree();
        for (var place = 0; place < size; place++)
            tree.Append(Event(place, tenant).LeafHash());
        return tree;
    }

    private static ImmutableArray<Sha256Digest> Subtrees(int from, string tenant)
    {
        var subtrees = ImmutableArray.CreateBuilder<Sha256Digest>();
        foreach (var node in MerkleTree.SubtreesOf(from))
        {
            var tree = new MerkleTree();
            for (var place = node.LastLeaf + 1 - (1L << node.Level); place <= node.LastLeaf; place++)
                tree.Append(Event((int)place, tenant).LeafHash());
            subtrees.Add(tree.Root);
        }

        return subtrees.ToImmutable();
    }

    private static byte[] Line(byte[] bytes) => [.. bytes, (byte)'\n'];
}
