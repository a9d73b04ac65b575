using ClinicalRl.Reports.Pages;

namespace ClinicalRl.Reports.Bundles;

/// <summary>What stands in the place of a Reward Reliability Report when there is none.</summary>
public static class NoReliabilityPage
{
    /// <summary>The page.</summary>
    public static string Render() => new HtmlPage("No Reward Reliability Report", BundleContent.Notice, "")
        .Heading("none", "There is no evaluators' evidence")
        .Paragraph("No report was made of this selection: no qualified evaluator has scored these episodes, or nobody has asked for the report.")
        .Paragraph("So nothing is known of how far clinicians agree with the automatic rewards in the logs. They are uncalibrated: their interval is from 0 to 1, whatever their value. Read every rate and mean in this bundle with that in mind.")
        .Paragraph("To have a report: let evaluators score an assessment of these episodes, ask for a report of the same selection with POST /v1/reports, and make the bundle again.")
        .End();
}
