using System.Collections.Immutable;
using ClinicalRl.Rewards.Diffs;
using ClinicalRl.Rewards.Scores;
using ClinicalRl.Simulation.Environments;
using ClinicalRl.Simulation.Policies;

namespace ClinicalRl.Rewards.Cards;

/// <summary>Everything a card shows.</summary>
public sealed record RewardCardContent
{
    /// <summary>The function.</summary>
    public required RewardFunction Function { get; init; }

    /// <summary>What it was compiled against.</summary>
    public required EnvironmentSpec Environment { get; init; }

    /// <summary>The environment's policies.</summary>
    public ImmutableArray<PolicyDefinition> Policies { get; init; } = [];

    /// <summary>What the policies earn under exactly this document, or null when it was not measured.</summary>
    public PolicyScoreSheet? Scores { get; init; }

    /// <summary>The version before, or null when there is none.</summary>
    public RewardDocument? Previous { get; init; }

    /// <summary>Its sign-offs, oldest first.</summary>
    public ImmutableArray<CardSignOff> SignOffs { get; init; } = [];

    /// <summary>The content for a function of an environment, with the scores shipped for it.</summary>
    public static RewardCardContent Of(RewardFunction function, IEnvironment environment) => new()
    {
        Function = function,
        Environment = environment.Spec,
        Policies = environment.Policies,
        Scores = PolicyScoreSheet.For(function, environment.Spec),
    };

    /// <summary>What changed since <see cref="Previous"/>.</summary>
    internal ImmutableArray<DocumentChange> Changes() => Previous is null ? [] : RewardDocumentDiff.Of(Previous, Function.Document);
}

/// <summary>A sign-off as a card shows it.</summary>
/// <param name="Signer">Name.</param>
/// <param name="Registration">Register and number.</param>
/// <param name="CheckedOn">Date the register was checked, ISO 8601.</param>
/// <param name="SignedAt">When it was signed, ISO 8601.</param>
/// <param name="Scope">What was reviewed.</param>
/// <param name="Statement">What the signer states.</param>
/// <param name="Finding">What a check of the signature found, such as <c>valid</c>.</param>
public sealed record CardSignOff(string Signer, string Registration, string CheckedOn, string SignedAt, string Scope, string Statement, string Finding);
