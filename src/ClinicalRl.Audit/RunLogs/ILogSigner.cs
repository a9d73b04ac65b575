namespace ClinicalRl.Audit.RunLogs;

/// <summary>
/// The private key that seals run logs and signs checkpoints, wherever it is kept: in a file of this machine, or in a vault that never gives
/// it out and signs on demand.
/// </summary>
public interface ILogSigner
{
    /// <summary>What verifiers need.</summary>
    LogPublicKey PublicKey { get; }

    /// <summary>Signs SHA-256 of <paramref name="bytes"/> (ES256), in the one form that <see cref="LogPublicKey.Verify"/> accepts.</summary>
    ValueTask<byte[]> SignAsync(ReadOnlyMemory<byte> bytes, CancellationToken cancellation = default);
}
