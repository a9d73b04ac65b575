using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using ClinicalRl.Audit.Ledger;
using ClinicalRl.Audit.RunLogs;

namespace ClinicalRl.Audit.Access;

/// <summary>
/// That somebody read, exported or governed something recorded; an entry of the tenant's access ledger. Its canonical bytes are one JSON object in this order and without
/// white space: <c>{"record":"access","format":1,"tenant":"…","event":"ae_…","time":"2026-11-22T09:30:00.000Z","actor":"key_…","action":"read","kind":"run-log",
/// "subject":"ep_…","detail":"","result":"granted"}</c>.
/// </summary>
/// <param name="Tenant">Owner.</param>
/// <param name="Id">The event's own id.</param>
/// <param name="Time">When, by the clock of the silo that answered.</param>
/// <param name="Actor">Public id of the API key used, or <see cref="Service"/>; never the secret.</param>
/// <param name="Action">What was done: <c>read</c>, or a word of retention such as <c>hold</c>.</param>
/// <param name="Kind">Of what, kebab-case: <c>run-log</c>, <c>coverage</c>, <c>bundle</c>, …</param>
/// <param name="Subject">Id of the episode, job or bundle; empty when it was a selection.</param>
/// <param name="Detail">The selection as it was asked for, or a reason; at most <see cref="MaxDetail"/> bytes.</param>
/// <param name="Result"><see cref="Granted"/>, or the problem that was answered instead.</param>
public sealed record AccessEvent(string Tenant, string Id, DateTimeOffset Time, string Actor, string Action, string Kind, string Subject, string Detail, string Result) : ILedgerEntry
{
    /// <summary>Beginning of an event's id.</summary>
    public const string Prefix = "ae_";

    /// <summary>The result of what was let happen.</summary>
    public const string Granted = "granted";

    /// <summary>The action of whoever looks at something.</summary>
    public const string Read = "read";

    /// <summary>The actor of what the service does by itself.</summary>
    public const string Service = "service";

    /// <summary>Longest detail, bytes as it is written: an event must fit a leaf.</summary>
    public const int MaxDetail = 500;

    internal const string Record = "access";

    private const int Format = 1;

    /// <summary>Name of a tenant's access ledger, as a checkpoint's origin ends.</summary>
    public static string LedgerOf(string tenant) => tenant + "/access";

    /// <summary>A detail that fits: shortened, and without control characters or halves of surrogate pairs.</summary>
    public static string Fit(string detail)
    {
        var clean = string.Concat(detail.Take(MaxDetail + 1).Select(c => char.IsControl(c) || char.IsSurrogate(c) ? '?' : c));
        var length = clean.Length;
        while (Bytes(clean.AsSpan(0, length)) > MaxDetail - (length < clean.Length ? 3 : 0))
            length--;
        return length == clean.Length ? clean : clean[..length] + "…";

        static int Bytes(ReadOnlySpan<char> text) => JsonEncodedText.Encode(text, RunLogWriter.Json.Encoder).EncodedUtf8Bytes.Length;
    }

    /// <summary>Reads canonical bytes; false with one sentence when they are not. Never throws.</summary>
    public static bool TryRead(ReadOnlyMemory<byte> bytes, [NotNullWhen(true)] out AccessEvent? entry, out string problem) =>
        CanonicalJson.TryRead(bytes, static (ref reader) => LedgerEntries.Read(ref reader) as AccessEvent ?? throw new RunLogFormatException($"'record' must be {Record}."), written => written.ToBytes(), out entry, out problem);

    /// <inheritdoc/>
    public byte[] ToBytes() => CanonicalJson.Write(this, static (entry, writer) => entry.WriteTo(writer));

    /// <inheritdoc cref="ILedgerEntry.LeafHash"/>
    public Sha256Digest LeafHash() => MerkleHash.Leaf(ToBytes());

    /// <summary>Writes the canonical object.</summary>
    public void WriteTo(Utf8JsonWriter writer)
    {
        writer.WriteStartObject();
        writer.WriteString("record"u8, Record);
        writer.WriteNumber("format"u8, Format);
        writer.WriteString("tenant"u8, Tenant);
        writer.WriteString("event"u8, Id);
        RunLogTime.Write(writer, "time"u8, Time);
        writer.WriteString("actor"u8, Actor);
        writer.WriteString("action"u8, Action);
        writer.WriteString("kind"u8, Kind);
        writer.WriteString("subject"u8, Subject);
        writer.WriteString("detail"u8, Detail);
        writer.WriteString("result"u8, Result);
        writer.WriteEndObject();
    }

    internal static AccessEvent ReadRest(ref LineReader reader) => reader.Number("format") == Format
        ? new AccessEvent(
            reader.Text("tenant"), reader.Text("event"), reader.Time("time"), reader.Text("actor"), reader.Text("action"), reader.Text("kind"), reader.Text("subject"), reader.Text("detail"), reader.Text("result"))
        : throw new RunLogFormatException($"'format' must be {Format}.");
}
