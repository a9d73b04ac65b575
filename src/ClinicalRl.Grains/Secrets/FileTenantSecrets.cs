using System.Collections.Concurrent;
using System.Security.Cryptography;
using ClinicalRl.Grains.Episodes;

namespace ClinicalRl.Grains.Secrets;

/// <summary>Tenant secrets as files that only the service's user can read.</summary>
internal sealed class FileTenantSecrets(string folder) : ITenantSecrets
{
    private const int SecretBytes = 32;

    private readonly ConcurrentDictionary<string, byte[]> known = new(StringComparer.Ordinal);

    public ValueTask<ReadOnlyMemory<byte>> GetAsync(string tenant)
    {
        if (!EpisodeKey.IsId(tenant))
            throw new ArgumentException("A tenant id is 1 to 64 characters of a-z, 0-9, '-' and '_'.", nameof(tenant));
        return ValueTask.FromResult<ReadOnlyMemory<byte>>(known.GetOrAdd(tenant, Load));
    }

    private byte[] Load(string tenant)
    {
        var secret = SecretFile.LoadOrCreate(Path.Combine(folder, tenant + ".secret"), () => RandomNumberGenerator.GetBytes(SecretBytes));
        return secret.Length == SecretBytes
            ? secret
            : throw new InvalidDataException($"The held-out secret of tenant {tenant} is damaged: {SecretBytes} bytes were expected.");
    }
}
