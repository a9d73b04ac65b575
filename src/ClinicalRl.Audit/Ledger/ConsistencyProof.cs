using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using ClinicalRl.Audit.RunLogs;

namespace ClinicalRl.Audit.Ledger;

/// <summary>That a ledger is the beginning of a later one. As a file: its canonical JSON and a line feed.</summary>
/// <param name="From">Entries of the earlier ledger.</param>
/// <param name="To">Entries of the later one.</param>
/// <param name="Path">The hashes that lead to both roots.</param>
public sealed record ConsistencyProof(long From, long To, ImmutableArray<Sha256Digest> Path)
{
    /// <summary>Reads canonical bytes; false with one sentence when they are not. Never throws.</summary>
    public static bool TryRead(ReadOnlyMemory<byte> bytes, [NotNullWhen(true)] out ConsistencyProof? proof, out string problem) =>
        CanonicalJson.TryRead(bytes, Read, written => written.ToBytes(), out proof, out problem);

    /// <summary>The canonical bytes.</summary>
    public byte[] ToBytes() => CanonicalJson.Write(this, static (proof, writer) => proof.WriteTo(writer));

    /// <summary>Whether it holds between ledgers with these roots.</summary>
    public bool Holds(Sha256Digest fromRoot, Sha256Digest toRoot) => MerkleProofs.IsConsistent(From, fromRoot, To, toRoot, Path.AsSpan());

    private static ConsistencyProof Read(ref LineReader reader) =>
        new(CanonicalJson.Count(ref reader, "from"), CanonicalJson.Count(ref reader, "to"), ProofPath.Read(ref reader, "consistencyPath"));

    private void WriteTo(Utf8JsonWriter writer)
    {
        writer.WriteStartObject();
        writer.WriteNumber("from"u8, From);
        writer.WriteNumber("to"u8, To);
        ProofPath.Write(writer, "consistencyPath", Path);
        writer.WriteEndObject();
    }
}
