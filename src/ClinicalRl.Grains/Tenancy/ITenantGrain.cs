namespace ClinicalRl.Grains.Tenancy;

/// <summary>A tenant and its keys, keyed <see cref="TenantId"/>. Knows hashes of keys only.</summary>
[Alias("clinicalrl.tenant")]
public interface ITenantGrain : IGrainWithStringKey
{
    /// <summary>The key with this SHA-256, or null when the tenant has no such key or it was revoked.</summary>
    [Alias("find-key")]
    ValueTask<TenantKey?> FindKeyAsync(byte[] hash);

    /// <summary>Adds a key; repeating it changes nothing. False when the tenant has the most keys it may have.</summary>
    [Alias("add-key")]
    ValueTask<bool> AddKeyAsync(NewTenantKey key);

    /// <summary>Adds the key only if the tenant never had one; says whether it did.</summary>
    [Alias("add-first-key")]
    ValueTask<bool> AddFirstKeyAsync(NewTenantKey key);

    /// <summary>Ends a key; false when there is none of that id. Front ends may accept it for some seconds more.</summary>
    [Alias("revoke-key")]
    ValueTask<bool> RevokeKeyAsync(string keyId);

    /// <summary>All keys, revoked ones too, oldest first.</summary>
    [Alias("list-keys")]
    ValueTask<IReadOnlyList<TenantKey>> ListKeysAsync();
}

/// <summary>A key as others may see it.</summary>
/// <param name="Id">Public id, such as <c>key_ab12cd34ef</c>.</param>
/// <param name="Scopes">What it may be used for.</param>
/// <param name="Created">When it was made.</param>
/// <param name="Revoked">When it ended, or null.</param>
[GenerateSerializer]
[Immutable]
[Alias("clinicalrl.tenant.key")]
public sealed record TenantKey(
    [property: Id(0)] string Id,
    [property: Id(1)] KeyScopes Scopes,
    [property: Id(2)] DateTimeOffset Created,
    [property: Id(3)] DateTimeOffset? Revoked);

/// <summary>A key to add.</summary>
/// <param name="Id">Public id.</param>
/// <param name="Hash">SHA-256 of the key, 32 bytes.</param>
/// <param name="Scopes">What it may be used for.</param>
[GenerateSerializer]
[Immutable]
[Alias("clinicalrl.tenant.new-key")]
public sealed record NewTenantKey([property: Id(0)] string Id, [property: Id(1)] byte[] Hash, [property: Id(2)] KeyScopes Scopes)
{
    /// <summary>What the tenant is told of a key.</summary>
    public static NewTenantKey Of(ApiKey key, KeyScopes scopes) => new(key.PublicId(), key.Hash(), scopes);
}
