namespace ClinicalRl.Grains.Tenancy;

/// <summary>What the operator lets a tenant use; null is without limit of its own.</summary>
/// <param name="LiveEpisodes">Episodes not sealed at once.</param>
/// <param name="StepsPerSecond">Steps a second, over all silos.</param>
/// <param name="StoredBytes">Bytes in the journal; beyond it no episode begins, those that run go on to their end.</param>
/// <param name="DocumentBytes">Longest document, bytes.</param>
[GenerateSerializer]
[Immutable]
[Alias("clinicalrl.tenant.quotas")]
public sealed record TenantQuotas(
    [property: Id(0)] long? LiveEpisodes,
    [property: Id(1)] long? StepsPerSecond,
    [property: Id(2)] long? StoredBytes,
    [property: Id(3)] long? DocumentBytes)
{
    /// <summary>No limit but those that all have.</summary>
    public static TenantQuotas None { get; } = new(null, null, null, null);
}

/// <summary>What one silo may give a tenant for the next second.</summary>
/// <param name="Quotas">The tenant's quotas.</param>
/// <param name="StepsPerSecond">This silo's part of the steps a second, or null without limit.</param>
[GenerateSerializer]
[Immutable]
[Alias("clinicalrl.tenant.share")]
public sealed record TenantShare([property: Id(0)] TenantQuotas Quotas, [property: Id(1)] double? StepsPerSecond);
