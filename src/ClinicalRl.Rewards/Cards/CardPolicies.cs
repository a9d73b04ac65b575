using System.Globalization;
using System.Text;
using ClinicalRl.Rewards.Scores;

namespace ClinicalRl.Rewards.Cards;

/// <summary>The part of the HTML card that shows what each policy earns, in figures and as bars under the exploit ceiling.</summary>
internal static class CardPolicies
{
    private const int BarWidth = 220;

    private const int BarHeight = 18;

    public static void Write(StringBuilder page, RewardCardContent content)
    {
        RewardCardPage.Heading(page, "policies");
        page.Append("<p>").Append(RewardCardPage.Text(CardWords.Measured(content))).Append("</p>\n");
        if (content.Scores is not { } scores)
            return;
        page.Append("<p><strong>").Append(RewardCardPage.Text(CardWords.Ceiling(content)!)).Append("</strong></p>\n");
        var ceiling = content.Function.Document.ExploitCeiling;
        page.Append("<div class=\"table\"><table>\n<caption>The dashed line is the ceiling of ").Append(Number(ceiling))
            .Append(" that policies without clinical sense must stay under; the thin line is the interval.</caption>\n")
            .Append("<thead><tr><th scope=\"col\">Policy</th><th scope=\"col\">What it does</th><th scope=\"col\">Must score low</th><th scope=\"col\" class=\"n\">Mean</th>")
            .Append("<th scope=\"col\" class=\"n\">95% interval</th><th scope=\"col\">0 to 1</th></tr></thead>\n<tbody>\n");
        foreach (var score in scores.Scores)
            WriteRow(page, content, score, ceiling);
        page.Append("</tbody>\n</table></div>\n");
    }

    private static void WriteRow(StringBuilder page, RewardCardContent content, PolicyScore score, double ceiling)
    {
        var policy = content.Policies.FirstOrDefault(policy => policy.Name == score.Policy);
        page.Append("<tr><th scope=\"row\">").Append(RewardCardPage.Text(score.Policy)).Append("</th><td>").Append(RewardCardPage.Text(policy?.Description ?? ""))
            .Append("</td><td>").Append(policy?.IsDegenerate == true ? "yes" : "no").Append("</td><td class=\"n\">").Append(Number(score.MeanReward))
            .Append("</td><td class=\"n\">").Append(Number(score.Low)).Append(" to ").Append(Number(score.High)).Append("</td><td>");
        WriteBar(page, score, policy?.IsDegenerate == true, ceiling);
        page.Append("</td></tr>\n");
    }

    // The figures stand beside it, so the picture is hidden from screen readers.
    private static void WriteBar(StringBuilder page, PolicyScore score, bool isDegenerate, double ceiling)
    {
        page.Append(CultureInfo.InvariantCulture, $"<svg width=\"{BarWidth}\" height=\"{BarHeight}\" viewBox=\"0 0 {BarWidth} {BarHeight}\" aria-hidden=\"true\">");
        page.Append(CultureInfo.InvariantCulture, $"<rect width=\"{BarWidth}\" height=\"{BarHeight}\" fill=\"#eef1f3\"/>");
        page.Append(CultureInfo.InvariantCulture, $"<rect y=\"3\" width=\"{At(score.MeanReward)}\" height=\"12\" fill=\"{(isDegenerate ? "#c24a00" : "#005eb8")}\"/>");
        page.Append(CultureInfo.InvariantCulture, $"<path d=\"M{At(score.Low)} 9H{At(score.High)}\" stroke=\"#17242b\" stroke-width=\"2\"/>");
        page.Append(CultureInfo.InvariantCulture, $"<path d=\"M{At(ceiling)} 0V{BarHeight}\" stroke=\"#17242b\" stroke-dasharray=\"3 2\"/></svg>");
    }

    private static string At(double value) => (value * BarWidth).ToString("0.#", CultureInfo.InvariantCulture);

    private static string Number(double value) => value.ToString("0.000", CultureInfo.InvariantCulture);
}
