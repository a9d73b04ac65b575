using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using ClinicalRl.Audit.Jose;
using ClinicalRl.Audit.RunLogs;

namespace ClinicalRl.Audit.Ledger;

/// <summary>
/// What a tenant's ledger came to at some time: with its root hash every entry is fixed. Names follow C2SP tlog-checkpoint and RFC 9162; it is
/// signed as a JWS (RFC 7515), whose payload is
/// <c>{"origin":"clinicalrl/ledger/TENANT","treeSize":2,"rootHash":"…","time":"2026-11-22T09:30:00.000Z"}</c>.
/// </summary>
/// <param name="Ledger">Which: a tenant's for its logs, <c>TENANT/access</c> for who read them.</param>
/// <param name="TreeSize">Its entries.</param>
/// <param name="RootHash">Hash of the tree over them.</param>
/// <param name="Time">When it was signed.</param>
public sealed record LedgerCheckpoint(string Ledger, long TreeSize, Sha256Digest RootHash, DateTimeOffset Time)
{
    /// <summary>The JWS header's <c>typ</c>.</summary>
    public const string Type = "clinicalrl-checkpoint+jws";

    private const string OriginPrefix = "clinicalrl/ledger/";

    /// <summary>The ledger's name.</summary>
    public string Origin => OriginPrefix + Ledger;

    /// <summary>The checkpoint signed, as it is published: one line, without line feed.</summary>
    public ValueTask<string> SignAsync(ILogSigner key, CancellationToken cancellation = default) => JwsCompact.SignAsync(ToBytes(), Type, key, cancellation);

    internal static bool TryRead(ReadOnlyMemory<byte> payload, [NotNullWhen(true)] out LedgerCheckpoint? checkpoint, out string problem) =>
        CanonicalJson.TryRead(payload, Read, written => written.ToBytes(), out checkpoint, out problem);

    private static LedgerCheckpoint Read(ref LineReader reader)
    {
        var origin = reader.Text("origin");
        return origin.StartsWith(OriginPrefix, StringComparison.Ordinal)
            ? new LedgerCheckpoint(origin[OriginPrefix.Length..], CanonicalJson.Count(ref reader, "treeSize"), reader.Digest("rootHash"), reader.Time("time"))
            : throw new RunLogFormatException($"'origin' must begin with {OriginPrefix}.");
    }

    private byte[] ToBytes() => CanonicalJson.Write(this, static (checkpoint, writer) =>
    {
        writer.WriteStartObject();
        writer.WriteString("origin"u8, checkpoint.Origin);
        writer.WriteNumber("treeSize"u8, checkpoint.TreeSize);
        RunLogWriter.WriteDigest(writer, "rootHash"u8, checkpoint.RootHash);
        RunLogTime.Write(writer, "time"u8, checkpoint.Time);
        writer.WriteEndObject();
    });
}

/// <summary>A checkpoint as it was received. What it says counts only once a trusted key is found to have signed it.</summary>
public sealed class SignedCheckpoint
{
    private readonly JwsCompact jws;

    private SignedCheckpoint(LedgerCheckpoint checkpoint, JwsCompact jws) => (Checkpoint, this.jws) = (checkpoint, jws);

    /// <summary>What is said.</summary>
    public LedgerCheckpoint Checkpoint { get; }

    /// <summary>Which key is said to have signed.</summary>
    public string KeyId => jws.KeyId;

    /// <summary>Reads one, without white space around it; false with one sentence when it is none. The signature is not yet checked. Never throws.</summary>
    public static bool TryRead(string text, [NotNullWhen(true)] out SignedCheckpoint? signed, out string problem)
    {
        signed = null;
        problem = "It has white space around it.";
        if (text.Length != text.AsSpan().Trim().Length || !JwsCompact.TryParse(text, out var jws, out problem))
            return false;
        if (jws.Type != LedgerCheckpoint.Type)
        {
            problem = $"Its header's 'typ' is not {LedgerCheckpoint.Type}.";
            return false;
        }

        if (!LedgerCheckpoint.TryRead(jws.Payload, out var checkpoint, out problem))
            return false;
        signed = new SignedCheckpoint(checkpoint, jws);
        return true;
    }

    /// <summary>What a file says that one of <paramref name="keys"/> signed; null, with a finding, when none did.</summary>
    internal static LedgerCheckpoint? Believe(string file, string text, LogKeySet keys, List<LedgerFinding> findings)
    {
        var problem = "It does not end in a line feed.";
        if (!text.EndsWith('\n') || !TryRead(text[..^1], out var signed, out problem))
            findings.Add(new LedgerFinding("checkpoint", file, text.EndsWith('\n') ? "It is no checkpoint." : problem));
        else if (keys.Find(signed.KeyId) is not { } key)
            findings.Add(new LedgerFinding("untrusted-key", file, keys.IsEmpty ? "There is no key to check it with: give --key." : "It names a key that is not one of those given."));
        else if (!signed.IsSignedBy(key.PublicKey))
            findings.Add(new LedgerFinding("checkpoint-signature", file, $"The signature is not that of key {signed.KeyId} over this checkpoint."));
        else if (keys.ReasonToDistrust(signed.KeyId, signed.Checkpoint.Time) is { } distrust)
            findings.Add(new LedgerFinding(distrust.Code, file, $"The checkpoint was signed by {distrust.Detail}."));
        else
            return signed.Checkpoint;
        return null;
    }

    /// <summary>Whether <paramref name="key"/> is the one it names and signed it.</summary>
    public bool IsSignedBy(LogPublicKey key) => key.KeyId == KeyId && jws.IsSignedStrictlyBy(key);
}
