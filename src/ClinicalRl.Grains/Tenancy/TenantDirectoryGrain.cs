namespace ClinicalRl.Grains.Tenancy;

/// <inheritdoc cref="ITenantDirectoryGrain"/>
[GrainType("tenant-directory")]
internal sealed class TenantDirectoryGrain([PersistentState("directory")] IPersistentState<TenantDirectory> directory) : Grain, ITenantDirectoryGrain
{
    private const int MaxTenants = 10_000;

    public async ValueTask<bool> AddAsync(string tenant)
    {
        var tenants = directory.State.Tenants;
        var place = tenants.BinarySearch(tenant, StringComparer.Ordinal);
        if (place >= 0)
            return true;
        if (tenants.Count >= MaxTenants)
            return false;
        tenants.Insert(~place, tenant);
        try
        {
            await directory.WriteStateAsync();
        }
        catch
        {
            DeactivateOnIdle();
            throw;
        }

        return true;
    }

    public ValueTask<IReadOnlyList<string>> ListAsync(string? after, int limit) => ValueTask.FromResult<IReadOnlyList<string>>(
        [.. directory.State.Tenants.SkipWhile(tenant => after is not null && string.CompareOrdinal(tenant, after) <= 0).Take(limit)]);
}

/// <summary>What is stored of the directory.</summary>
[GenerateSerializer]
[Alias("clinicalrl.tenant-directory.state")]
public sealed class TenantDirectory
{
    /// <summary>Ids, in order.</summary>
    [Id(0)]
    public List<string> Tenants { get; set; } = [];
}
