using ClinicalRl.Reports.Pages;
using ClinicalRl.Rewards;
using ClinicalRl.Rewards.Diffs;

namespace ClinicalRl.Reports.Bundles;

/// <summary>What a version of a reward function changed, as a page of its own in a bundle.</summary>
public static class RewardChanges
{
    /// <summary>The page, Markdown.</summary>
    public static string Render(string id, RewardDocument before, RewardDocument now)
    {
        var page = new MarkdownCard();
        page.Title($"What changed in {id} from {before.Version} to {now.Version}");
        page.Paragraph($"Documents of SHA-256 {before.Hash} and {now.Hash}, compared member by member; order and spelling of the files do not count.");
        page.List([.. RewardDocumentDiff.Of(before, now).Select(change => change.ToString())], "Nothing that counts.");
        return page.ToString();
    }
}
