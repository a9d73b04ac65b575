namespace ClinicalRl.Grains.RewardFunctions;

/// <summary>The clinicians who may sign a tenant's reward functions, and their keys; keyed by the tenant. Keys are never forgotten.</summary>
[Alias("clinicalrl.clinicians")]
public interface IClinicianRegistryGrain : IGrainWithStringKey
{
    /// <summary>Every key ever registered, oldest first.</summary>
    [Alias("list")]
    ValueTask<IReadOnlyList<RegisteredKey>> ListAsync();

    /// <summary>
    /// Registers a key. A key of the same person that was in use is retired: what it signed before still counts. The answer is a sentence
    /// when it was refused, else null.
    /// </summary>
    [Alias("register")]
    ValueTask<string?> RegisterAsync(RegisteredKey key);

    /// <summary>Gives a key up: nothing it signed counts any more. False when there is none of that id.</summary>
    [Alias("revoke")]
    ValueTask<bool> RevokeAsync(string keyId, string reason, string actor);
}

/// <summary>A clinician's key.</summary>
[GenerateSerializer]
[Immutable]
[Alias("clinicalrl.clinicians.key")]
public sealed record RegisteredKey
{
    /// <summary>SHA-256 of the key's SubjectPublicKeyInfo.</summary>
    [Id(0)]
    public required string KeyId { get; init; }

    /// <summary>First coordinate, base64url.</summary>
    [Id(1)]
    public required string X { get; init; }

    /// <summary>Second coordinate, base64url.</summary>
    [Id(2)]
    public required string Y { get; init; }

    /// <summary>Name as on the register.</summary>
    [Id(3)]
    public required string Name { get; init; }

    /// <summary>Professional register.</summary>
    [Id(4)]
    public required string Register { get; init; }

    /// <summary>Registration number.</summary>
    [Id(5)]
    public required string Number { get; init; }

    /// <summary>When it was registered.</summary>
    [Id(6)]
    public DateTimeOffset Registered { get; init; }

    /// <summary>Public id of the API key that registered it.</summary>
    [Id(7)]
    public required string RegisteredBy { get; init; }

    /// <summary>When a newer key took its place, or null.</summary>
    [Id(8)]
    public DateTimeOffset? Retired { get; init; }

    /// <summary>When it was revoked, or null.</summary>
    [Id(9)]
    public DateTimeOffset? Revoked { get; init; }

    /// <summary>Why it was revoked, or null.</summary>
    [Id(10)]
    public string? RevokedBecause { get; init; }

    /// <summary>Public id of the API key that revoked it, or null.</summary>
    [Id(11)]
    public string? RevokedBy { get; init; }
}
