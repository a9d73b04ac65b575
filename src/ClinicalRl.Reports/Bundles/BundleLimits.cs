using System.Globalization;
using ClinicalRl.Reports.Coverage;
using ClinicalRl.Reports.Pages;
using ClinicalRl.Simulation.Environments;
using ClinicalRl.Simulation.Safety;

namespace ClinicalRl.Reports.Bundles;

/// <summary>What a bundle's evidence does not cover, and what in it departs from what a reader may expect. Every sentence follows from the bundle's own content.</summary>
public static class BundleLimits
{
    /// <summary>Known deviations, one sentence each; empty when there is none.</summary>
    public static IReadOnlyList<string> Deviations(BundleContent content) =>
    [
        .. content.Coverage.Evidence.Choice.Uncounted.Select(log => $"Log {log.Log} was selected and is not in the bundle: {log.Reason}"),
        .. content.RewardFunctions.Where(function => function.StatusNow is not "signed").Select(function =>
            $"Reward function {function.Identity.Id} {function.Identity.Version} is {function.StatusNow ?? "no longer known to the service"}: no clinician vouches for it now ({Count(function.Episodes, "log")}, recorded as {function.Identity.Status})."),
        .. content.RewardFunctions.Where(function => function.Document is null).Select(function => $"The document of {function.Identity.Id} {function.Identity.Version} (SHA-256 {function.Identity.Hash}) is not in the bundle: its logs cannot be played again from it."),
        .. content.Environments.Where(environment => environment.Card is null).Select(environment =>
            $"Environment {environment.Id} {environment.Version} is not the version that made this bundle: its card is missing, and its logs can be played again only by a clinicalrl that has content {environment.ContentHash}."),
        .. content.Exploits.SelectMany(report => report.Policies.Where(policy => policy.IsAboveCeiling).Select(policy => string.Create(
            CultureInfo.InvariantCulture,
            $"Policy {policy.Policy.Name} earns up to {policy.Score.High:0.000} under {report.Function.Id} {report.Function.Version}, above its stated ceiling of {report.Ceiling:0.###}."))),
    ];

    /// <summary>Limits of the evidence, one sentence each.</summary>
    public static IReadOnlyList<string> Limits(BundleContent content) =>
    [
        "Patients, notes and results are generated. That an agent does well here shows nothing of how it does with people.",
        content.Reliability switch
        {
            null => "There is no evaluators' evidence of these episodes: no Reward Reliability Report is in this bundle, and the automatic rewards are uncalibrated.",
            { IsSimulated: true } => "The Reward Reliability Report rests on SIMULATED evaluators: no clinician has scored these episodes.",
            _ => "The Reward Reliability Report is of the episodes that were chosen for evaluation; what it says of others is an inference from these.",
        },
        "The logs are the episodes that an agent's developers chose to run and label. Episodes of other labels, and those never run, are not in the evidence.",
        "Rates count each scenario once. They are rates of the scenarios that were played, at the split and difficulty recorded in each log, not of any population.",
        "The exploit report shows what policies written by hand found, not what a trained agent could find.",
        "Likelihoods in the hazard log follow a rule of our own from measured rates; no clinical safety officer has assessed them.",
        .. Cells(content, CoverageState.Gap, "has a declared hazard and no episode that exposes it"),
        .. Cells(content, CoverageState.Thin, "rests on fewer scenarios than the tolerated rate needs, or leaves a hazard unexposed"),
        .. content.Coverage.Environments.Where(spec => content.Environments.Any(environment => environment.Id == spec.Id) && !spec.Unverified.IsEmpty)
            .Select(spec => $"{spec.Title}: {Count(spec.Unverified.Length, "item")} of its clinical content await a specialist's check; its card lists them."),
    ];

    /// <summary>Both, as Markdown.</summary>
    public static string Render(BundleContent content)
    {
        var page = new MarkdownCard();
        page.Title("Known deviations, and the limits of this evidence");
        page.Paragraph(BundleContent.Notice);
        page.Heading("Known deviations");
        page.List([.. Deviations(content)], "None is known.");
        page.Heading("Limits of the evidence");
        page.List([.. Limits(content)], "");
        return page.ToString();
    }

    private static IEnumerable<string> Cells(BundleContent content, CoverageState state, string what)
    {
        foreach (var environment in content.Coverage.Environments)
        {
            var cells = content.Coverage.Cells.Where(cell => cell.Environment == environment.Id && cell.State == state).Select(cell => cell.Category.ToString()).ToList();
            if (cells.Count > 0)
                yield return $"{environment.Title}: {string.Join(", ", cells)} {Verb(state, cells.Count)}: {(cells.Count == 1 ? "it" : "each")} {what}.";
        }
    }

    private static string Verb(CoverageState state, int count) =>
        (state, count) switch { (CoverageState.Gap, 1) => "is a gap", (CoverageState.Gap, _) => "are gaps", (_, 1) => "is thin", _ => "are thin" };

    private static string Count(int count, string what) => string.Create(CultureInfo.InvariantCulture, $"{count} {what}{(count == 1 ? "" : "s")}");
}
