using System.Collections.Immutable;
using System.Text;
using ClinicalRl.Audit.Ledger;
using ClinicalRl.Audit.RunLogs;
using ClinicalRl.Testing.RunLogs;

namespace ClinicalRl.Testing.Ledger;

/// <summary>Sealed corridor logs in a ledger, with all the evidence that a service gives out for them.</summary>
public sealed class RecordedLedger
{
    private static readonly DateTimeOffset Noon = new(2026, 11, 22, 12, 0, 0, TimeSpan.Zero);

    private readonly MerkleTree tree = new();
    private readonly Dictionary<MerkleNode, Sha256Digest> nodes = [];
    private readonly List<byte[]> logs = [];
    private readonly List<LedgerEntry> entries = [];

    /// <summary>The service's keys, a retired one among them.</summary>
    public static LogKeySet Keys { get; } =
        new([new LogKey(RecordedEpisode.Key.PublicKey, Noon.AddDays(-9)), new LogKey(RecordedEpisode.NewKey().PublicKey, Noon.AddDays(-99), Noon.AddDays(-9))]);

    /// <summary>The logs, in the order of the ledger.</summary>
    public IReadOnlyList<byte[]> Logs => logs;

    /// <summary>Adds short episodes, each of another scenario.</summary>
    public RecordedLedger Add(int count)
    {
        for (var i = 0; i < count; i++)
        {
            var name = NameOf(logs.Count);
            var episode = RecordedEpisode.Begin((ulong)logs.Count, header => header with { Episode = name });
            logs.Add(episode.Step("""{"tool":"move","arguments":{"direction":"left"}}""").Step("""{"tool":"finish"}""").Seal().Log);
            entries.Add(LedgerEntry.Of(logs[^1])!);
            var leaf = tree.Size;
            var completed = tree.Append(entries[^1].LeafHash());
            for (var level = 0; level < completed.Length; level++)
                nodes.Add(new MerkleNode(level, leaf >> level), completed[level]);
        }

        return this;
    }

    /// <summary>Id of an episode.</summary>
    public static string NameOf(int index) => FormattableString.Invariant($"ep_{index:000}");

    /// <summary>The checkpoint over the first <paramref name="size"/> entries, as a file.</summary>
    public byte[] Checkpoint(long size, LogSigningKey? key = null)
    {
        var root = MerkleHash.Join([.. MerkleTree.SubtreesOf(size).Select(node => nodes[node])]);
        return Line(new LedgerCheckpoint("t1", size, root, Noon.AddHours(2).AddMinutes(size)).SignAsync(key ?? RecordedEpisode.Key).AsTask().GetAwaiter().GetResult());
    }

    /// <summary>The inclusion proof of an entry, as a file.</summary>
    public byte[] Proof(int leaf, long size) => Line(Encoding.UTF8.GetString(new InclusionProof(entries[leaf], leaf, size, Complete(MerkleProofPlan.Inclusion(leaf, size))).ToBytes()));

    /// <summary>The consistency proof between two sizes, as a file.</summary>
    public byte[] Consistency(long from, long to) => Line(Encoding.UTF8.GetString(new ConsistencyProof(from, to, Complete(MerkleProofPlan.Consistency(from, to))).ToBytes()));

    /// <summary>A folder of evidence over the first <paramref name="size"/> entries, by file name; with the checkpoints over <paramref name="earlier"/> sizes.</summary>
    public SortedDictionary<string, byte[]> Folder(int size, params ReadOnlySpan<long> earlier)
    {
        var files = new SortedDictionary<string, byte[]>(StringComparer.Ordinal)
        {
            [EvidenceNames.Checkpoint] = Checkpoint(size),
            [EvidenceNames.Keys] = Encoding.UTF8.GetBytes(Keys.ToJson()),
        };
        for (var i = 0; i < size; i++)
        {
            files[NameOf(i) + EvidenceNames.Log] = logs[i];
            files[NameOf(i) + EvidenceNames.Proof] = Proof(i, size);
        }

        foreach (var from in earlier)
        {
            files[EvidenceNames.Earlier(from)] = Checkpoint(from);
            files[EvidenceNames.Consistency(from)] = Consistency(from, size);
        }

        return files;
    }

    private static byte[] Line(string text) => Encoding.UTF8.GetBytes(text + "\n");

    private ImmutableArray<Sha256Digest> Complete(MerkleProofPlan plan) => plan.Complete([.. plan.Nodes.Select(node => nodes[node])]);
}
