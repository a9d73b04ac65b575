namespace ClinicalRl.Grains.Tenancy;

/// <summary>What is stored of a tenant.</summary>
[GenerateSerializer]
[Alias("clinicalrl.tenant.state")]
public sealed class TenantState
{
    /// <summary>All keys ever made, oldest first.</summary>
    [Id(0)]
    public List<StoredKey> Keys { get; set; } = [];
}

/// <summary>What is stored of a key: never the key.</summary>
[GenerateSerializer]
[Alias("clinicalrl.tenant.stored-key")]
public sealed class StoredKey
{
    /// <summary>Public id.</summary>
    [Id(0)]
    public string Id { get; set; } = "";

    /// <summary>SHA-256 of the key.</summary>
    [Id(1)]
    public byte[] Hash { get; set; } = [];

    /// <summary>What it may be used for.</summary>
    [Id(2)]
    public KeyScopes Scopes { get; set; }

    /// <summary>When it was made.</summary>
    [Id(3)]
    public DateTimeOffset Created { get; set; }

    /// <summary>When it ended, or null.</summary>
    [Id(4)]
    public DateTimeOffset? Revoked { get; set; }
}
