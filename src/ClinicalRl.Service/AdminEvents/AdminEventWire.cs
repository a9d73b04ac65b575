namespace ClinicalRl.Service.AdminEvents;

/// <summary>A change to a tenant or its keys.</summary>
public sealed record AdminEventAnswer
{
    /// <summary>0 for the tenant's first, then without gaps.</summary>
    public required long Number { get; init; }

    /// <summary>When.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>Who: a key's public id, operator: and one of the operator's, or first-start.</summary>
    public required string By { get; init; }

    /// <summary>tenant-made, tenant-suspended, tenant-resumed, quotas-set, key-made, key-rotated or key-revoked.</summary>
    public required string What { get; init; }

    /// <summary>Public id of the key that was changed, or null.</summary>
    public string? Key { get; init; }

    /// <summary>What it was changed to, or why, by name.</summary>
    public required IReadOnlyDictionary<string, string> Details { get; init; }
}

/// <summary>A part of a tenant's record of administration.</summary>
public sealed record AdminEventPage
{
    /// <summary>Oldest first.</summary>
    public required IReadOnlyList<AdminEventAnswer> Items { get; init; }

    /// <summary>Give it as 'cursor' for what comes after; null when there is nothing more now.</summary>
    public long? Next { get; init; }
}
