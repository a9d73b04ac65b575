using System.Collections.Immutable;
using ClinicalRl.Audit.RunLogs;

namespace ClinicalRl.Grains.Secrets;

/// <summary>The keys whose seals this service accepts: the one it signs with, and those it signed with before.</summary>
internal sealed record TrustedLogKeys(ImmutableArray<LogPublicKey> Keys)
{
    /// <summary>Most keys read from the folder; a key lasts for years.</summary>
    public const int MaxKeys = 1_000;

    /// <summary>The public half of <paramref name="signing"/> and every <c>run-logs*.public.pem</c> in <paramref name="folder"/>.</summary>
    /// <exception cref="InvalidDataException">One of the files is not a public key.</exception>
    public static TrustedLogKeys Of(LogSigningKey signing, string folder)
    {
        var files = Directory.Exists(folder) ? Directory.EnumerateFiles(folder, "run-logs*.public.pem").Order(StringComparer.Ordinal).Take(MaxKeys) : [];
        return new TrustedLogKeys([signing.PublicKey, .. files.Select(Read).Where(key => !key.Equals(signing.PublicKey)).Distinct()]);
    }

    private static LogPublicKey Read(string file) => LogPublicKey.TryParse(File.ReadAllText(file), out var key)
        ? key
        : throw new InvalidDataException($"{file} is not a P-256 public key in PEM.");
}
