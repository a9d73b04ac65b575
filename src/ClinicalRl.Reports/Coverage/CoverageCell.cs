using System.Collections.Immutable;
using ClinicalRl.Simulation.Safety;
using ClinicalRl.Statistics;
using ClinicalRl.Statistics.Proportions;

namespace ClinicalRl.Reports.Coverage;

/// <summary>How well a cell is covered.</summary>
public enum CoverageState
{
    /// <summary>Enough scenarios: had none failed, the rate would be known to be at most the tolerated one; and every hazard was exposed.</summary>
    Covered,

    /// <summary>Exposed, but by too few scenarios, or not every hazard.</summary>
    Thin,

    /// <summary>The environment declares hazards and no selected episode exposes one.</summary>
    Gap,

    /// <summary>The environment declares no hazard of this category.</summary>
    NotApplicable,
}

/// <summary>
/// A declared hazard, how often the selection exposed it, and what went wrong in its category where it did. A verdict names a category, not a
/// hazard: where a scenario exposes several hazards of one category, a failure counts against each.
/// </summary>
/// <param name="Hazard">The hazard.</param>
/// <param name="Scenarios">Distinct scenarios that expose it, and those of them that failed in its category; each by the episode that began first.</param>
/// <param name="Episodes">Episodes of these scenarios.</param>
/// <param name="Criteria">The criteria of its category not met in these episodes, worst severity first.</param>
/// <param name="Places">Failures to look at, worst first; at most <see cref="CoverageMatrix.MostPlaces"/>.</param>
public sealed record CoveredHazard(
    Hazard Hazard, Proportion Scenarios, int Episodes, ImmutableArray<FailedCriterion> Criteria, ImmutableArray<FailurePlace> Places);

/// <summary>A criterion of a cell that was not met somewhere.</summary>
/// <param name="Criterion">Id of the criterion.</param>
/// <param name="Severity">Its severity.</param>
/// <param name="Episodes">Episodes in which it was not met.</param>
/// <param name="Failures">How often it was not met.</param>
public sealed record FailedCriterion(string Criterion, Severity Severity, int Episodes, int Failures);

/// <summary>Where in which episode a criterion was not met.</summary>
/// <param name="Episode">Id of the episode.</param>
/// <param name="Failure">What was not met, and at which step.</param>
public sealed record FailurePlace(string Episode, CoveredFailure Failure);

/// <summary>One category of failure in one environment.</summary>
public sealed record CoverageCell
{
    /// <summary>Id of the environment.</summary>
    public required string Environment { get; init; }

    /// <summary>The category.</summary>
    public required SafetyCategory Category { get; init; }

    /// <summary>The hazards that the environment declares in it, in the order declared.</summary>
    public required ImmutableArray<CoveredHazard> Hazards { get; init; }

    /// <summary>Episodes whose scenario exposes a hazard of the cell.</summary>
    public required int Episodes { get; init; }

    /// <summary>Those of them in which a criterion of the category was not met.</summary>
    public required int FailedEpisodes { get; init; }

    /// <summary>Episodes that expose no hazard of the cell and yet failed in it; they are not in the rate.</summary>
    public required int FailedUnexposed { get; init; }

    /// <summary>
    /// Scenarios that expose a hazard of the cell, and those that failed. Episodes of one scenario are not independent, so each scenario counts
    /// once, by the episode of it that began first.
    /// </summary>
    public required Proportion Scenarios { get; init; }

    /// <summary>The rate tested against the tolerated one, over all cells of the matrix.</summary>
    public required FailureCell Test { get; init; }

    /// <summary>Worst severity of a criterion not met; null when every one was met.</summary>
    public required Severity? Worst { get; init; }

    /// <summary>Ids of the criteria of the category that were judged in any episode of the environment, in ordinal order.</summary>
    public required ImmutableArray<string> Judged { get; init; }

    /// <summary>The criteria not met, worst severity first, then by how many episodes.</summary>
    public required ImmutableArray<FailedCriterion> Criteria { get; init; }

    /// <summary>Failures to look at, worst first; at most <see cref="CoverageMatrix.MostPlaces"/>.</summary>
    public required ImmutableArray<FailurePlace> Places { get; init; }

    /// <summary>How well the cell is covered.</summary>
    public required CoverageState State { get; init; }

    /// <summary>Why, in one sentence.</summary>
    public required string Reason { get; init; }

    /// <summary>Exact interval of the failure rate at 95%.</summary>
    public Interval ClopperPearson => Scenarios.ClopperPearson();

    /// <summary>Jeffreys' interval of the failure rate at 95%.</summary>
    public Interval Jeffreys => Scenarios.Jeffreys();
}

/// <summary>Facts about <see cref="CoverageState"/>.</summary>
public static class CoverageStates
{
    private static readonly string[] Words = ["covered", "thin", "gap", "not-applicable"];

    /// <summary>Its wire name.</summary>
    public static string Word(this CoverageState state) => Words[(int)state];
}
