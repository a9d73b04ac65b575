using System.Globalization;
using ClinicalRl.Audit.Access;
using ClinicalRl.Audit.Bundles;
using ClinicalRl.Audit.Ledger;
using ClinicalRl.Audit.RunLogs;
using ClinicalRl.Reports.Coverage;
using ClinicalRl.Reports.Pages;

namespace ClinicalRl.Reports.Bundles;

/// <summary>The page that a bundle opens with: what it holds, what it rests on, and what it does not show. Its links stay within the bundle.</summary>
public static class BundlePage
{
    /// <summary>Logs that the page lists; all of them are in <see cref="BundleScope"/>.</summary>
    public const int MostLogs = 500;

    private const string Css = ".files td:first-child { white-space: nowrap } .hash { font-family: ui-monospace, monospace; font-size: .82rem; overflow-wrap: anywhere }";

    /// <summary>The page.</summary>
    public static string Render(BundleContent content)
    {
        var page = new HtmlPage("Safety-case evidence", BundleContent.Notice, Css);
        WriteScope(page, content);
        WriteFiles(page, content);
        WriteFindings(page, content);
        WriteParts(page, content);
        page.Heading("deviations", "Known deviations");
        var deviations = BundleLimits.Deviations(content);
        _ = deviations.Count == 0 ? page.Paragraph("None is known.") : page.List([.. deviations]);
        page.Heading("limits", "Limits of this evidence").List([.. BundleLimits.Limits(content)]);
        WriteLogs(page, content);
        return page.End();
    }

    private static void WriteScope(HtmlPage page, BundleContent content)
    {
        page.Raw("<dl class=\"facts\">\n").Pair("Bundle", content.Bundle).Pair("Tenant", content.Tenant).Pair("Made", content.Time.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss 'UTC'", CultureInfo.InvariantCulture))
            .Pair("Service", content.Image.Length == 0 ? content.Service : $"{content.Service}, image {content.Image}").Pair("Selected", content.Coverage.Evidence.Choice.Words)
            .Pair("Ledger", FormattableString.Invariant($"{content.Checkpoint.Origin}, {content.Checkpoint.TreeSize} entries, root {content.Checkpoint.RootHash}"))
            .Pair("Continues", content.Since is { } since ? FormattableString.Invariant($"the checkpoint over {since} entries") : "no earlier checkpoint was asked for")
            .Pair("Signed by", string.Join(", ", content.KeyIds)).Raw("</dl>\n")
            .Paragraph("Compare the key with one that you had over another channel: whoever can change this page can also change the keys beside it. VERIFY.md says how to check every file.");
    }

    private static void WriteFiles(HtmlPage page, BundleContent content)
    {
        page.Heading("files", "What is here").Raw("<div class=\"table files\"><table>\n<thead><tr><th scope=\"col\">File</th><th scope=\"col\">What it is</th></tr></thead>\n<tbody>\n");
        Row(page, BundleNames.Guide, "How to check the bundle with clinicalrl, or with openssl and sha256sum alone");
        Row(page, "limits.md", "Known deviations and limits of the evidence, as below");
        Row(page, BundleScope.Name, "What the bundle is of, by hash, for programs");
        Row(page, "coverage/coverage.html", "Failure modes: ten categories by environments, as a heat map", ("coverage/coverage.csv", "table"), ("coverage/coverage.json", "JSON"));
        Row(page, "hazard-log/hazard-log.html", "Hazards in DCB0129 columns, a draft", ("hazard-log/hazard-log.csv", "table"), ("hazard-log/hazard-log.json", "JSON"));
        if (content.PreviousHazards)
            Row(page, BundleContent.PreviousHazardLog, $"The hazard log that it continues, as it was; SHA-256 {content.Hazards.PreviousSha256}");
        Row(page, "exploits/exploits.html", "What built-in policies earn without clinical sense, and by which criteria", ("exploits/exploits.csv", "table"), ("exploits/exploits.json", "JSON"));
        if (content.Reliability is { } report)
        {
            Row(
                page, BundleReliability.Folder + "report.html",
                FormattableString.Invariant($"Reward Reliability Report no. {report.Number}{(report.IsSimulated ? ", of SIMULATED evaluators: programs, not clinicians" : "")}: what evaluators' scores and the automatic reward are worth"),
                (BundleReliability.Folder + "report.pdf", "sheets"), (BundleReliability.Folder + "report.json", "JSON"), (BundleReliability.Folder + "records.jsonl", "records"),
                (BundleReliability.Folder + "report.jws", "signature"));
        }
        else
        {
            Row(page, BundleReliability.Folder + "none.html", "No Reward Reliability Report: there is no evaluators' evidence of this selection");
        }

        foreach (var environment in content.Environments.Where(environment => environment.Card is not null))
            Row(page, environment.Card!, $"Card of {environment.Id} {environment.Version}");
        foreach (var function in content.RewardFunctions.Where(function => function.Card is not null))
        {
            (string, string)[] also = function.Changes is { } changes ? [(function.Document!, "document"), (changes, "changes")] : [(function.Document!, "document")];
            Row(page, function.Card!, $"Card of reward function {function.Identity.Id} {function.Identity.Version}, with its sign-offs and what changed since the version before", also);
        }

        Row(page, BundleNames.Logs, FormattableString.Invariant($"{content.Logs.Length} run logs, each with its inclusion proof; checkpoint and public keys"), (BundleNames.Logs + EvidenceNames.Checkpoint, "checkpoint"), (BundleNames.Logs + EvidenceNames.Keys, "keys"));
        Row(page, AccessNames.Events, "Who read or exported what, by public id of the key, until the bundle was made; in a signed ledger of its own", (AccessNames.Checkpoint, "checkpoint"), (AccessNames.Stretch, "proof"));
        Row(page, BundleNames.Sums, "SHA-256 of every file", (BundleNames.Signature, "signature"));
        page.Raw("</tbody>\n</table></div>\n");
    }

    private static void WriteFindings(HtmlPage page, BundleContent content)
    {
        page.Heading("findings", "What it shows, in brief");
        var cells = content.Coverage.Cells;
        string Of(CoverageState state) => HtmlPage.Number(cells.Count(cell => cell.State == state));
        page.Table(["Question", "Answer"],
        [
            ["Cells of the coverage matrix covered, thin, gaps, not applicable", $"{Of(CoverageState.Covered)}, {Of(CoverageState.Thin)}, {Of(CoverageState.Gap)}, {Of(CoverageState.NotApplicable)}"],
            [$"Cells whose failure rate is above the tolerated {HtmlPage.Percent(content.Coverage.ToleratedRate)}", HtmlPage.Number(cells.Count(cell => cell.Test.IsFlagged))],
            ["Worst severity of a failure seen", cells.Max(cell => cell.Worst)?.ToString() ?? "none seen"],
            ["Hazards in the hazard log", HtmlPage.Number(content.Hazards.Rows.Length)],
            ["Reward functions signed by a clinician", $"{content.RewardFunctions.Count(function => function.StatusNow == "signed")} of {content.RewardFunctions.Length}"],
            ["Reward functions under which a policy without clinical sense passes the ceiling", $"{content.Exploits.Count(report => !report.IsBelowCeiling)} of {content.Exploits.Length}"],
        ]);
    }

    private static void WriteParts(HtmlPage page, BundleContent content)
    {
        page.Heading("parts", "Environments and reward functions");
        page.Table(["Environment", "Version", "Logs", "SHA-256 of its content"], content.Environments.Select(environment => (string[])[environment.Id, environment.Version, HtmlPage.Number(environment.Episodes), environment.ContentHash]));
        page.Table(
            ["Reward function", "Version", "Logs", "Status recorded", "Status now", "Sign-offs", "SHA-256"],
            content.RewardFunctions.Select(function => (string[])
            [
                function.Identity.Id, function.Identity.Version, HtmlPage.Number(function.Episodes), function.Identity.Status, function.StatusNow ?? "not known", HtmlPage.Number(function.SignOffs), function.Identity.Hash,
            ]));
    }

    private static void WriteLogs(HtmlPage page, BundleContent content)
    {
        page.Heading("logs", "Run logs");
        if (content.Logs.Length > MostLogs)
            page.Paragraph(FormattableString.Invariant($"The first {MostLogs} of {content.Logs.Length}; {BundleScope.Name} names all."));
        page.Raw("<div class=\"table\"><table>\n<thead><tr><th scope=\"col\">Episode</th><th scope=\"col\">Environment</th><th scope=\"col\">Reward function</th><th scope=\"col\">Sealed, UTC</th><th scope=\"col\">Entry</th><th scope=\"col\">SHA-256</th></tr></thead>\n<tbody>\n");
        foreach (var log in content.Logs.Take(MostLogs))
        {
            var name = BundleContent.NameOf(log.Entry);
            page.Raw($"<tr><td>{Link(name, log.Entry.Episode)}</td><td>{HtmlPage.Encode($"{log.Header.Environment} {log.Header.Version}")}</td><td>{HtmlPage.Encode($"{log.Header.RewardFunction.Id} {log.Header.RewardFunction.Version}")}</td>")
                .Raw($"<td>{HtmlPage.Encode(RunLogTime.Write(log.Entry.Sealed))}</td><td>{Link(EvidenceNames.ProofOf(name), log.Leaf.ToString(CultureInfo.InvariantCulture))}</td><td class=\"hash\">{log.Entry.Log}</td></tr>\n");
        }

        page.Raw("</tbody>\n</table></div>\n");
    }

    private static void Row(HtmlPage page, string name, string what, params ReadOnlySpan<(string Name, string Words)> also)
    {
        page.Raw($"<tr><td>{Link(name, name)}</td><td>{HtmlPage.Encode(what)}");
        foreach (var (other, words) in also)
            page.Raw($" · {Link(other, words)}");
        page.Raw("</td></tr>\n");
    }

    private static string Link(string name, string words) => $"<a href=\"{HtmlPage.Encode(name)}\">{HtmlPage.Encode(words)}</a>";
}
