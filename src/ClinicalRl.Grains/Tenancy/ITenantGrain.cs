namespace ClinicalRl.Grains.Tenancy;

/// <summary>
/// A tenant, its keys and what was done to them, keyed <see cref="TenantId"/>. Knows hashes of keys only. Every change and the record of it are one write.
/// Every call may be repeated: the second finds it done.
/// </summary>
[Alias("clinicalrl.tenant")]
public interface ITenantGrain : IGrainWithStringKey
{
    /// <summary>The key with this SHA-256, or null when the tenant has no such key, or it ended.</summary>
    [Alias("find-key")]
    ValueTask<FoundKey?> FindKeyAsync(byte[] hash);

    /// <summary>For each SHA-256 whether its key is still good, and the tenant not suspended.</summary>
    [Alias("are-good")]
    ValueTask<GoodKeys> AreGoodAsync(IReadOnlyList<byte[]> hashes);

    /// <summary>Makes the tenant with its first key; false when it was made before, with another first key.</summary>
    [Alias("create")]
    ValueTask<bool> CreateAsync(NewTenantKey first, AdminActor by);

    /// <summary>Adds a key, of scopes that <paramref name="by"/> has.</summary>
    [Alias("add-named-key")]
    ValueTask<KeyChange> AddKeyAsync(NewTenantKey key, AdminActor by);

    /// <summary>Gives a key another secret.</summary>
    [Alias("rotate-key")]
    ValueTask<KeyChange> RotateKeyAsync(KeyRotation rotation, AdminActor by);

    /// <summary>Ends a key. Front ends may accept it for a second more.</summary>
    [Alias("end-key")]
    ValueTask<KeyChange> RevokeKeyAsync(string keyId, string reason, AdminActor by);

    /// <summary>All keys, ended ones too, oldest first.</summary>
    [Alias("list-keys")]
    ValueTask<IReadOnlyList<TenantKey>> ListKeysAsync();

    /// <summary>The tenant itself; null when there is none.</summary>
    [Alias("read")]
    ValueTask<TenantStanding?> ReadAsync();

    /// <summary>Refuses all its keys until it is resumed; false when there is no such tenant.</summary>
    [Alias("suspend")]
    ValueTask<bool> SuspendAsync(string reason, AdminActor by);

    /// <summary>Accepts its keys again; false when there is no such tenant.</summary>
    [Alias("resume")]
    ValueTask<bool> ResumeAsync(string reason, AdminActor by);

    /// <summary>Sets what it may use; false when there is no such tenant.</summary>
    [Alias("set-quotas")]
    ValueTask<bool> SetQuotasAsync(TenantQuotas quotas, AdminActor by);

    /// <summary>What a silo may give the tenant for the next second, which asked it for <paramref name="asked"/> steps in the last.</summary>
    [Alias("share")]
    ValueTask<TenantShare> ShareAsync(string silo, double asked);

    /// <summary>What was done, oldest first, from number <paramref name="from"/> on (0 is the first), at most <paramref name="limit"/>.</summary>
    [Alias("list-events")]
    ValueTask<IReadOnlyList<AdminEvent>> ListEventsAsync(long from, int limit);
}
