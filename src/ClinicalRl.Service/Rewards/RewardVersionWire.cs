using System.Text.Json;

namespace ClinicalRl.Service.Rewards;

/// <summary>A version of a reward function of the tenant.</summary>
public record RewardVersionAnswer
{
    /// <summary>Kebab-case id.</summary>
    public required string Id { get; init; }

    /// <summary>Semantic version.</summary>
    public required string Version { get; init; }

    /// <summary>draft, in-review, signed, superseded or revoked.</summary>
    public required string Status { get; init; }

    /// <summary>SHA-256 of the document's exact bytes, lower-case hex.</summary>
    public required string Hash { get; init; }

    /// <summary>When it was uploaded, UTC.</summary>
    public required DateTimeOffset Uploaded { get; init; }

    /// <summary>Public id of the API key that uploaded it.</summary>
    public required string UploadedBy { get; init; }

    /// <summary>Public id of the API key that submitted it for review, or null.</summary>
    public required string? SubmittedBy { get; init; }

    /// <summary>Sign-offs recorded.</summary>
    public required int SignOffs { get; init; }

    /// <summary>Why it was revoked, or null.</summary>
    public required string? RevokedBecause { get; init; }
}

/// <summary>The versions of a reward function of the tenant.</summary>
public sealed record RewardVersionList
{
    /// <summary>The versions, lowest first.</summary>
    public required IReadOnlyList<RewardVersionAnswer> Items { get; init; }
}

/// <summary>What a check of a document found.</summary>
public sealed record LintAnswer
{
    /// <summary>How many of the findings stop the document from being used.</summary>
    public required int Errors { get; init; }

    /// <summary>What was found, in document order.</summary>
    public required IReadOnlyList<FindingAnswer> Findings { get; init; }

    /// <summary>What each policy that must score low earned, when they were run; else null.</summary>
    public required JsonElement? Scores { get; init; }
}

/// <summary>Something wrong with a document, and where.</summary>
public sealed record FindingAnswer
{
    /// <summary>Stable id of the rule.</summary>
    public required string Rule { get; init; }

    /// <summary>error or warning.</summary>
    public required string Level { get; init; }

    /// <summary>Line, from 1.</summary>
    public required int Line { get; init; }

    /// <summary>Column, from 1.</summary>
    public required int Column { get; init; }

    /// <summary>What is wrong.</summary>
    public required string Message { get; init; }

    /// <summary>Why it matters and what to do.</summary>
    public required string Help { get; init; }
}

/// <summary>What a version changes in meaning.</summary>
public sealed record DiffAnswer
{
    /// <summary>The version before.</summary>
    public required string Before { get; init; }

    /// <summary>The version after.</summary>
    public required string After { get; init; }

    /// <summary>The changes; none when both mean the same.</summary>
    public required IReadOnlyList<ChangeAnswer> Changes { get; init; }
}

/// <summary>One change of meaning.</summary>
public sealed record ChangeAnswer
{
    /// <summary>The key that changed, or criterion or source when the whole was added or removed.</summary>
    public required string What { get; init; }

    /// <summary>Id of the criterion or source, or null for the document itself.</summary>
    public required string? Of { get; init; }

    /// <summary>What it was, or null.</summary>
    public required string? Before { get; init; }

    /// <summary>What it is, or null.</summary>
    public required string? After { get; init; }

    /// <summary>The change in words.</summary>
    public required string Sentence { get; init; }
}

/// <summary>Which version to submit for review.</summary>
public sealed record ReviewBody
{
    /// <summary>The version, three numbers.</summary>
    public required string Version { get; init; }
}

/// <summary>Which version to withdraw, and why.</summary>
public sealed record RevocationBody
{
    /// <summary>The version, three numbers.</summary>
    public required string Version { get; init; }

    /// <summary>Why, for whoever reads it later.</summary>
    public required string Reason { get; init; }
}

/// <summary>A clinician's signature.</summary>
public sealed record SignOffBody
{
    /// <summary>The version signed, three numbers.</summary>
    public required string Version { get; init; }

    /// <summary>JWS in compact form (ES256) over the statement that 'clinicalrl reward sign' makes.</summary>
    public required string Signature { get; init; }
}

/// <summary>The sign-offs of a version, checked now.</summary>
public sealed record SignOffList
{
    /// <summary>The version.</summary>
    public required string Version { get; init; }

    /// <summary>The version's status now.</summary>
    public required string Status { get; init; }

    /// <summary>The sign-offs, oldest first.</summary>
    public required IReadOnlyList<SignOffAnswer> Items { get; init; }
}

/// <summary>A sign-off, checked now with what is known of the clinician's key.</summary>
public sealed record SignOffAnswer
{
    /// <summary>The signature, to be checked by any JOSE library.</summary>
    public required string Signature { get; init; }

    /// <summary>Public id of the API key that brought it.</summary>
    public required string SubmittedBy { get; init; }

    /// <summary>When it was accepted, UTC.</summary>
    public required DateTimeOffset Accepted { get; init; }

    /// <summary>What the check found: valid, keyId, statement, findings.</summary>
    public required JsonElement Check { get; init; }
}
