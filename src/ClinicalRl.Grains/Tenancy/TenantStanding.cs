namespace ClinicalRl.Grains.Tenancy;

/// <summary>A tenant as the operator sees it.</summary>
/// <param name="Created">When it was made.</param>
/// <param name="Suspended">Since when its keys are refused, or null.</param>
/// <param name="GoodKeys">Keys that can be used, or could if it were not suspended.</param>
/// <param name="Quotas">What it may use.</param>
[GenerateSerializer]
[Immutable]
[Alias("clinicalrl.tenant.standing")]
public sealed record TenantStanding([property: Id(0)] DateTimeOffset Created, [property: Id(1)] DateTimeOffset? Suspended, [property: Id(2)] int GoodKeys, [property: Id(3)] TenantQuotas Quotas);
