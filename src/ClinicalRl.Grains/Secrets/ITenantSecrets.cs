namespace ClinicalRl.Grains.Secrets;

/// <summary>The 32 random bytes that each tenant's held-out seeds are derived from. They never leave the service.</summary>
public interface ITenantSecrets
{
    /// <summary>The tenant's secret, made on first use and the same ever after.</summary>
    ValueTask<ReadOnlyMemory<byte>> GetAsync(string tenant);
}
