using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using ClinicalRl.Audit.Jose;
using ClinicalRl.Audit.Ledger;
using ClinicalRl.Audit.RunLogs;

namespace ClinicalRl.Audit.Reports;

/// <summary>
/// What is vouched for of a report: an entry of the tenant's ledger of reports, whose place in it, counted from 1, is the report's number. Its canonical bytes are one JSON object in this
/// order and without white space: <c>{"record":"report","format":1,"tenant":"…","report":"rr_…","selection":"…","evaluators":"clinicians","records":"…","json":"…","html":"…","pdf":"…",
/// "evidence":"…","time":"2026-11-22T09:30:00.000Z"}</c>.
/// </summary>
/// <param name="Tenant">Owner.</param>
/// <param name="Id">The report's id.</param>
/// <param name="Selection">What was selected, in words; at most <see cref="MaxSelection"/> characters.</param>
/// <param name="Evaluators">Whose scores it rests on: <see cref="Clinicians"/> or <see cref="Simulated"/>.</param>
/// <param name="Records">SHA-256 over the ids of its records, as the report itself names it.</param>
/// <param name="Json">SHA-256 of its JSON.</param>
/// <param name="Html">SHA-256 of its page.</param>
/// <param name="Pdf">SHA-256 of its sheets.</param>
/// <param name="Evidence">SHA-256 of its records, a line each in ordinal order of their ids: what it can be made from again.</param>
/// <param name="Time">When it was made.</param>
public sealed record ReportEntry(
    string Tenant, string Id, string Selection, string Evaluators, Sha256Digest Records, Sha256Digest Json, Sha256Digest Html, Sha256Digest Pdf, Sha256Digest Evidence, DateTimeOffset Time)
    : ILedgerEntry
{
    /// <summary>Beginning of a report's id.</summary>
    public const string Prefix = "rr_";

    /// <summary>The JWS header's <c>typ</c> of a signed entry.</summary>
    public const string Type = "clinicalrl-report+jws";

    /// <summary>Its evaluators are people.</summary>
    public const string Clinicians = "clinicians";

    /// <summary>At least one of its evaluators is a program.</summary>
    public const string Simulated = "simulated";

    /// <summary>Longest selection, characters.</summary>
    public const int MaxSelection = 2_000;

    internal const string Record = "report";

    private const int Format = 1;

    /// <summary>Name of a tenant's ledger of reports, as a checkpoint's origin ends.</summary>
    public static string LedgerOf(string tenant) => tenant + "/reports";

    /// <summary>Reads canonical bytes; false with one sentence when they are not. Never throws.</summary>
    public static bool TryRead(ReadOnlyMemory<byte> bytes, [NotNullWhen(true)] out ReportEntry? entry, out string problem) => CanonicalJson.TryRead(
        bytes, static (ref reader) => LedgerEntries.Read(ref reader) as ReportEntry ?? throw new RunLogFormatException($"'record' must be {Record}."), written => written.ToBytes(), out entry, out problem);

    /// <summary>Reads a signed entry; false with one sentence when <paramref name="text"/> is none that <paramref name="key"/> signed. Never throws.</summary>
    public static bool TryReadSigned(string text, LogPublicKey key, [NotNullWhen(true)] out ReportEntry? entry, out string problem)
    {
        entry = null;
        if (!JwsCompact.TryParse(text, out var jws, out problem))
            return false;
        if (jws.Type != Type || jws.KeyId != key.KeyId || !jws.IsSignedStrictlyBy(key))
        {
            problem = $"It is not a report signed by key {key.KeyId}.";
            return false;
        }

        return TryRead(jws.Payload, out entry, out problem);
    }

    /// <summary>The entry signed: one line, without line feed.</summary>
    public ValueTask<string> SignAsync(ILogSigner key, CancellationToken cancellation = default) => JwsCompact.SignAsync(ToBytes(), Type, key, cancellation);

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
        writer.WriteString("report"u8, Id);
        writer.WriteString("selection"u8, Selection);
        writer.WriteString("evaluators"u8, Evaluators);
        RunLogWriter.WriteDigest(writer, "records"u8, Records);
        RunLogWriter.WriteDigest(writer, "json"u8, Json);
        RunLogWriter.WriteDigest(writer, "html"u8, Html);
        RunLogWriter.WriteDigest(writer, "pdf"u8, Pdf);
        RunLogWriter.WriteDigest(writer, "evidence"u8, Evidence);
        RunLogTime.Write(writer, "time"u8, Time);
        writer.WriteEndObject();
    }

    internal static ReportEntry ReadRest(ref LineReader reader) => reader.Number("format") == Format
        ? new ReportEntry(
            reader.Text("tenant"), reader.Text("report"), reader.Text("selection"), reader.Text("evaluators"), reader.Digest("records"), reader.Digest("json"), reader.Digest("html"), reader.Digest("pdf"),
            reader.Digest("evidence"), reader.Time("time"))
        : throw new RunLogFormatException($"'format' must be {Format}.");
}
