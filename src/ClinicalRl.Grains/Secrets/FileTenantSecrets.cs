using System.Collections.Concurrent;
using System.Security.Cryptography;
using ClinicalRl.Grains.Database;
using ClinicalRl.Grains.Episodes;
using ClinicalRl.Grains.Journal;
using ClinicalRl.Simulation.Environments;

namespace ClinicalRl.Grains.Secrets;

/// <summary>
/// Tenant secrets as files that only the service's user can read. A secret that is lost is not made anew in silence: the tenant's held-out
/// episodes could not be continued, and later ones would be another held-out set under the same name.
/// </summary>
internal sealed class FileTenantSecrets(string folder, IJournal journal, IClusterAgreement cluster) : ITenantSecrets
{
    private const int SecretBytes = 32;

    private readonly ConcurrentDictionary<string, byte[]> known = new(StringComparer.Ordinal);

    public ValueTask<ReadOnlyMemory<byte>> GetAsync(string tenant)
    {
        if (!EpisodeKey.IsId(tenant))
            throw new ArgumentException("A tenant id is 1 to 64 characters of a-z, 0-9, '-' and '_'.", nameof(tenant));
        return known.TryGetValue(tenant, out var secret) ? ValueTask.FromResult<ReadOnlyMemory<byte>>(secret) : LoadAsync(tenant);
    }

    private async ValueTask<ReadOnlyMemory<byte>> LoadAsync(string tenant)
    {
        var path = Path.Combine(folder, tenant + ".secret");
        var heldout = new EpisodeQuery(tenant) { Split = Split.Heldout.Word(), Limit = 1 };
        // Looked for again: another silo may have made it, and begun an episode with it, since the first look.
        if (!File.Exists(path) && !(await journal.ListAsync(heldout)).IsEmpty && !File.Exists(path))
            throw new EpisodeUnrecoverableException("The held-out secret of this tenant is missing. Its file, keys/tenants/<tenant>.secret, must be put back.");
        var secret = cluster.Exclusively(() => SecretFile.LoadOrCreate(path, () => RandomNumberGenerator.GetBytes(SecretBytes)));
        return secret.Length == SecretBytes
            ? known.GetOrAdd(tenant, secret)
            : throw new EpisodeUnrecoverableException($"The held-out secret of this tenant is damaged: {SecretBytes} bytes were expected.");
    }
}
