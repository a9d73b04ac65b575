using System.Collections.Immutable;
using ClinicalRl.Reports.Coverage;
using ClinicalRl.Simulation.Safety;

namespace ClinicalRl.Reports.Hazards;

/// <summary>Where a row stands.</summary>
public enum HazardStatus
{
    /// <summary>Declared, and its risk was read from episodes. Nobody has accepted it.</summary>
    Open,

    /// <summary>Declared, and no selected episode exposed it: its likelihood is not known.</summary>
    Unmeasured,

    /// <summary>No longer declared; the row says what it last said.</summary>
    Retired,
}

/// <summary>Severity, likelihood and the risk that DCB0129's table makes of them.</summary>
/// <param name="Severity">Worst plausible severity, as declared.</param>
/// <param name="Likelihood">Read from the rate of failure in simulation; null when nothing was measured.</param>
/// <param name="Level">1 to 5; null without a likelihood.</param>
public sealed record HazardRisk(Severity Severity, Likelihood? Likelihood, int? Level);

/// <summary>A failure that stands behind a row.</summary>
/// <param name="Episode">Id of the sealed episode.</param>
/// <param name="Step">Step at which it was judged, from 1.</param>
/// <param name="Criterion">The criterion not met.</param>
/// <param name="Severity">Severity of that failure.</param>
public sealed record HazardFailure(string Episode, int Step, string Criterion, Severity Severity);

/// <summary>What a row rests on.</summary>
/// <param name="Cell">The cell of the coverage matrix, as <c>CS01-triage-queue</c>: the anchor of the coverage page.</param>
/// <param name="Scenarios">Distinct scenarios that exposed the hazard.</param>
/// <param name="FailedScenarios">Those in which a criterion of the hazard's category was not met.</param>
/// <param name="RateUpper">Upper end of the exact 95% interval of their share, 0 to 1; null without scenarios.</param>
/// <param name="Failures">Some of the failures, worst first; at most <see cref="HazardLog.MostFailures"/>.</param>
public sealed record HazardEvidence(string Cell, int Scenarios, int FailedScenarios, double? RateUpper, ImmutableArray<HazardFailure> Failures);

/// <summary>Something that happened to a row from one log to the next.</summary>
/// <param name="Version">Version of the environment in which it happened; null when the environment itself was withdrawn.</param>
/// <param name="Change">What happened.</param>
public sealed record HazardChange(string? Version, string Change);

/// <summary>One hazard, in the columns of a DCB0129 hazard log.</summary>
public sealed record HazardRow
{
    /// <summary>Environment and id, such as <c>triage-queue/over-triage-benign</c>; never reused.</summary>
    public required string Id { get; init; }

    /// <summary>Id of the environment.</summary>
    public required string Environment { get; init; }

    /// <summary>Its id in words.</summary>
    public required string Name { get; init; }

    /// <summary>What goes wrong.</summary>
    public required string Description { get; init; }

    /// <summary>Primary category.</summary>
    public required SafetyCategory Category { get; init; }

    /// <summary>What can bring it about, and which failures did in the episodes.</summary>
    public required ImmutableArray<string> Causes { get; init; }

    /// <summary>Worst plausible harm.</summary>
    public required string ClinicalEffect { get; init; }

    /// <summary>What is there already that prevents or shows it.</summary>
    public required ImmutableArray<string> ExistingControls { get; init; }

    /// <summary>Risk with the existing controls.</summary>
    public required HazardRisk InitialRisk { get; init; }

    /// <summary>Controls added since; this product records none.</summary>
    public required ImmutableArray<string> AdditionalControls { get; init; }

    /// <summary>Risk with the additional controls too.</summary>
    public required HazardRisk ResidualRisk { get; init; }

    /// <summary>What it rests on.</summary>
    public required HazardEvidence Evidence { get; init; }

    /// <summary>Who is answerable for the hazard.</summary>
    public required string Owner { get; init; }

    /// <summary>Who accepted the residual risk.</summary>
    public required string Approver { get; init; }

    /// <summary>Where it stands.</summary>
    public required HazardStatus Status { get; init; }

    /// <summary>Version of the environment that no longer declared it, or <c>environment withdrawn</c>; null unless retired.</summary>
    public required string? RetiredIn { get; init; }

    /// <summary>When it came, changed and left, oldest first.</summary>
    public required ImmutableArray<HazardChange> History { get; init; }
}
