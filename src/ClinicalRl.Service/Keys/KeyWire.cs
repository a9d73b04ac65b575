namespace ClinicalRl.Service.Keys;

/// <summary>A key to make.</summary>
public sealed record KeyBody
{
    /// <summary>What you call it, 1 to 100 characters.</summary>
    public required string Name { get; init; }

    /// <summary>What it may be used for: agent, author, evaluator, auditor, admin; only scopes that the key which asks has itself.</summary>
    public required IReadOnlyList<string> Scopes { get; init; }

    /// <summary>When it ends by itself, such as 2026-12-31T00:00:00Z; in the future, within ten years. Never when left out.</summary>
    public DateTimeOffset? Expires { get; init; }
}

/// <summary>Another secret for a key.</summary>
public sealed record KeyRotationBody
{
    /// <summary>For how long the present secret is accepted beside the new one, seconds, 0 to 86400.</summary>
    public required int OverlapSeconds { get; init; }
}

/// <summary>Why something ends or is changed.</summary>
public sealed record ReasonBody
{
    /// <summary>Why, for whoever reads the record later, 1 to 1000 characters.</summary>
    public required string Reason { get; init; }
}

/// <summary>A key.</summary>
public sealed record KeyAnswer
{
    /// <summary>Public id; stays when the secret is changed.</summary>
    public required string Key { get; init; }

    /// <summary>What its owner calls it.</summary>
    public required string Name { get; init; }

    /// <summary>What it may be used for.</summary>
    public required IReadOnlyList<string> Scopes { get; init; }

    /// <summary>Whether it can be used now.</summary>
    public required bool Good { get; init; }

    /// <summary>When it was made.</summary>
    public required DateTimeOffset Created { get; init; }

    /// <summary>Who made it: a key's public id, operator: and one of the operator's, or first-start.</summary>
    public required string MadeBy { get; init; }

    /// <summary>When it ends by itself, or null.</summary>
    public DateTimeOffset? Expires { get; init; }

    /// <summary>When it was revoked, or null.</summary>
    public DateTimeOffset? Revoked { get; init; }

    /// <summary>When it got its present secret, or null when it is the first.</summary>
    public DateTimeOffset? Rotated { get; init; }

    /// <summary>Until when the secret before is accepted too, or null when there was none.</summary>
    public DateTimeOffset? PreviousUntil { get; init; }
}

/// <summary>All keys of the tenant.</summary>
public sealed record KeyList
{
    /// <summary>The keys, oldest first.</summary>
    public required IReadOnlyList<KeyAnswer> Items { get; init; }
}

/// <summary>A key with its secret, which is never shown again.</summary>
public sealed record KeySecretAnswer
{
    /// <summary>The key.</summary>
    public required KeyAnswer Key { get; init; }

    /// <summary>What to send as 'Authorization: Bearer …'. Only its SHA-256 is stored.</summary>
    public required string Secret { get; init; }
}
