using System.Collections.Immutable;
using ClinicalRl.Simulation.Safety;

namespace ClinicalRl.Reports.Coverage;

/// <summary>A criterion that was not met in an episode.</summary>
/// <param name="Criterion">Id of the criterion.</param>
/// <param name="Category">Its primary category: the earliest link in the chain of harm.</param>
/// <param name="Severity">Worst plausible harm of the failure.</param>
/// <param name="Step">Step at which it was judged, from 1.</param>
/// <param name="Subject">Whom it concerned, or null.</param>
public sealed record CoveredFailure(string Criterion, SafetyCategory Category, Severity Severity, int Step, string? Subject);

/// <summary>A criterion that judged something in an episode, whatever it found.</summary>
/// <param name="Criterion">Id of the criterion.</param>
/// <param name="Category">Its primary category.</param>
public readonly record struct JudgedCriterion(string Criterion, SafetyCategory Category);

/// <summary>What a sealed episode adds to a coverage matrix.</summary>
public sealed record CoveredEpisode
{
    /// <summary>Id of the episode.</summary>
    public required string Episode { get; init; }

    /// <summary>Id of the environment.</summary>
    public required string Environment { get; init; }

    /// <summary>What was played: equal for episodes of one scenario, whoever played them.</summary>
    public required string Scenario { get; init; }

    /// <summary>What judged it, as <c>id@version</c>.</summary>
    public required string RewardFunction { get; init; }

    /// <summary>When it began, UTC.</summary>
    public required DateTimeOffset Began { get; init; }

    /// <summary>Labels given at its creation.</summary>
    public required ImmutableArray<KeyValuePair<string, string>> Labels { get; init; }

    /// <summary>Ids of the hazards that its scenario exposes.</summary>
    public required ImmutableArray<string> Hazards { get; init; }

    /// <summary>The criteria that judged anything, each once.</summary>
    public required ImmutableArray<JudgedCriterion> Judged { get; init; }

    /// <summary>What was not met, in order of steps.</summary>
    public required ImmutableArray<CoveredFailure> Failures { get; init; }
}
