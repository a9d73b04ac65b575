using System.Globalization;
using System.Security.Cryptography;

namespace ClinicalRl.Grains.Tenancy;

/// <inheritdoc cref="ITenantGrain"/>
[GrainType("tenant")]
internal sealed partial class TenantGrain(
    [PersistentState("tenant")] IPersistentState<TenantState> tenant,
    TimeProvider time) : Grain, ITenantGrain
{
    private const int MaxKeys = 1_000;

    public ValueTask<FoundKey?> FindKeyAsync(byte[] hash)
    {
        if (tenant.State.Keys.Count == 0)
            DeactivateOnIdle();   // nobody: do not let guesses fill the silo's memory
        return ValueTask.FromResult(Find(hash, time.GetUtcNow()));
    }

    public ValueTask<GoodKeys> AreGoodAsync(IReadOnlyList<byte[]> hashes)
    {
        var now = time.GetUtcNow();
        return ValueTask.FromResult(new GoodKeys([.. hashes.Select(hash => Find(hash, now) is { IsSuspended: false })], tenant.State.Suspended is not null));
    }

    public async ValueTask<KeyChange> AddKeyAsync(NewTenantKey key, AdminActor by)
    {
        if (tenant.State.Keys.Find(stored => stored.Id == key.Id) is { } known)
            return new KeyChange(KeyOutcome.Done, known.Show());
        if ((key.Scopes & ~(by.Scopes & Grantable)) != KeyScopes.None)
            return new KeyChange(KeyOutcome.BeyondMaker, null);
        if (!TryMakeRoom())
            return new KeyChange(KeyOutcome.Full, null);
        var added = Add(key, by);
        await StoreAsync();
        return new KeyChange(KeyOutcome.Done, added.Show());
    }

    public async ValueTask<KeyChange> RotateKeyAsync(KeyRotation rotation, AdminActor by)
    {
        var now = time.GetUtcNow();
        if (tenant.State.Keys.Find(stored => stored.Id == rotation.KeyId) is not { } key)
            return new KeyChange(KeyOutcome.NotFound, null);
        if (key.Hash.AsSpan().SequenceEqual(rotation.Hash))
            return new KeyChange(KeyOutcome.Done, key.Show());
        if (!key.IsGood(now))
            return new KeyChange(KeyOutcome.Ended, key.Show());
        if ((key.Scopes & ~by.Scopes) != KeyScopes.None)
            return new KeyChange(KeyOutcome.BeyondMaker, key.Show());   // else an admin would get at what others may do
        (key.PreviousHash, key.PreviousUntil) = (key.Hash, now + rotation.Overlap);
        (key.Hash, key.Rotated) = (rotation.Hash, now);
        Record(by, "key-rotated", key.Id, ("overlapSeconds", rotation.Overlap.TotalSeconds.ToString(CultureInfo.InvariantCulture)));
        await StoreAsync();
        return new KeyChange(KeyOutcome.Done, key.Show());
    }

    public async ValueTask<KeyChange> RevokeKeyAsync(string keyId, string reason, AdminActor by)
    {
        if (tenant.State.Keys.Find(stored => stored.Id == keyId) is not { } key)
            return new KeyChange(KeyOutcome.NotFound, null);
        if (key.Revoked is not null)
            return new KeyChange(KeyOutcome.Done, key.Show());
        if (key.IsLastingAdmin && !tenant.State.Keys.Exists(other => other != key && other.IsLastingAdmin))
            return new KeyChange(KeyOutcome.LastAdmin, key.Show());
        key.Revoked = time.GetUtcNow();
        Record(by, "key-revoked", key.Id, ("reason", reason));
        await StoreAsync();
        return new KeyChange(KeyOutcome.Done, key.Show());
    }

    public ValueTask<IReadOnlyList<TenantKey>> ListKeysAsync() => ValueTask.FromResult<IReadOnlyList<TenantKey>>([.. tenant.State.Keys.Select(key => key.Show())]);

    /// <summary>What keys of this tenant can have: no customer's key is an operator's, and an operator's key plays nothing.</summary>
    private KeyScopes Grantable => this.GetPrimaryKeyString() == TenantId.Operator.Text ? KeyScopes.Operator | KeyScopes.Admin | KeyScopes.Auditor : KeyScopes.All;

    private FoundKey? Find(byte[] hash, DateTimeOffset now)
    {
        FoundKey? found = null;
        foreach (var key in tenant.State.Keys)
        {
            if (CryptographicOperations.FixedTimeEquals(key.Hash, hash) && key.IsGood(now))
                found = Recognised(key, key.Expires, now);
            else if (key.PreviousHash is { } previous && CryptographicOperations.FixedTimeEquals(previous, hash) && key.IsGood(now) && now < key.PreviousUntil)
                found = Recognised(key, key.Expires < key.PreviousUntil ? key.Expires : key.PreviousUntil, now);
        }

        return found;
    }

    private FoundKey Recognised(StoredKey key, DateTimeOffset? until, DateTimeOffset now) => 
        new(key.Id, key.Scopes, until - now, tenant.State.Suspended is not null, tenant.State.Quotas ?? TenantQuotas.None);

    private StoredKey Add(NewTenantKey key, AdminActor by)
    {
        var added = new StoredKey { Id = key.Id, Hash = key.Hash, Scopes = key.Scopes, Created = time.GetUtcNow(), Name = key.Name, Expires = key.Expires, MadeBy = by.Name };
        tenant.State.Keys.Add(added);
        Record(
            by, "key-made", key.Id, ("name", key.Name), ("scopes", string.Join(' ', key.Scopes.Words())),
            ("expires", key.Expires?.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture) ?? "never"));
        return added;
    }

    private bool TryMakeRoom()
    {
        var keys = tenant.State.Keys;
        var now = time.GetUtcNow();
        return keys.Count < MaxKeys || (keys.Find(key => !key.IsGood(now)) is { } ended && keys.Remove(ended));
    }

    private async Task StoreAsync()
    {
        try
        {
            await PageEventsAsync();
            await tenant.WriteStateAsync();
        }
        catch
        {
            DeactivateOnIdle();   // what memory holds was not stored: read it again
            throw;
        }
    }
}
