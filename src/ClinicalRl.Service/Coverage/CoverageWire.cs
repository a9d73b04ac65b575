using System.Text.Json;

namespace ClinicalRl.Service.Coverage;

/// <summary>Which sealed logs a coverage matrix counts. What is left out chooses nothing out.</summary>
public sealed record CoverageBody
{
    /// <summary>Id of an environment.</summary>
    public string? Environment { get; init; }

    /// <summary>Only episodes with all of these labels.</summary>
    public IReadOnlyDictionary<string, string>? Labels { get; init; }

    /// <summary>Only logs sealed then or later: a date, or a time such as 2026-11-22T09:30:00Z.</summary>
    public string? From { get; init; }

    /// <summary>Only logs sealed before then.</summary>
    public string? To { get; init; }

    /// <summary>Only episodes judged by this function, as id@version.</summary>
    public string? RewardFunction { get; init; }

    /// <summary>Share of scenarios that may fail, above 0 and below 1; 0.05 when left out.</summary>
    public double? Tolerated { get; init; }
}

/// <summary>Which sealed logs a hazard log reads likelihoods from. What is left out chooses nothing out.</summary>
public sealed record HazardLogBody
{
    /// <summary>Id of an environment; not together with 'previous', which is of all.</summary>
    public string? Environment { get; init; }

    /// <summary>Only episodes with all of these labels.</summary>
    public IReadOnlyDictionary<string, string>? Labels { get; init; }

    /// <summary>Only logs sealed then or later: a date, or a time such as 2026-11-22T09:30:00Z.</summary>
    public string? From { get; init; }

    /// <summary>Only logs sealed before then.</summary>
    public string? To { get; init; }

    /// <summary>Only episodes judged by this function, as id@version.</summary>
    public string? RewardFunction { get; init; }

    /// <summary>The hazard log to continue, as it was answered: its rows stay, retired when they are no longer declared.</summary>
    public JsonElement? Previous { get; init; }
}

/// <summary>Failure modes: ten categories by the environments, over the sealed logs selected.</summary>
public sealed record CoverageAnswer
{
    /// <summary>What must be said of every figure.</summary>
    public required string Notice { get; init; }

    /// <summary>The selection in words, with the size of the ledger that was walked.</summary>
    public required string Selection { get; init; }

    /// <summary>Episodes counted.</summary>
    public required int Episodes { get; init; }

    /// <summary>When the first of them began, or null.</summary>
    public required DateTimeOffset? From { get; init; }

    /// <summary>When the last began, or null.</summary>
    public required DateTimeOffset? To { get; init; }

    /// <summary>What judged them, as id@version.</summary>
    public required IReadOnlyList<string> RewardFunctions { get; init; }

    /// <summary>Selected logs that could not be counted.</summary>
    public required IReadOnlyList<UncountedLogAnswer> Uncounted { get; init; }

    /// <summary>Episodes left out because this service has no such environment.</summary>
    public required int EpisodesOfOtherEnvironments { get; init; }

    /// <summary>Share of scenarios that may fail.</summary>
    public required double ToleratedRate { get; init; }

    /// <summary>Scenarios a cell needs to be covered.</summary>
    public required int ScenariosNeeded { get; init; }

    /// <summary>The cells, by category and then environment.</summary>
    public required IReadOnlyList<CoverageCellAnswer> Cells { get; init; }
}

/// <summary>A selected log that could not be counted.</summary>
public sealed record UncountedLogAnswer
{
    /// <summary>The episode's id.</summary>
    public required string Log { get; init; }

    /// <summary>Why.</summary>
    public required string Reason { get; init; }
}

/// <summary>One category of failure in one environment.</summary>
public sealed record CoverageCellAnswer
{
    /// <summary>Id of the environment.</summary>
    public required string Environment { get; init; }

    /// <summary>CS01 to CS10.</summary>
    public required string Category { get; init; }

    /// <summary>covered, thin, gap or not-applicable.</summary>
    public required string State { get; init; }

    /// <summary>Why.</summary>
    public required string Reason { get; init; }

    /// <summary>Distinct scenarios that expose a hazard of the cell.</summary>
    public required int Scenarios { get; init; }

    /// <summary>Those that failed.</summary>
    public required int FailedScenarios { get; init; }

    /// <summary>Episodes that expose a hazard of the cell.</summary>
    public required int Episodes { get; init; }

    /// <summary>Those that failed.</summary>
    public required int FailedEpisodes { get; init; }

    /// <summary>Episodes that expose none and yet failed in the category.</summary>
    public required int FailedUnexposed { get; init; }

    /// <summary>Failed scenarios among scenarios; null without any.</summary>
    public required double? Rate { get; init; }

    /// <summary>Exact 95% interval of the rate.</summary>
    public required IntervalAnswer ClopperPearson { get; init; }

    /// <summary>Jeffreys' 95% interval of the rate.</summary>
    public required IntervalAnswer Jeffreys { get; init; }

    /// <summary>Exact binomial p-value against the tolerated rate; null without scenarios.</summary>
    public required double? PValue { get; init; }

    /// <summary>The same, adjusted by Benjamini and Hochberg over the tested cells.</summary>
    public required double? AdjustedPValue { get; init; }

    /// <summary>Whether the rate is above the tolerated one at 10% false discoveries.</summary>
    public required bool AboveTolerated { get; init; }

    /// <summary>S0 to S5, or null when every criterion was met.</summary>
    public required string? WorstSeverity { get; init; }

    /// <summary>The hazards declared.</summary>
    public required IReadOnlyList<CoverageHazardAnswer> Hazards { get; init; }

    /// <summary>The criteria not met.</summary>
    public required IReadOnlyList<CoverageCriterionAnswer> Criteria { get; init; }

    /// <summary>Failures to look at, worst first.</summary>
    public required IReadOnlyList<CoveragePlaceAnswer> Places { get; init; }
}

/// <summary>The ends of an interval.</summary>
public sealed record IntervalAnswer
{
    /// <summary>Lower end.</summary>
    public required double Low { get; init; }

    /// <summary>Upper end.</summary>
    public required double High { get; init; }
}

/// <summary>A declared hazard.</summary>
public sealed record CoverageHazardAnswer
{
    /// <summary>Its id.</summary>
    public required string Id { get; init; }

    /// <summary>S0 to S5.</summary>
    public required string Severity { get; init; }

    /// <summary>What goes wrong.</summary>
    public required string Statement { get; init; }

    /// <summary>Distinct scenarios that expose it.</summary>
    public required int Scenarios { get; init; }

    /// <summary>Those that failed in its category.</summary>
    public required int FailedScenarios { get; init; }

    /// <summary>Episodes of these scenarios.</summary>
    public required int Episodes { get; init; }
}

/// <summary>A criterion that was not met somewhere.</summary>
public sealed record CoverageCriterionAnswer
{
    /// <summary>Its id.</summary>
    public required string Id { get; init; }

    /// <summary>S0 to S5.</summary>
    public required string Severity { get; init; }

    /// <summary>Episodes in which it was not met.</summary>
    public required int Episodes { get; init; }

    /// <summary>How often it was not met.</summary>
    public required int Failures { get; init; }
}

/// <summary>Where a criterion was not met.</summary>
public sealed record CoveragePlaceAnswer
{
    /// <summary>Id of the episode.</summary>
    public required string Episode { get; init; }

    /// <summary>Step at which it was judged, from 1.</summary>
    public required int Step { get; init; }

    /// <summary>The criterion.</summary>
    public required string Criterion { get; init; }

    /// <summary>S0 to S5.</summary>
    public required string Severity { get; init; }

    /// <summary>Whom it concerned, or null.</summary>
    public required string? Subject { get; init; }
}
