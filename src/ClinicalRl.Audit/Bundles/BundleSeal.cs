using System.Diagnostics.CodeAnalysis;
using ClinicalRl.Audit.Jose;
using ClinicalRl.Audit.Ledger;
using ClinicalRl.Audit.RunLogs;

namespace ClinicalRl.Audit.Bundles;

/// <summary>
/// What is signed of a bundle: with the hash of its sums every file is fixed. The payload of a JWS (RFC 7515):
/// <c>{"record":"bundle","format":1,"tenant":"…","bundle":"…","files":12,"sums":"…","time":"2026-11-22T09:30:00.000Z"}</c>.
/// </summary>
/// <param name="Tenant">Whose logs it holds.</param>
/// <param name="Bundle">Its id.</param>
/// <param name="Files">Files that the sums name.</param>
/// <param name="Sums">SHA-256 of <see cref="BundleNames.Sums"/>.</param>
/// <param name="Time">When it was made.</param>
public sealed record BundleSeal(string Tenant, string Bundle, int Files, Sha256Digest Sums, DateTimeOffset Time)
{
    /// <summary>The JWS header's <c>typ</c>.</summary>
    public const string Type = "clinicalrl-bundle+jws";

    private const string Record = "bundle";

    private const int Format = 1;

    /// <summary>The seal signed: one line, without line feed.</summary>
    public ValueTask<string> SignAsync(ILogSigner key, CancellationToken cancellation = default) => JwsCompact.SignAsync(ToBytes(), Type, key, cancellation);

    internal static bool TryRead(ReadOnlyMemory<byte> payload, [NotNullWhen(true)] out BundleSeal? seal, out string problem) =>
        CanonicalJson.TryRead(payload, Read, written => written.ToBytes(), out seal, out problem);

    private static BundleSeal Read(ref LineReader reader)
    {
        if (reader.Text("record") != Record || reader.Number("format") != Format)
            throw new RunLogFormatException($"'record' must be {Record} and 'format' {Format}.");
        return new BundleSeal(reader.Text("tenant"), reader.Text("bundle"), (int)Math.Min(reader.Number("files"), int.MaxValue), reader.Digest("sums"), reader.Time("time"));
    }

    private byte[] ToBytes() => CanonicalJson.Write(this, static (seal, writer) =>
    {
        writer.WriteStartObject();
        writer.WriteString("record"u8, Record);
        writer.WriteNumber("format"u8, Format);
        writer.WriteString("tenant"u8, seal.Tenant);
        writer.WriteString("bundle"u8, seal.Bundle);
        writer.WriteNumber("files"u8, seal.Files);
        RunLogWriter.WriteDigest(writer, "sums"u8, seal.Sums);
        RunLogTime.Write(writer, "time"u8, seal.Time);
        writer.WriteEndObject();
    });
}
