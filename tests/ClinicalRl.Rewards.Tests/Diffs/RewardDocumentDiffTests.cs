using System.Text;
using ClinicalRl.Rewards.Diffs;
using ClinicalRl.Rewards.Tests.Wards;

namespace ClinicalRl.Rewards.Tests.Diffs;

public sealed class RewardDocumentDiffTests
{
    private static readonly string Before = Ward.Text(Ward.Prompt + "\n    weight: 4");

    [Theory]
    [InlineData("weight: 4", "weight: 8", "weight of prompt: 4 → 8")]
    [InlineData("severity: S4", "severity: S3", "severity of prompt: S4 → S3")]
    [InlineData("category: CS01", "category: CS07\n    also: [CS01]", "category of prompt: CS01 → CS07|secondary categories of prompt added: CS01")]
    [InlineData("<= 10 minutes", "<= 15 minutes", "met of prompt: minutes_overdue <= 10 minutes → minutes_overdue <= 15 minutes")]
    [InlineData("judge: seen", "judge: [left, seen]", "judged at of prompt: seen → left, seen")]
    [InlineData("    weight: 4", "    weight: 4\n    gate: {cap: 0.4, scope: episode}", "gate of prompt added: episode capped at 0.4")]
    [InlineData("id: prompt", "id: quick", "criterion prompt removed; it was: The patient is seen in time. (CS01, S4, weight 4)|criterion quick added: The patient is seen in time. (CS01, S4, weight 4)")]
    [InlineData("exploitCeiling: 0.4", "exploitCeiling: 0.3", "exploit ceiling: 0.4 → 0.3")]
    [InlineData("exploitCeiling: 0.4", "exploitCeiling: 0.4\nepisode: {aggregate: severity-weighted}", "episode aggregate: mean → severity-weighted")]
    [InlineData("version: 1.0.0", "version: 1.1.0", "version: 1.0.0 → 1.1.0")]
    [InlineData("name: A team", "name: Another team", "author: A team, software engineer → Another team, software engineer")]
    public void Diff_SaysWhatChanged_InWords(string before, string after, string changes)
    {
        Assert.Contains(before, Before, StringComparison.Ordinal);
        var diff = RewardDocumentDiff.Of(Read(Before), Read(Before.Replace(before, after, StringComparison.Ordinal)));
        Assert.Equal(changes.Split('|'), diff.Select(change => change.ToString()));
    }

    [Theory]
    [InlineData("title: Ward reward", "title: \"Ward reward\"   # as before")]
    [InlineData("met: minutes_overdue <= 10 minutes", "met: '(minutes_overdue   <= 10.0 minutes)'")]
    [InlineData("judge: seen", "judge: [seen]")]
    [InlineData("weight: 4", "weight: 4.000")]
    [InlineData("exploitCeiling: 0.4", "step: {neutral: zero}\nexploitCeiling: 0.4")]
    public void Diff_IsEmpty_WhenOnlyTheWritingChanged(string before, string after)
    {
        var changed = Before.Replace(before, after, StringComparison.Ordinal);
        Assert.NotEqual(Before, changed);
        Assert.Empty(RewardDocumentDiff.Of(Read(Before), Read(changed)));
    }

    [Fact]
    public void Diff_SaysThatTheOrderChanged()
    {
        var other = Ward.Prompt.Replace("id: prompt", "id: other", StringComparison.Ordinal);
        var change = Assert.Single(RewardDocumentDiff.Of(Read(Ward.Text(Ward.Prompt, other)), Read(Ward.Text(other, Ward.Prompt))));
        Assert.Equal("order of criteria: prompt, other → other, prompt", change.ToString());
    }

    private static RewardDocument Read(string text) => RewardDocumentParser.Parse(Encoding.UTF8.GetBytes(text));
}
