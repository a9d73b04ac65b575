namespace ClinicalRl.Grains.Tenancy;

/// <summary>Which tenants may exist, keyed by <see cref="TenantId.Operator"/>, whose list it is. A name is entered before its tenant is made.</summary>
[Alias("clinicalrl.tenant-directory")]
public interface ITenantDirectoryGrain : IGrainWithStringKey
{
    /// <summary>Enters a tenant; repeating it changes nothing. False when there is no more room.</summary>
    [Alias("add")]
    ValueTask<bool> AddAsync(string tenant);

    /// <summary>Tenants entered, in the order of their ids, after <paramref name="after"/>, at most <paramref name="limit"/>.</summary>
    [Alias("list")]
    ValueTask<IReadOnlyList<string>> ListAsync(string? after, int limit);
}
