using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using ClinicalRl.Audit.RunLogs;

namespace ClinicalRl.Audit.Ledger;

/// <summary>That an entry is in a ledger of some size, whose root a checkpoint gives. As a file: its canonical JSON and a line feed.</summary>
/// <param name="Entry">The entry.</param>
/// <param name="LeafIndex">Its place, from 0.</param>
/// <param name="TreeSize">Entries of the ledger that it is proven for.</param>
/// <param name="Path">The hashes beside the way from leaf to root.</param>
public sealed record InclusionProof(ILedgerEntry Entry, long LeafIndex, long TreeSize, ImmutableArray<Sha256Digest> Path)
{
    /// <summary>Reads canonical bytes; false with one sentence when they are not. Never throws.</summary>
    public static bool TryRead(ReadOnlyMemory<byte> bytes, [NotNullWhen(true)] out InclusionProof? proof, out string problem) =>
        CanonicalJson.TryRead(bytes, Read, written => written.ToBytes(), out proof, out problem);

    /// <summary>The canonical bytes.</summary>
    public byte[] ToBytes() => CanonicalJson.Write(this, static (proof, writer) => proof.WriteTo(writer));

    /// <summary>Whether it holds in the ledger of <see cref="TreeSize"/> entries with this root.</summary>
    public bool Holds(Sha256Digest root) => MerkleProofs.Includes(root, TreeSize, LeafIndex, Entry.LeafHash(), Path.AsSpan());

    private static InclusionProof Read(ref LineReader reader)
    {
        reader.Begin("entry", JsonTokenType.StartObject);
        var entry = LedgerEntries.Read(ref reader);
        reader.End();
        return new InclusionProof(entry, CanonicalJson.Count(ref reader, "leafIndex"), CanonicalJson.Count(ref reader, "treeSize"), ProofPath.Read(ref reader, "inclusionPath"));
    }

    private void WriteTo(Utf8JsonWriter writer)
    {
        writer.WriteStartObject();
        writer.WritePropertyName("entry"u8);
        LedgerEntries.Write(writer, Entry);
        writer.WriteNumber("leafIndex"u8, LeafIndex);
        writer.WriteNumber("treeSize"u8, TreeSize);
        ProofPath.Write(writer, "inclusionPath", Path);
        writer.WriteEndObject();
    }
}
