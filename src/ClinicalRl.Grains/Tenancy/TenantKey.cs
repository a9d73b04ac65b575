namespace ClinicalRl.Grains.Tenancy;

/// <summary>A key as others may see it.</summary>
/// <param name="Id">Public id, such as <c>key_ab12cd34ef</c>; stays when the secret is changed.</param>
/// <param name="Scopes">What it may be used for.</param>
/// <param name="Created">When it was made.</param>
/// <param name="Revoked">When it was ended, or null.</param>
/// <param name="Name">What its owner calls it.</param>
/// <param name="Expires">When it ends by itself, or null.</param>
/// <param name="MadeBy">Who made it.</param>
/// <param name="Rotated">When it got its present secret, or null when it is the first.</param>
/// <param name="PreviousUntil">Until when the secret before is accepted too, or null when there was none.</param>
[GenerateSerializer]
[Immutable]
[Alias("clinicalrl.tenant.key")]
public sealed record TenantKey(
    [property: Id(0)] string Id,
    [property: Id(1)] KeyScopes Scopes,
    [property: Id(2)] DateTimeOffset Created,
    [property: Id(3)] DateTimeOffset? Revoked,
    [property: Id(4)] string Name,
    [property: Id(5)] DateTimeOffset? Expires,
    [property: Id(6)] string MadeBy,
    [property: Id(7)] DateTimeOffset? Rotated,
    [property: Id(8)] DateTimeOffset? PreviousUntil)
{
    /// <summary>Whether it can be used at a time.</summary>
    public bool IsGood(DateTimeOffset now) => Revoked is null && !(Expires <= now);
}

/// <summary>A key to add.</summary>
/// <param name="Id">Public id.</param>
/// <param name="Hash">SHA-256 of the key, 32 bytes.</param>
/// <param name="Scopes">What it may be used for.</param>
/// <param name="Name">What its owner calls it.</param>
/// <param name="Expires">When it ends by itself, or null.</param>
[GenerateSerializer]
[Immutable]
[Alias("clinicalrl.tenant.new-key")]
public sealed record NewTenantKey(
    [property: Id(0)] string Id,
    [property: Id(1)] byte[] Hash,
    [property: Id(2)] KeyScopes Scopes,
    [property: Id(3)] string Name,
    [property: Id(4)] DateTimeOffset? Expires)
{
    /// <summary>What the tenant is told of a key.</summary>
    public static NewTenantKey Of(ApiKey key, KeyScopes scopes, string name = "", DateTimeOffset? expires = null) => new(key.PublicId(), key.Hash(), scopes, name, expires);
}

/// <summary>Another secret for a key.</summary>
/// <param name="KeyId">Which key.</param>
/// <param name="Hash">SHA-256 of the new secret.</param>
/// <param name="Overlap">How long the present secret is accepted beside it; the one before that ends now.</param>
[GenerateSerializer]
[Immutable]
[Alias("clinicalrl.tenant.key-rotation")]
public sealed record KeyRotation([property: Id(0)] string KeyId, [property: Id(1)] byte[] Hash, [property: Id(2)] TimeSpan Overlap);

/// <summary>A secret that was recognised.</summary>
/// <param name="Id">Public id of its key.</param>
/// <param name="Scopes">What the key may be used for.</param>
/// <param name="Remaining">After how long this secret ends, or null when it has no end.</param>
/// <param name="IsSuspended">Whether the tenant may not use any key now.</param>
/// <param name="Quotas">What the tenant may use.</param>
[GenerateSerializer]
[Immutable]
[Alias("clinicalrl.tenant.found-key")]
public sealed record FoundKey([property: Id(0)] string Id, [property: Id(1)] KeyScopes Scopes, [property: Id(2)] TimeSpan? Remaining, [property: Id(3)] bool IsSuspended, [property: Id(4)] TenantQuotas Quotas);

/// <summary>Which of some keys can still be used.</summary>
/// <param name="Good">For each, in the order asked.</param>
/// <param name="IsSuspended">Whether the tenant may not use any key now.</param>
[GenerateSerializer]
[Immutable]
[Alias("clinicalrl.tenant.good-keys")]
public sealed record GoodKeys([property: Id(0)] bool[] Good, [property: Id(1)] bool IsSuspended);

/// <summary>What became of a change to a key.</summary>
public enum KeyOutcome
{
    /// <summary>It is done, now or by an earlier call.</summary>
    Done,

    /// <summary>There is no such key.</summary>
    NotFound,

    /// <summary>The tenant has as many good keys as it may have.</summary>
    Full,

    /// <summary>The key would have scopes that whoever asks has not.</summary>
    BeyondMaker,

    /// <summary>It is the last key without an end that can make keys.</summary>
    LastAdmin,

    /// <summary>The key has ended.</summary>
    Ended,
}

/// <summary>What became of a change to a key, and the key as it is now, if there is one.</summary>
[GenerateSerializer]
[Immutable]
[Alias("clinicalrl.tenant.key-change")]
public sealed record KeyChange([property: Id(0)] KeyOutcome Outcome, [property: Id(1)] TenantKey? Key);
