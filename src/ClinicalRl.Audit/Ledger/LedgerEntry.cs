using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using ClinicalRl.Audit.RunLogs;

namespace ClinicalRl.Audit.Ledger;

/// <summary>
/// What the ledger keeps of one sealed run log. Its canonical bytes, the leaf, are one JSON object in this order and without white space:
/// <c>{"record":"sealed-log","format":1,"tenant":"…","episode":"…","log":"…","sealed":"2026-11-22T09:30:00.000Z"}</c>.
/// </summary>
/// <param name="Tenant">Owner.</param>
/// <param name="Episode">Whose log.</param>
/// <param name="Log">SHA-256 of the log's exact bytes, its last line feed included.</param>
/// <param name="Sealed">The time in its seal.</param>
public sealed record LedgerEntry(string Tenant, string Episode, Sha256Digest Log, DateTimeOffset Sealed) : ILedgerEntry
{
    private const int Format = 1;

    internal const string Record = "sealed-log";

    /// <inheritdoc/>
    public string Id => Episode;

    /// <summary>The entry of a whole sealed log; null when it does not begin with a header and end with a seal.</summary>
    public static LedgerEntry? Of(ReadOnlyMemory<byte> log)
    {
        var first = log.Span.IndexOf((byte)'\n');
        if (first < 0 || log.Span[^1] != (byte)'\n')
            return null;
        var last = log.Span[..^1].LastIndexOf((byte)'\n') + 1;
        return RunLogReader.TryRead(log[..first], out var header, out _) && header is RunLogOpening opening
            && RunLogReader.TryRead(log[last..^1], out var end, out _) && end is RunLogSeal seal
            ? new LedgerEntry(opening.Header.Tenant, opening.Header.Episode, Sha256Digest.Of(log.Span), seal.Time)
            : null;
    }

    /// <summary>Reads canonical bytes; false with one sentence when they are not. Never throws.</summary>
    public static bool TryRead(ReadOnlyMemory<byte> bytes, [NotNullWhen(true)] out LedgerEntry? entry, out string problem) =>
        CanonicalJson.TryRead(
            bytes, static (ref reader) => LedgerEntries.Read(ref reader) as LedgerEntry ?? throw new RunLogFormatException($"'record' must be {Record}."), written => written.ToBytes(), out entry, out problem);

    /// <summary>The canonical bytes.</summary>
    public byte[] ToBytes() => CanonicalJson.Write(this, static (entry, writer) => entry.WriteTo(writer));

    /// <summary>The leaf's hash.</summary>
    public Sha256Digest LeafHash() => MerkleHash.Leaf(ToBytes());

    /// <summary>Writes the canonical object.</summary>
    public void WriteTo(Utf8JsonWriter writer)
    {
        writer.WriteStartObject();
        writer.WriteString("record"u8, Record);
        writer.WriteNumber("format"u8, Format);
        writer.WriteString("tenant"u8, Tenant);
        writer.WriteString("episode"u8, Episode);
        RunLogWriter.WriteDigest(writer, "log"u8, Log);
        RunLogTime.Write(writer, "sealed"u8, Sealed);
        writer.WriteEndObject();
    }

    internal static LedgerEntry ReadRest(ref LineReader reader) => reader.Number("format") == Format
        ? new LedgerEntry(reader.Text("tenant"), reader.Text("episode"), reader.Digest("log"), reader.Time("sealed"))
        : throw new RunLogFormatException($"'format' must be {Format}.");
}
