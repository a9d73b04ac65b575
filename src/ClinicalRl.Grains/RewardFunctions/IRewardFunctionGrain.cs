namespace ClinicalRl.Grains.RewardFunctions;

/// <summary>The versions of one reward function of a tenant, keyed <c>tenant/id</c>: draft, in-review, signed, superseded or revoked.</summary>
[Alias("clinicalrl.reward-function")]
public interface IRewardFunctionGrain : IGrainWithStringKey
{
    /// <summary>Every version, lowest first.</summary>
    [Alias("list")]
    ValueTask<IReadOnlyList<RewardVersion>> ListAsync();

    /// <summary>Adds a version, or takes the place of a draft of that version. A version in review or beyond never changes.</summary>
    [Alias("upload")]
    ValueTask<RewardChange> UploadAsync(RewardVersion version);

    /// <summary>Closes a draft for review, with the scores that were measured for exactly its bytes.</summary>
    [Alias("submit")]
    ValueTask<RewardChange> SubmitAsync(string version, string hash, string scores, string actor);

    /// <summary>Records a sign-off that was found valid. The version signed before is superseded.</summary>
    [Alias("sign")]
    ValueTask<RewardChange> SignAsync(string version, string hash, RewardSignOff signOff);

    /// <summary>Withdraws a version. Logs that name it keep what they say.</summary>
    [Alias("revoke")]
    ValueTask<RewardChange> RevokeAsync(string version, string reason, string actor);
}

/// <summary>The reward functions a tenant has, keyed by the tenant.</summary>
[Alias("clinicalrl.reward-index")]
public interface IRewardIndexGrain : IGrainWithStringKey
{
    /// <summary>Adds an id; false when the tenant has the most it may have.</summary>
    [Alias("add")]
    ValueTask<bool> AddAsync(string id);

    /// <summary>Every id, in ordinal order.</summary>
    [Alias("list")]
    ValueTask<IReadOnlyList<string>> ListAsync();
}

/// <summary>What became of a change.</summary>
/// <param name="Version">The version after it, or null when it was refused.</param>
/// <param name="Refusal">Why it was refused, in one sentence, or null.</param>
/// <param name="NotFound">Whether there is no such version.</param>
[GenerateSerializer]
[Immutable]
[Alias("clinicalrl.reward-function.change")]
public sealed record RewardChange([property: Id(0)] RewardVersion? Version, [property: Id(1)] string? Refusal = null, [property: Id(2)] bool NotFound = false);

/// <summary>A version of a tenant's reward function.</summary>
[GenerateSerializer]
[Immutable]
[Alias("clinicalrl.reward-function.version")]
public sealed record RewardVersion
{
    /// <summary>Semantic version.</summary>
    [Id(0)]
    public required string Version { get; init; }

    /// <summary>SHA-256 of the document.</summary>
    [Id(1)]
    public required string Hash { get; init; }

    /// <summary>Environment it scores.</summary>
    [Id(2)]
    public required string Environment { get; init; }

    /// <summary>Human name.</summary>
    [Id(3)]
    public required string Title { get; init; }

    /// <summary>What it is for.</summary>
    [Id(4)]
    public required string IntendedUse { get; init; }

    /// <summary>The document's notice.</summary>
    [Id(5)]
    public required string Notice { get; init; }

    /// <summary>Wire name of the status.</summary>
    [Id(6)]
    public string Status { get; init; } = "draft";

    /// <summary>Public id of the API key that uploaded it.</summary>
    [Id(7)]
    public required string UploadedBy { get; init; }

    /// <summary>When it was uploaded.</summary>
    [Id(8)]
    public DateTimeOffset Uploaded { get; init; }

    /// <summary>The score sheet measured when it went into review, JSON; null before.</summary>
    [Id(9)]
    public string? Scores { get; init; }

    /// <summary>Public id of the API key that submitted it for review; null before.</summary>
    [Id(10)]
    public string? SubmittedBy { get; init; }

    /// <summary>Its sign-offs, oldest first. An array, since grain storage writes the name of the type it finds.</summary>
    [Id(11)]
    public RewardSignOff[] SignOffs { get; init; } = [];

    /// <summary>Why it was revoked, or null.</summary>
    [Id(12)]
    public string? RevokedBecause { get; init; }

    /// <summary>Public id of the API key that revoked it, or null.</summary>
    [Id(13)]
    public string? RevokedBy { get; init; }

    /// <summary>When it was revoked, or null.</summary>
    [Id(14)]
    public DateTimeOffset? Revoked { get; init; }
}

/// <summary>A sign-off as it was accepted.</summary>
/// <param name="Jws">The signature with its statement, compact.</param>
/// <param name="KeyId">The key that signed.</param>
/// <param name="SubmittedBy">Public id of the API key that brought it.</param>
/// <param name="Accepted">When it was found valid.</param>
[GenerateSerializer]
[Immutable]
[Alias("clinicalrl.reward-function.sign-off")]
public sealed record RewardSignOff([property: Id(0)] string Jws, [property: Id(1)] string KeyId, [property: Id(2)] string SubmittedBy, [property: Id(3)] DateTimeOffset Accepted);
