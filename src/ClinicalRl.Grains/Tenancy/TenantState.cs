namespace ClinicalRl.Grains.Tenancy;

/// <summary>What is stored of a tenant.</summary>
[GenerateSerializer]
[Alias("clinicalrl.tenant.state")]
public sealed class TenantState
{
    /// <summary>Its keys, oldest first. Of those that ended the oldest are dropped when there is no more room; their events stay.</summary>
    [Id(0)]
    public List<StoredKey> Keys { get; set; } = [];

    /// <summary>When it was made; null when it was not.</summary>
    [Id(1)]
    public DateTimeOffset? Created { get; set; }

    /// <summary>Since when its keys are refused, or null.</summary>
    [Id(2)]
    public DateTimeOffset? Suspended { get; set; }

    /// <summary>Events that are in pages of their own.</summary>
    [Id(3)]
    public long PagedEvents { get; set; }

    /// <summary>The events after those.</summary>
    [Id(4)]
    public List<StoredEvent> Events { get; set; } = [];

    /// <summary>What it may use, or null without limits of its own.</summary>
    [Id(5)]
    public TenantQuotas? Quotas { get; set; }
}

/// <summary>What is stored of a key: never the key.</summary>
[GenerateSerializer]
[Alias("clinicalrl.tenant.stored-key")]
public sealed class StoredKey
{
    /// <summary>Public id.</summary>
    [Id(0)]
    public string Id { get; set; } = "";

    /// <summary>SHA-256 of the secret.</summary>
    [Id(1)]
    public byte[] Hash { get; set; } = [];

    /// <summary>What it may be used for.</summary>
    [Id(2)]
    public KeyScopes Scopes { get; set; }

    /// <summary>When it was made.</summary>
    [Id(3)]
    public DateTimeOffset Created { get; set; }

    /// <summary>When it was ended, or null.</summary>
    [Id(4)]
    public DateTimeOffset? Revoked { get; set; }

    /// <summary>What its owner calls it.</summary>
    [Id(5)]
    public string Name { get; set; } = "";

    /// <summary>When it ends by itself, or null.</summary>
    [Id(6)]
    public DateTimeOffset? Expires { get; set; }

    /// <summary>Who made it.</summary>
    [Id(7)]
    public string MadeBy { get; set; } = "";

    /// <summary>SHA-256 of the secret before this one, or null.</summary>
    [Id(8)]
    public byte[]? PreviousHash { get; set; }

    /// <summary>Until when that one is accepted too.</summary>
    [Id(9)]
    public DateTimeOffset? PreviousUntil { get; set; }

    /// <summary>When the present secret came, or null when it is the first.</summary>
    [Id(10)]
    public DateTimeOffset? Rotated { get; set; }

    internal bool IsGood(DateTimeOffset now) => Revoked is null && !(Expires <= now);

    /// <summary>Whether it can make keys for ever.</summary>
    internal bool IsLastingAdmin => Revoked is null && Expires is null && Scopes.HasFlag(KeyScopes.Admin);

    internal TenantKey Show() => new(Id, Scopes, Created, Revoked, Name, Expires, MadeBy, Rotated, PreviousUntil);
}

/// <summary>What is stored of an event.</summary>
[GenerateSerializer]
[Alias("clinicalrl.tenant.stored-event")]
public sealed class StoredEvent
{
    /// <summary>Its number.</summary>
    [Id(0)]
    public long Number { get; set; }

    /// <summary>When.</summary>
    [Id(1)]
    public DateTimeOffset At { get; set; }

    /// <summary>Who.</summary>
    [Id(2)]
    public string By { get; set; } = "";

    /// <summary>Which change.</summary>
    [Id(3)]
    public string What { get; set; } = "";

    /// <summary>Public id of the key, or null.</summary>
    [Id(4)]
    public string? Key { get; set; }

    /// <summary>What it was changed to.</summary>
    [Id(5)]
    public Dictionary<string, string> Details { get; set; } = [];

    internal static StoredEvent Of(AdminEvent shown) =>
        new() { Number = shown.Number, At = shown.At, By = shown.By, What = shown.What, Key = shown.Key, Details = new(shown.Details, StringComparer.Ordinal) };

    internal AdminEvent Show() => new(Number, At, By, What, Key, new Dictionary<string, string>(Details, StringComparer.Ordinal));
}
