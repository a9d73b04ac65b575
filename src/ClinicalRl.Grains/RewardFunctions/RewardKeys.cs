using ClinicalRl.Grains.Tenancy;

namespace ClinicalRl.Grains.RewardFunctions;

/// <summary>Keys of the grains that keep a tenant's reward functions. Each begins with the tenant.</summary>
public static class RewardKeys
{
    /// <summary>Key of <see cref="IRewardFunctionGrain"/>: <c>tenant/id</c>.</summary>
    public static string Function(TenantId tenant, string id) => $"{tenant}/{id}";

    /// <summary>Key of <see cref="IRewardDocumentGrain"/>: <c>tenant/hash</c>.</summary>
    public static string Document(TenantId tenant, string hash) => $"{tenant}/{hash}";
}
