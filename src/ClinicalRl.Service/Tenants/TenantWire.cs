using ClinicalRl.Service.Keys;

namespace ClinicalRl.Service.Tenants;

/// <summary>A tenant to make.</summary>
public sealed record TenantBody
{
    /// <summary>2 to 32 characters of a-z, 0-9 and '-', beginning with a letter; not one of the reserved ids.</summary>
    public required string Tenant { get; init; }
}

/// <summary>A tenant.</summary>
public sealed record TenantAnswer
{
    /// <summary>Its id.</summary>
    public required string Tenant { get; init; }

    /// <summary>active or suspended.</summary>
    public required string Status { get; init; }

    /// <summary>When it was made.</summary>
    public required DateTimeOffset Created { get; init; }

    /// <summary>Since when it is suspended, or null.</summary>
    public DateTimeOffset? Suspended { get; init; }

    /// <summary>Keys that can be used, or could if it were not suspended.</summary>
    public required int GoodKeys { get; init; }

    /// <summary>What it may use.</summary>
    public required QuotasAnswer Quotas { get; init; }
}

/// <summary>What a tenant may use; a quota that is null or left out does not limit.</summary>
public record QuotasAnswer
{
    /// <summary>Episodes that are not sealed, at once; at least 1.</summary>
    public long? LiveEpisodes { get; init; }

    /// <summary>Steps a second over the whole service; at least 1.</summary>
    public long? StepsPerSecond { get; init; }

    /// <summary>Bytes in the journal, as /v1/usage counts them. Beyond it no episode begins; those that run go on to their end.</summary>
    public long? StoredBytes { get; init; }

    /// <summary>Longest reward-function document, bytes; at least 1.</summary>
    public long? DocumentBytes { get; init; }
}

/// <summary>Tenants.</summary>
public sealed record TenantPage
{
    /// <summary>In the order of their ids.</summary>
    public required IReadOnlyList<TenantAnswer> Items { get; init; }

    /// <summary>Give it as 'cursor' for the next page; null on the last.</summary>
    public string? Next { get; init; }
}

/// <summary>A new tenant.</summary>
public sealed record MadeTenantAnswer
{
    /// <summary>The tenant.</summary>
    public required TenantAnswer Tenant { get; init; }

    /// <summary>Its first key, with every scope a tenant's key can have; shown this once.</summary>
    public required KeySecretAnswer FirstKey { get; init; }
}
