using System.Globalization;
using ClinicalRl.Simulation.Safety;

namespace ClinicalRl.Reports.Hazards;

/// <summary>How the parts of a row read.</summary>
public static class HazardWords
{
    private const string Unmeasured = "not measured";

    /// <summary>Its word.</summary>
    public static string Word(this HazardStatus status) => status.ToString().ToLowerInvariant();

    /// <summary>A likelihood's DCB0129 word.</summary>
    public static string Of(Likelihood? likelihood) => likelihood is { } known ? RiskMatrix.Shipped.Likelihoods[(int)known].Title.ToLowerInvariant() : Unmeasured;

    /// <summary>A risk of 1 to 5 as a digit.</summary>
    public static string OfLevel(int? level) => level is { } known ? known.ToString(CultureInfo.InvariantCulture) : Unmeasured;

    /// <summary>A risk in full.</summary>
    internal static string Of(HazardRisk risk) => risk.Level is { } level
        ? string.Create(CultureInfo.InvariantCulture, $"{risk.Severity.Title()} × {Of(risk.Likelihood)} = {level}: {RiskMatrix.Shipped.Meaning(level)}")
        : $"{risk.Severity.Title()} × {Unmeasured}: no risk can be stated";

    /// <summary>Where a failure is.</summary>
    internal static string Of(HazardFailure failure) => string.Create(CultureInfo.InvariantCulture, $"{failure.Episode} step {failure.Step}: {failure.Criterion} ({failure.Severity})");

    /// <summary>What happened, and in which version.</summary>
    internal static string Of(HazardChange change) => (change.Version is null ? "" : change.Version + ": ") + change.Change;

    /// <summary>The controls added, or that there is none.</summary>
    internal static IReadOnlyList<string> Additional(HazardRow row) =>
        row.AdditionalControls.IsEmpty ? ["None recorded; the residual risk is the initial one."] : row.AdditionalControls;
}
