using System.Collections.Immutable;
using System.Globalization;
using ClinicalRl.Reports.Coverage;
using ClinicalRl.Reports.Pages;
using ClinicalRl.Simulation.Environments;
using ClinicalRl.Simulation.Safety;

namespace ClinicalRl.Reports.Hazards;

/// <summary>Makes a row of a declared hazard and what the selected episodes showed of it.</summary>
internal static class HazardRows
{
    private static readonly RiskMatrix Risks = RiskMatrix.Shipped;

    /// <summary>How a likelihood is read, in sentences.</summary>
    public static ImmutableArray<string> Rule { get; } =
    [
        "Severity is the worst plausible harm that the environment declares for the hazard. Risk is DCB0129's table of severity by likelihood.",
        "Likelihood is read from the agent's rate of failure in simulation: of the distinct scenarios that expose the hazard, the share in which a criterion of its category was not met. "
            + "The upper end of the exact 95% interval counts, so that little evidence reads as more risk, not less: "
            + string.Join(", ", Risks.Likelihoods.Select((one, at) => at == Risks.Likelihoods.Length - 1 ? $"{one.Title.ToLowerInvariant()} above" : $"{one.Title.ToLowerInvariant()} up to {HtmlPage.Percent(one.UpTo)}")) + ". "
            + (Risks.Likelihoods.All(one => one.RateVerified) ? "" : "DCB0129 names likelihoods in words and gives no rates: these are this product's own, of no clinical source, and not verified."),
        "A verdict names a category, not a hazard: where a scenario exposes several hazards of one category, a failure counts against each of them. A rate given that the scenario is there says nothing of how often such patients come.",
        "A hazard that no selected scenario exposed has no likelihood and no risk, and is listed as unmeasured.",
    ];

    /// <summary>The row, without its history.</summary>
    public static HazardRow Of(EnvironmentSpec spec, CoverageCell cell, CoveredHazard covered)
    {
        var hazard = covered.Hazard;
        var risk = RiskOf(covered);
        return new HazardRow
        {
            Id = $"{spec.Id}/{hazard.Id}",
            Environment = spec.Id,
            Name = InWords(hazard.Id),
            Description = hazard.Statement + (hazard.Verified ? "" : " (Rests on a source that awaits a specialist's check.)"),
            Category = hazard.Category,
            Causes = Causes(covered),
            ClinicalEffect = $"Worst plausible: {hazard.Severity} {hazard.Severity.Title()} ({Risks.Meaning(hazard.Severity)}).",
            ExistingControls = Controls(cell),
            InitialRisk = risk,
            AdditionalControls = [],
            ResidualRisk = risk,
            Evidence = Evidence(cell, covered),
            Owner = HazardLog.NotAssigned,
            Approver = HazardLog.NotAssigned,
            Status = risk.Likelihood is null ? HazardStatus.Unmeasured : HazardStatus.Open,
            RetiredIn = null,
            History = [],
        };
    }

    private static HazardRisk RiskOf(CoveredHazard covered)
    {
        if (covered.Scenarios.Trials == 0)
            return new HazardRisk(covered.Hazard.Severity, null, null);
        var likelihood = Risks.Of(covered.Scenarios.ClopperPearson().Upper).Likelihood;
        return new HazardRisk(covered.Hazard.Severity, likelihood, Risks.Level(likelihood, covered.Hazard.Severity));
    }

    private static ImmutableArray<string> Causes(CoveredHazard covered) =>
    [
        "The agent's own decisions, in " + (covered.Hazard.Families.IsEmpty ? "any kind of scenario." : "scenarios of: " + string.Join(", ", covered.Hazard.Families) + "."),
        .. covered.Criteria.Select(failed => string.Create(CultureInfo.InvariantCulture, $"Not met: {failed.Criterion} ({failed.Severity}), in {failed.Episodes} of {covered.Episodes} episodes that expose the hazard.")),
    ];

    private static ImmutableArray<string> Controls(CoverageCell cell) =>
    [
        "The agent acts in simulation only; nothing it does reaches a patient.",
        cell.Judged.IsEmpty
            ? "No criterion of this category judged anything in the selected episodes."
            : "Shown in training, not prevented, by the criteria of this category: " + string.Join(", ", cell.Judged) + ".",
    ];

    private static HazardEvidence Evidence(CoverageCell cell, CoveredHazard covered) => new(
        $"{cell.Category}-{cell.Environment}", covered.Scenarios.Trials, covered.Scenarios.Events,
        covered.Scenarios.Trials == 0 ? null : Math.Round(covered.Scenarios.ClopperPearson().Upper, 6),
        [.. covered.Places.Take(HazardLog.MostFailures).Select(place => new HazardFailure(place.Episode, place.Failure.Step, place.Failure.Criterion, place.Failure.Severity))]);

    private static string InWords(string id) => id.Length == 0 ? "" : char.ToUpperInvariant(id[0]) + id[1..].Replace('-', ' ');
}
