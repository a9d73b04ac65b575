using System.Security.Cryptography;

namespace ClinicalRl.Audit.RunLogs;

/// <summary>The private key that seals run logs (ES256 on P-256). Made and kept by the caller; safe to use from several threads.</summary>
public sealed class LogSigningKey : ILogSigner, IDisposable
{
    private readonly ECDsa algorithm;
    private readonly Lock gate = new();

    /// <summary>Takes over <paramref name="algorithm"/>; throws <see cref="ArgumentException"/> unless it is on P-256.</summary>
    public LogSigningKey(ECDsa algorithm)
    {
        PublicKey = LogPublicKey.Of(algorithm);
        this.algorithm = algorithm;
    }

    /// <summary>What verifiers need.</summary>
    public LogPublicKey PublicKey { get; }

    /// <summary>Reads a PEM private key; throws <see cref="ArgumentException"/> or <see cref="CryptographicException"/> when it is none.</summary>
    public static LogSigningKey FromPem(string pem)
    {
        var imported = ECDsa.Create();
        try
        {
            imported.ImportFromPem(pem);
            return new LogSigningKey(imported);
        }
        catch
        {
            imported.Dispose();
            throw;
        }
    }

    /// <summary>The private key as PKCS #8 PEM. A secret.</summary>
    public string ToPem() => algorithm.ExportPkcs8PrivateKeyPem();

    /// <summary>The public key as PEM.</summary>
    public string ToPublicPem() => algorithm.ExportSubjectPublicKeyInfoPem();

    /// <inheritdoc/>
    public ValueTask<byte[]> SignAsync(ReadOnlyMemory<byte> bytes, CancellationToken cancellation = default) => ValueTask.FromResult(Sign(bytes.Span));

    /// <inheritdoc/>
    public void Dispose() => algorithm.Dispose();

    internal byte[] Sign(ReadOnlySpan<byte> bytes)
    {
        var signature = new byte[LogPublicKey.SignatureBytes];
        lock (gate)
            algorithm.SignData(bytes, signature, HashAlgorithmName.SHA256, DSASignatureFormat.IeeeP1363FixedFieldConcatenation);
        LogPublicKey.Normalise(signature);
        return signature;
    }
}
