using System.Text;
using ClinicalRl.Rewards.Linting;
using ClinicalRl.Rewards.Tests.Wards;

namespace ClinicalRl.Rewards.Tests.Linting;

public sealed class LintRulesTests
{
    /// <summary>Rules whose examples are no documents of the ward: bytes that are no text, documents too wide or with too many faults, and played policies.</summary>
    private static readonly string[] ShownElsewhere = ["too-costly", "not-utf8", "not-analysed", "too-many-findings", "ceiling-exceeded", "policies-not-run"];

    public static TheoryData<string> Rules => [.. LintExamples.All.Select(example => example.Rule)];

    [Fact]
    public void EveryRule_HasAnExample()
    {
        var shown = LintExamples.All.Select(example => example.Rule).Concat(ShownElsewhere);
        Assert.Equal(LintRules.All.Select(rule => rule.Id).Order(StringComparer.Ordinal), shown.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void EveryRule_HelpsAnAuthor() => Assert.All(LintRules.All, rule =>
    {
        Assert.Matches("^[a-z0-9]+(-[a-z0-9]+)*$", rule.Id);
        Assert.NotEmpty(rule.Title);
        Assert.True(rule.Help.Length > 30 && rule.Help.EndsWith('.'), rule.Id);
    });

    [Theory]
    [MemberData(nameof(Rules))]
    public void Rule_FindsItsPlace_AndNothingInTheSoundDocument(string rule)
    {
        var example = LintExamples.All.Single(example => example.Rule == rule);
        var finding = Ward.Lint(example.Failing).FirstOrDefault(finding => finding.Code == rule);
        Assert.True(finding is not null, $"not found; there are: {string.Join("; ", Ward.Lint(example.Failing))}");
        Assert.Equal((example.Line, example.Column), (finding.Line, finding.Column));
        Assert.Equal(LintRules.Find(rule).Level, finding.Level);
        Assert.Equal(LintRules.Find(rule).Help, finding.Help);
        Assert.DoesNotContain(Ward.Lint(example.Passing), finding => finding.Code == rule);
        Assert.Null(Record.Exception(() => Ward.Compile(example.Passing)));
    }

    [Fact]
    public void Lint_RefusesADocument_ThatCostsTooMuchToJudge()
    {
        string Text(int criteria) => Ward.Text([.. Enumerable.Range(0, criteria).Select(i => Ward.Prompt.Replace("id: prompt", $"id: p{i}", StringComparison.Ordinal).Replace(
            "met: minutes_overdue <= 10 minutes",
            "met: " + string.Join(" and ", Enumerable.Range(0, 50).Select(j => FormattableString.Invariant($"minutes_overdue != {i}.{j:00} minutes"))), StringComparison.Ordinal))]);

        var finding = Assert.Single(Ward.Lint(Text(101)), finding => finding.Code == "too-costly");
        Assert.Equal((11 + (6 * 100), 9), (finding.Line, finding.Column));
        Assert.DoesNotContain(Ward.Lint(Text(100)), finding => finding.Code == "too-costly");
    }

    [Fact]
    public void Lint_ComparesNoCriteria_OfDifferentEvents()
    {
        var left = Ward.Prompt.Replace("id: prompt", "id: left", StringComparison.Ordinal).Replace("judge: seen", "judge: left", StringComparison.Ordinal);
        Assert.Empty(Ward.Lint(Ward.Text(Ward.Prompt, left)));
    }

    [Fact]
    public void Lint_SeesThatAWiderCriterionCountsTwice_OnlyWhereBothJudge()
    {
        var both = Ward.Prompt.Replace("id: prompt", "id: both", StringComparison.Ordinal).Replace("judge: seen", "judge: [seen, left]", StringComparison.Ordinal);
        var finding = Assert.Single(Ward.Lint(Ward.Text(Ward.Prompt, both)));
        Assert.Equal(("counted-twice-in-part", 11), (finding.Code, finding.Line));   // the narrower one, whose failures all count twice
    }

    [Fact]
    public void Lint_EndsInTime_WhenManyCriteriaTellManyCasesApart()
    {
        var wide = string.Join(" and ", Enumerable.Range(0, 40).Select(i => FormattableString.Invariant($"minutes_overdue != {i}.5 minutes"))) + " and level != 3 and outcome != ward and explained";
        var text = Ward.Text([.. Enumerable.Range(0, 250).Select(i => Ward.Prompt.Replace("id: prompt", $"id: p{i}", StringComparison.Ordinal)
            .Replace("minutes_overdue <= 10 minutes", FormattableString.Invariant($"minutes_overdue > {i % 200}.25 minutes and {wide}"), StringComparison.Ordinal))]);
        var bytes = Encoding.UTF8.GetBytes(text);
        var started = Environment.CpuUsage.TotalTime;
        var findings = RewardLinter.Lint(bytes, Ward.Spec);
        Assert.NotEmpty(findings);
        Assert.InRange((Environment.CpuUsage.TotalTime - started).TotalSeconds, 0, 5);
    }
}
