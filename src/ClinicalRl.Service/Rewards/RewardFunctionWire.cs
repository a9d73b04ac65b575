namespace ClinicalRl.Service.Rewards;

/// <summary>All reward functions.</summary>
public sealed record RewardFunctionList
{
    /// <summary>The reward functions in brief, every version.</summary>
    public required IReadOnlyList<RewardFunctionBrief> Items { get; init; }
}

/// <summary>A reward function in brief.</summary>
public record RewardFunctionBrief
{
    /// <summary>Kebab-case id.</summary>
    public required string Id { get; init; }

    /// <summary>Semantic version; ask for id, id@major or id@version.</summary>
    public required string Version { get; init; }

    /// <summary>Human name.</summary>
    public required string Title { get; init; }

    /// <summary>draft, in-review, signed, superseded or revoked. What is shipped is draft: no clinician has signed it.</summary>
    public required string Status { get; init; }

    /// <summary>SHA-256 of the document's exact bytes, lower-case hex.</summary>
    public required string Hash { get; init; }

    /// <summary>Environment it scores.</summary>
    public required string Environment { get; init; }

    /// <summary>What it is for, and what it is not for.</summary>
    public required string IntendedUse { get; init; }

    /// <summary>The honest notice that goes with it.</summary>
    public required string Notice { get; init; }
}

/// <summary>A reward function.</summary>
public sealed record RewardFunctionDetail : RewardFunctionBrief
{
    /// <summary>The document, YAML; its UTF-8 bytes have the hash.</summary>
    public required string Document { get; init; }

    /// <summary>Its criteria.</summary>
    public required IReadOnlyList<CriterionAnswer> Criteria { get; init; }
}

/// <summary>One line of a reward function.</summary>
public sealed record CriterionAnswer
{
    /// <summary>Id, unique in its document.</summary>
    public required string Id { get; init; }

    /// <summary>What is wanted, in one plain sentence.</summary>
    public required string Statement { get; init; }

    /// <summary>Primary category, CS01 to CS10.</summary>
    public required string Category { get; init; }

    /// <summary>Worst plausible severity of not meeting it, S0 to S5.</summary>
    public required string Severity { get; init; }

    /// <summary>Weight in a step's reward.</summary>
    public required double Weight { get; init; }

    /// <summary>Events it judges.</summary>
    public required IReadOnlyList<string> Judges { get; init; }

    /// <summary>Ceiling that falls when it is not met, or null.</summary>
    public required GateAnswer? Gate { get; init; }

    /// <summary>Whether a specialist has checked it.</summary>
    public required bool Verified { get; init; }
}

/// <summary>A ceiling.</summary>
public sealed record GateAnswer
{
    /// <summary>Highest reward left, 0 to 1.</summary>
    public required double Cap { get; init; }

    /// <summary>step or episode.</summary>
    public required string Scope { get; init; }
}
