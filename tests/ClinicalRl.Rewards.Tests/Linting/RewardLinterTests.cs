using ClinicalRl.Rewards.Tests.Wards;
using ClinicalRl.Simulation.Environments;

namespace ClinicalRl.Rewards.Tests.Linting;

public sealed class RewardLinterTests
{
    /// <summary>met, applies, partly, judge; the one finding expected: code, line, column.</summary>
    public static TheoryData<string, string?, string?, string, string, int, int> Predicates => new()
    {
        { "explaned", null, null, "seen", "unknown-fact", 16, 10 },
        { "explained and (levl = 3)", null, null, "seen", "unknown-fact", 16, 25 },
        { "explained", "levl = 3", null, "seen", "unknown-fact", 16, 14 },
        { "explained", null, "levl = 3", "seen", "unknown-fact", 17, 13 },
        { "level", null, null, "seen", "wrong-type", 16, 10 },
        { "explained = 1", null, null, "seen", "wrong-type", 16, 10 },
        { "explained in [true]", null, null, "seen", "wrong-type", 16, 10 },
        { "outcome < ward", null, null, "seen", "wrong-type", 16, 10 },
        { "level = high", null, null, "seen", "wrong-type", 16, 18 },
        { "level < 2.5", null, null, "seen", "wrong-type", 16, 18 },
        { "outcome = 3 minutes", null, null, "seen", "wrong-type", 16, 20 },
        { "minutes_overdue > 10", null, null, "seen", "missing-unit", 16, 28 },
        { "minutes_overdue > 10 hours", null, null, "seen", "wrong-unit", 16, 28 },
        { "level > 2 minutes", null, null, "seen", "wrong-unit", 16, 18 },
        { "outcome = garden", null, null, "seen", "unknown-symbol", 16, 20 },
        { "outcome in [home, 'ward ']", null, null, "seen", "unknown-symbol", 16, 28 },
        { "outcome = 0", null, null, "seen", "unknown-symbol", 16, 20 },
        { "level in [1, 2, 1]", null, null, "seen", "repeated-item", 16, 26 },
        { "explained", null, null, "sen", "unknown-event", 15, 12 },
        { "explained", null, null, "[seen, gone]", "unknown-event", 15, 19 },
        { "level = 3", null, null, "[seen, left]", "unlike-facts", 16, 10 },
        { "outcome = home", null, null, "[seen, left]", "unknown-fact", 16, 10 },
        { "explained", null, null, "closed", "unknown-fact", 16, 10 },
        { "explained or not explained", null, null, "seen", "constant", 16, 10 },
        { "explained and not explained", null, null, "seen", "constant", 16, 10 },
        { "level >= 1", null, null, "seen", "constant", 16, 10 },
        { "minutes_overdue > 240 minutes", null, null, "seen", "constant", 16, 10 },
        { "level > 2 or level < 4", null, null, "seen", "constant", 16, 10 },
        { "minutes_overdue < 10 minutes and minutes_overdue > 9.5 minutes and minutes_overdue < 9.5 minutes", null, null, "seen", "constant", 16, 10 },
        { "outcome in [home, ward, theatre]", null, null, "seen", "constant", 16, 10 },
        { "explained", "level > 4 and level < 5", null, "seen", "unreachable", 16, 14 },
        { "explained", "level in [1, 2, 3, 4, 5]", null, "seen", "constant", 16, 14 },
        { "level = 3", "level > 3", null, "seen", "unreachable", 17, 10 },
        { "level > 1", "level > 3", null, "seen", "constant", 17, 10 },
        { "level > 1", null, "level > 2", "seen", "unreachable", 17, 13 },
        { "level > 3", "level > 2", "level < 3", "seen", "unreachable", 18, 13 },
        { "level > 3", null, "level > 0", "seen", "constant", 17, 13 },
        { "level > 3", null, "level <= 3", "seen", "never-not-met", 17, 13 },
        { "explained and", null, null, "seen", "not-a-predicate", 16, 23 },
        { "explained explained", null, null, "seen", "not-a-predicate", 16, 20 },
        { "level ~ 3", null, null, "seen", "not-a-predicate", 16, 16 },
        { "level = 3.", null, null, "seen", "not-a-predicate", 16, 18 },
        { "level = 1.2.3", null, null, "seen", "not-a-predicate", 16, 18 },
        { "3 < level", null, null, "seen", "not-a-predicate", 16, 10 },
        { "level in []", null, null, "seen", "not-a-predicate", 16, 20 },
        { "level in [1", null, null, "seen", "not-a-predicate", 16, 21 },
        { "outcome = 'home", null, null, "seen", "not-a-predicate", 16, 20 },
        { "System.IO.File.Delete(x)", null, null, "seen", "not-a-predicate", 16, 31 },
    };

    [Theory]
    [MemberData(nameof(Predicates))]
    public void Lint_SaysWhereAndWhat_OfAPredicate(string met, string? applies, string? partly, string judge, string code, int line, int column)
    {
        var finding = Assert.Single(Ward.Lint(Ward.Criterion(met, applies, partly, judge)));
        Assert.Equal((code, line, column), (finding.Code, finding.Line, finding.Column));
        Assert.NotEmpty(finding.Message);
    }

    [Theory]
    [InlineData("explained", null, null, "seen")]
    [InlineData("explained", null, null, "[seen, left]")]
    [InlineData("minutes_overdue <= 240 minutes", null, null, "[seen, left]")]   // constant in one kind, not in the other
    [InlineData("minutes_overdue < 10 minutes", "level in [1, 2]", "minutes_overdue < 10.25 minutes", "seen")]
    [InlineData("minutes_overdue > 10 minutes and minutes_overdue < 10.5 minutes", null, null, "seen")]
    [InlineData("level > 2 and level < 4", null, null, "seen")]
    [InlineData("outcome != home and not (explained or level = 5)", null, null, "seen")]
    [InlineData("outcome not in ['home', \"ward\"]", null, null, "seen")]
    public void Lint_FindsNothing_InASoundPredicate(string met, string? applies, string? partly, string judge) =>
        Assert.Empty(Ward.Lint(Ward.Criterion(met, applies, partly, judge)));

    [Theory]
    [InlineData("met: >-\n      explained and\n      levl = 3", "unknown-fact", 18, 7)]
    [InlineData("met: |\n      explained\n      and levl = 3", "unknown-fact", 18, 11)]
    [InlineData("met: explained\n      and levl = 3", "unknown-fact", 17, 11)]
    [InlineData("met: \"explained and levl = 3\"", "unknown-fact", 16, 25)]
    [InlineData("met: 'explained and levl = 3'", "unknown-fact", 16, 25)]
    [InlineData("met: \"explained \\u0061nd levl = 3\"", "unknown-fact", 16, 10)]   // an escape: the text's start is given
    public void Lint_FindsThePlace_HoweverThePredicateIsWritten(string met, string code, int line, int column)
    {
        var text = Ward.Criterion("explained").Replace("met: explained", met, StringComparison.Ordinal);
        var finding = Assert.Single(Ward.Lint(text));
        Assert.Equal((code, line, column), (finding.Code, finding.Line, finding.Column));
    }

    [Theory]
    [InlineData("    weight: 10.5\n", "weight-out-of-range", 17, 13)]
    [InlineData("    weight: -1\n", "weight-out-of-range", 17, 13)]
    [InlineData("    weight: .nan\n", "weight-out-of-range", 17, 13)]
    [InlineData("    weight: \"2\"\n", "weight-out-of-range", 17, 13)]
    [InlineData("    weight: 0.3333\n", "weight-too-fine", 17, 13)]
    [InlineData("    gate: {cap: 1, scope: step}\n", "cap-out-of-range", 17, 17)]
    [InlineData("    gate: {cap: -0.1, scope: step}\n", "cap-out-of-range", 17, 17)]
    [InlineData("    gate: {cap: 0.4, scope: shift}\n", "wrong-value", 17, 29)]
    [InlineData("    gate: {cap: 0.4}\n", "missing-member", 17, 11)]
    [InlineData("    sources: [nice]\n", "unknown-source", 17, 15)]
    [InlineData("    verified: true\n", "verified-without-source", 11, 9)]
    [InlineData("    verified: yes\n", "wrong-value", 17, 15)]
    [InlineData("    wheight: 2\n", "unknown-member", 17, 5)]
    [InlineData("    met: level = 3\n", "duplicate-member", 17, 5)]
    [InlineData("    also: [CS11]\n", "wrong-value", 17, 12)]
    public void Lint_SaysWhereAndWhat_OfACriterion(string more, string code, int line, int column)
    {
        var finding = Assert.Single(Ward.Lint(Ward.Criterion("explained", more: more)));
        Assert.Equal((code, line, column), (finding.Code, finding.Line, finding.Column));
    }

    [Theory]
    [InlineData("severity: S2", "severity: S0\n    weight: 1", "weight-without-severity", 15, 13)]
    [InlineData("severity: S2", "severity: S9", "wrong-value", 14, 15)]
    [InlineData("category: CS01", "category: CS02", "category-empty", 11, 3)]
    [InlineData("\">=1.0.0 <2.0.0\"", "\">=1.0.0 <1.2.0\"", "version-not-covered", 5, 22)]
    [InlineData("\">=1.0.0 <2.0.0\"", "\"1.x\"", "wrong-value", 5, 22)]
    [InlineData("environment: ward", "environment: yard", "other-environment", 4, 14)]
    [InlineData("version: 1.0.0", "version: 1.0", "wrong-value", 2, 10)]
    [InlineData("id: ward-reward", "id: Ward Reward", "wrong-value", 1, 5)]
    [InlineData("notice: Draft.\n", "", "missing-member", 1, 1)]
    [InlineData("notice: Draft.", "notice:", "empty", 8, 8)]
    [InlineData("exploitCeiling: 0.4", "exploitCeiling: 1.4", "wrong-value", 9, 17)]
    [InlineData("exploitCeiling: 0.4", "exploitCeiling: 0.4\nstep: {neutral: none}", "wrong-value", 10, 17)]
    [InlineData("exploitCeiling: 0.4", "exploitCeiling: 0.4\nepisode: {aggregate: max}", "wrong-value", 10, 22)]
    [InlineData("exploitCeiling: 0.4", "exploitCeiling: 0.4\nsources: [{id: a, publisher: P, title: T, version: v, date: 2017-02-30, verified: true}]", "wrong-value", 10, 61)]
    [InlineData("role: software engineer}", "roll: software engineer}", "missing-member", 7, 9)]
    public void Lint_SaysWhereAndWhat_OfADocument(string before, string after, string code, int line, int column)
    {
        var text = Ward.Criterion("explained");
        Assert.Contains(before, text, StringComparison.Ordinal);
        var finding = Ward.Lint(text.Replace(before, after, StringComparison.Ordinal))[0];
        Assert.Equal((code, line, column), (finding.Code, finding.Line, finding.Column));
    }

    [Fact]
    public void Lint_FindsAnIdUsedTwice()
    {
        var finding = Assert.Single(Ward.Lint(Ward.Text(Ward.Prompt, Ward.Prompt.Replace("10 minutes", "20 minutes and explained", StringComparison.Ordinal))));
        Assert.Equal(("duplicate-id", 17), (finding.Code, finding.Line));
    }

    [Fact]
    public void Lint_CountsASecondaryCategory_AsCovering() =>
        Assert.Empty(Ward.Lint(Ward.Criterion("explained", more: "    also: [CS01]\n").Replace("category: CS01", "category: CS08", StringComparison.Ordinal)));

    [Fact]
    public void Lint_ReportsEverything_InDocumentOrder()
    {
        var text = Ward.Criterion("levl = 3 and outcome = garden", "minutes_overdue > 3");
        Assert.Equal(["missing-unit", "unknown-fact", "unknown-symbol"], Ward.Lint(text).Select(finding => finding.Code));
    }

    [Fact]
    public void Lint_Warns_WhenThereAreTooManyCasesToTry()
    {
        var wide = new EnvironmentSpecBuilder(16).Spec;
        var finding = Assert.Single(RewardLinter.Lint(System.Text.Encoding.UTF8.GetBytes(EnvironmentSpecBuilder.Document(16)), wide));
        Assert.Equal((FindingLevel.Warning, "not-analysed"), (finding.Level, finding.Code));
        Assert.Equal("wide", RewardFunction.Compile(RewardDocumentParser.Parse(System.Text.Encoding.UTF8.GetBytes(EnvironmentSpecBuilder.Document(16))), wide).Id);
    }

    [Fact]
    public void Compile_Refuses_WithAllFindings()
    {
        var document = RewardDocumentParser.Parse(System.Text.Encoding.UTF8.GetBytes(Ward.Criterion("levl = 3")));
        var refused = Assert.Throws<RewardDocumentInvalidException>(() => RewardFunction.Compile(document, Ward.Spec));
        Assert.Contains("16:10 error unknown-fact", refused.Message, StringComparison.Ordinal);
        Assert.Single(refused.Findings);
    }

    /// <summary>An event kind with so many numbers that their cases cannot all be tried.</summary>
    private sealed class EnvironmentSpecBuilder(int facts)
    {
        public EnvironmentSpec Spec { get; } = Ward.Spec with
        {
            Hazards = [],
            Facts = new Simulation.Facts.FactSchema(new Simulation.Facts.EventKind(
                "seen", "Seen.", [.. Enumerable.Range(0, facts).Select(i => Simulation.Facts.FactField.Integer($"n{i}", "A number.", 0, 100))])),
        };

        public static string Document(int facts) =>
            Ward.Criterion(string.Join(" and ", Enumerable.Range(0, facts).Select(i => $"n{i} > 5"))).Replace("id: ward-reward", "id: wide", StringComparison.Ordinal);
    }
}
