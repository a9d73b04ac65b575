using System.Security.Cryptography;

namespace ClinicalRl.Audit.RunLogs;

/// <summary>What the next line needs to know of the lines before it. A value: a failed append changes nothing.</summary>
/// <param name="LineHash">SHA-256 of the last line's bytes, without its line feed.</param>
/// <param name="ReplayDigest">
/// Digest of all outcomes so far: SHA-256 of the first one's bytes; then, for each further one, SHA-256 of the digest before it
/// followed by its bytes. Equal digests mean equal behaviour, whatever the times and ids.
/// </param>
/// <param name="Steps">Steps recorded.</param>
public readonly record struct RunLogTail(Sha256Digest LineHash, Sha256Digest ReplayDigest, int Steps)
{
    [ThreadStatic]
    private static IncrementalHash? hasher;

    /// <summary>The tail after a header.</summary>
    public static RunLogTail After(RunLogLine header) => new(Sha256Digest.Of(header.Bytes.Span), Sha256Digest.Of(header.Outcome.Span), 0);

    /// <summary>The tail after one more step line.</summary>
    public RunLogTail Then(RunLogLine step)
    {
        var hash = hasher ??= IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        Span<byte> digest = stackalloc byte[SHA256.HashSizeInBytes];
        ReplayDigest.CopyTo(digest);
        hash.AppendData(digest);
        hash.AppendData(step.Outcome.Span);
        hash.GetHashAndReset(digest);
        return new RunLogTail(Sha256Digest.Of(step.Bytes.Span), Sha256Digest.FromBytes(digest), Steps + 1);
    }
}
