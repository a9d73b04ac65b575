using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using System.Numerics;
using System.Text.Json;
using ClinicalRl.Audit.RunLogs;

namespace ClinicalRl.Audit.Ledger;

/// <summary>
/// The last entries of a ledger, and what stands for those before them: with the entries it gives the root, so nothing can be left out of them. As a file: its
/// canonical JSON and a line feed.
/// </summary>
/// <param name="From">Place of the first entry; as many are before it.</param>
/// <param name="TreeSize">Entries of the ledger.</param>
/// <param name="Before">Hashes of <see cref="MerkleTree.SubtreesOf"/> of <see cref="From"/>.</param>
public sealed record LedgerStretch(long From, long TreeSize, ImmutableArray<Sha256Digest> Before)
{
    /// <summary>Reads canonical bytes; false with one sentence when they are not. Never throws.</summary>
    public static bool TryRead(ReadOnlyMemory<byte> bytes, [NotNullWhen(true)] out LedgerStretch? stretch, out string problem) =>
        CanonicalJson.TryRead(bytes, Read, written => written.ToBytes(), out stretch, out problem);

    /// <summary>The canonical bytes.</summary>
    public byte[] ToBytes() => CanonicalJson.Write(this, static (stretch, writer) => stretch.WriteTo(writer));

    /// <summary>The tree of the entries before, to which the others are added.</summary>
    public MerkleTree Begin() => new(From, Before);

    private static LedgerStretch Read(ref LineReader reader)
    {
        var stretch = new LedgerStretch(CanonicalJson.Count(ref reader, "from"), CanonicalJson.Count(ref reader, "treeSize"), ProofPath.Read(ref reader, "before"));
        return stretch.From <= stretch.TreeSize && stretch.Before.Length == BitOperations.PopCount((ulong)stretch.From)
            ? stretch
            : throw new RunLogFormatException("'before' must hold one hash for each bit of 'from', which is at most 'treeSize'.");
    }

    private void WriteTo(Utf8JsonWriter writer)
    {
        writer.WriteStartObject();
        writer.WriteNumber("from"u8, From);
        writer.WriteNumber("treeSize"u8, TreeSize);
        ProofPath.Write(writer, "before", Before);
        writer.WriteEndObject();
    }
}
