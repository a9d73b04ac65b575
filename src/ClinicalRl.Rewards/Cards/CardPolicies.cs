using System.Globalization;
using System.Text;
using ClinicalRl.Rewards.Scores;

namespace ClinicalRl.Rewards.Cards;

/// <summary>The part of the HTML card that shows what each policy earns, in figures and as bars under the exploit ceiling.</summary>
internal static class CardPolicies
{
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
            .Append("</td><td class=\"n\">").Append(Number(score.Low)).Append(" to ").Append(Number(score.High)).Append("</td><td>")
            .Append(PolicyBar.Svg(score, policy?.IsDegenerate == true, ceiling)).Append("</td></tr>\n");
    }

    private static string Number(double value) => value.ToString("0.000", CultureInfo.InvariantCulture);
}
