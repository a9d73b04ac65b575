using System.Security.Cryptography;

namespace ClinicalRl.Grains.Tenancy;

/// <inheritdoc cref="ITenantGrain"/>
[GrainType("tenant")]
internal sealed class TenantGrain(
    [PersistentState("tenant")] IPersistentState<TenantState> tenant,
    TimeProvider time) : Grain, ITenantGrain
{
    private const int MaxKeys = 1_000;

    public ValueTask<TenantKey?> FindKeyAsync(byte[] hash)
    {
        StoredKey? found = null;
        foreach (var key in tenant.State.Keys)
        {
            if (CryptographicOperations.FixedTimeEquals(key.Hash, hash))
                found = key;
        }

        if (tenant.State.Keys.Count == 0)
            DeactivateOnIdle();   // nobody: do not let guesses fill the silo's memory
        return ValueTask.FromResult(found is { Revoked: null } ? Show(found) : null);
    }

    public async ValueTask<bool> AddKeyAsync(NewTenantKey key)
    {
        var keys = tenant.State.Keys;
        if (keys.Exists(stored => stored.Id == key.Id))
            return true;
        if (keys.Count >= MaxKeys)
            return false;
        keys.Add(new StoredKey { Id = key.Id, Hash = key.Hash, Scopes = key.Scopes, Created = time.GetUtcNow() });
        await StoreAsync();
        return true;
    }

    public async ValueTask<bool> AddFirstKeyAsync(NewTenantKey key) => tenant.State.Keys.Count == 0 && await AddKeyAsync(key);

    public async ValueTask<bool> RevokeKeyAsync(string keyId)
    {
        var key = tenant.State.Keys.Find(stored => stored.Id == keyId);
        if (key is null)
            return false;
        if (key.Revoked is null)
        {
            key.Revoked = time.GetUtcNow();
            await StoreAsync();
        }

        return true;
    }

    public ValueTask<IReadOnlyList<TenantKey>> ListKeysAsync() => ValueTask.FromResult<IReadOnlyList<TenantKey>>([.. tenant.State.Keys.Select(Show)]);

    private static TenantKey Show(StoredKey key) => new(key.Id, key.Scopes, key.Created, key.Revoked);

    private async Task StoreAsync()
    {
        try
        {
            await tenant.WriteStateAsync();
        }
        catch
        {
            DeactivateOnIdle();   // what memory holds was not stored: read it again
            throw;
        }
    }
}
