using System.Collections.Concurrent;
using ClinicalRl.Grains.Tenancy;
using ClinicalRl.Grains.Usage;
using Orleans.Runtime;

namespace ClinicalRl.Service.Quotas;

/// <summary>One allowance for each tenant that this silo has met.</summary>
internal sealed class TenantAllowances(IGrainFactory grains, JournalUsage usage, ILocalSiloDetails silo, TimeProvider time, ILogger<TenantAllowance> logger)
{
    private readonly ConcurrentDictionary<TenantId, TenantAllowance> all = new();

    public TenantAllowance Of(TenantId tenant) =>
        all.TryGetValue(tenant, out var known) ? known : all.GetOrAdd(tenant, new TenantAllowance(tenant, silo.SiloAddress.ToString(), grains, usage, time, logger));
}
