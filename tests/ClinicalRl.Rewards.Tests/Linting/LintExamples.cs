using ClinicalRl.Rewards.Tests.Wards;

namespace ClinicalRl.Rewards.Tests.Linting;

/// <summary>For one rule: a document that breaks it, where, and the nearest document that does not.</summary>
internal sealed record LintExample(string Rule, string Failing, int Line, int Column, string Passing);

/// <summary>An example of every rule that reading and linting a document can break.</summary>
internal static class LintExamples
{
    private const string Source = "sources:\n  - {id: guide, publisher: A college, title: A guide, version: \"2\", date: 2020-05, verified: true}\n";

    private const string Told = "  - id: told\n    statement: They are told.\n    category: CS01\n    severity: S2\n    judge: seen\n    met: explained";

    private const string Missed = "  - id: missed\n    statement: It is done.\n    category: CS01\n    severity: S2\n    judge: missed\n    met: occurrences = 0";

    private static readonly string Sound = Ward.Criterion("explained");

    private static readonly string Sourced = Sound.Replace("criteria:", Source + "criteria:", StringComparison.Ordinal) + "    sources: [guide]\n";

    private static readonly string Checked = Sourced + "    verified: true\n";

    public static IReadOnlyList<LintExample> All { get; } =
    [
        new("too-large", Sound.Replace("Ward reward", new string('x', 2_001), StringComparison.Ordinal), 3, 8, Sound.Replace("Ward reward", new string('x', 2_000), StringComparison.Ordinal)),
        new("unprintable", Sound.Replace("Ward reward", "Ward\u0007reward", StringComparison.Ordinal), 3, 12, Sound),
        new("byte-order-mark", "\uFEFF" + Sound, 1, 1, Sound),
        new("not-yaml", Sound.Replace("title: Ward reward", "title: \"Ward reward", StringComparison.Ordinal), 3, 8, Sound.Replace("title: Ward reward", "title: \"Ward reward\"", StringComparison.Ordinal)),
        new("empty-document", "# nothing\n", 2, 1, Sound),
        new("several-documents", Sound + "---\na: b\n", 17, 1, Sound + "# an end\n"),
        new("alias", Change("title: Ward reward", "title: &x Ward reward"), 3, 8, Sound),
        new("tag", Change("title: Ward reward", "title: !!str Ward reward"), 3, 8, Sound),
        new("too-deep", Change("title: Ward reward", "title: [[[[[[[[[a]]]]]]]]]"), 3, 16, Sound),
        new("not-a-name", Change("title: Ward reward", "[title]: Ward reward"), 3, 1, Sound),
        new("duplicate-member", Change("title: Ward reward", "title: Ward reward\ntitle: Ward"), 4, 1, Sound),
        new("wrong-shape", Change("title: Ward reward", "title: [Ward]"), 3, 8, Sound),
        new("missing-member", Change("notice: Draft.\n", ""), 1, 1, Sound),
        new("unknown-member", Sound + "    wheight: 2\n", 17, 5, Sound + "    weight: 2\n"),
        new("wrong-value", Change("version: 1.0.0", "version: 1.0"), 2, 10, Sound),
        new("empty", Change("notice: Draft.", "notice:"), 8, 8, Sound),
        new("repeated-item", Ward.Criterion("level in [1, 2, 1]"), 16, 26, Ward.Criterion("level in [1, 2]")),
        new("duplicate-id", Ward.Text(Ward.Prompt, Ward.Prompt), 17, 9, Ward.Text(Ward.Prompt)),
        new("other-environment", Change("environment: ward", "environment: yard"), 4, 14, Sound),
        new("version-not-covered", Change("<2.0.0", "<1.2.0"), 5, 22, Change("<2.0.0", "<1.2.1")),
        new("unknown-event", Ward.Criterion("explained", judge: "sen"), 15, 12, Sound),
        new("unknown-fact", Ward.Criterion("explaned"), 16, 10, Sound),
        new("unlike-facts", Ward.Criterion("level = 3", judge: "[seen, left]"), 16, 10, Ward.Criterion("explained", judge: "[seen, left]")),
        new("not-a-predicate", Ward.Criterion("explained and"), 16, 23, Ward.Criterion("explained and level = 3")),
        new("wrong-type", Ward.Criterion("level = high"), 16, 18, Ward.Criterion("level = 5")),
        new("missing-unit", Ward.Criterion("minutes_overdue > 10"), 16, 28, Ward.Criterion("minutes_overdue > 10 minutes")),
        new("wrong-unit", Ward.Criterion("minutes_overdue > 10 hours"), 16, 28, Ward.Criterion("minutes_overdue > 10 minutes")),
        new("unknown-symbol", Ward.Criterion("outcome = garden"), 16, 20, Ward.Criterion("outcome = ward")),
        new("constant", Ward.Criterion("level > 2 or level < 4"), 16, 10, Ward.Criterion("level > 2 or level < 2")),
        new("unreachable", Ward.Criterion("level > 3", "level = 3"), 17, 10, Ward.Criterion("level > 3", "level >= 3")),
        new("never-not-met", Ward.Criterion("level > 3", partly: "level <= 3"), 17, 13, Ward.Criterion("level > 3", partly: "level = 3")),
        new("gate-never-reached", Gated("level <= 3"), 18, 11, Gated("level = 3")),
        new("counted-twice", Ward.Text(Told, Told.Replace("told", "said", StringComparison.Ordinal).Replace("met: explained", "met: not (not explained)", StringComparison.Ordinal)), 17, 9,
            Ward.Text(Told, Told.Replace("told", "said", StringComparison.Ordinal).Replace("met: explained", "met: level > 2 or explained and level = 1", StringComparison.Ordinal))),
        new("counted-twice-in-part", Ward.Text(Told, Told.Replace("told", "said", StringComparison.Ordinal).Replace("met: explained", "applies: level > 2\n    met: explained", StringComparison.Ordinal)), 17, 9,
            Ward.Text(Told.Replace("met: explained", "applies: level <= 2\n    met: explained", StringComparison.Ordinal), Told.Replace("told", "said", StringComparison.Ordinal).Replace("met: explained", "applies: level > 2\n    met: explained", StringComparison.Ordinal))),
        new("weight-out-of-range", Sound + "    weight: 10.5\n", 17, 13, Sound + "    weight: 10\n"),
        new("weight-too-fine", Sound + "    weight: 0.3333\n", 17, 13, Sound + "    weight: 0.333\n"),
        new("weight-without-severity", Change("severity: S2", "severity: S0\n    weight: 1"), 15, 13, Change("severity: S2", "severity: S0\n    weight: 0")),
        new("weight-drowns-the-rest", Weighted(0.5, 10), 24, 13, Weighted(2, 10)),
        new("severity-without-category", Change("    category: CS01\n", ""), 13, 15, Sound),
        new("cap-out-of-range", Sound + "    gate: {cap: 1, scope: step}\n", 17, 17, Sound + "    gate: {cap: 0.99, scope: step}\n"),
        new("category-empty", Change("category: CS01", "category: CS02"), 11, 3, Change("category: CS01", "category: CS02\n    also: [CS01]")),
        new("must-do-without-deadline", Ward.Text(Missed.Replace("    met:", "    applies: at = end\n    met:", StringComparison.Ordinal)), 16, 14, Ward.Text(Missed)),
        new("must-do-not-judged", Ward.Text(Missed.Replace("    met:", "    applies: must_do = round\n    met:", StringComparison.Ordinal)), 11, 3, Ward.Text(Missed)),
        new("unknown-source", Sound + "    sources: [nice]\n", 17, 15, Sourced),
        new("verified-without-source", Sound + "    verified: true\n", 11, 9, Checked),
        new("verified-on-unverified-source", Checked.Replace("2020-05, verified: true", "2020-05, verified: false", StringComparison.Ordinal), 19, 15, Checked),
        new("unverified-source", Sourced.Replace("verified: true", "verified: false", StringComparison.Ordinal), 11, 10, Sourced),
        new("unused-source", Sourced.Replace("    sources: [guide]\n", "", StringComparison.Ordinal), 11, 10, Sourced),
    ];

    private static string Change(string before, string after)
    {
        Assert.Contains(before, Sound, StringComparison.Ordinal);
        return Sound.Replace(before, after, StringComparison.Ordinal);
    }

    private static string Gated(string partly) => Ward.Criterion("level > 3", partly: partly, more: "    gate: {cap: 0.4, scope: step}\n");

    private static string Weighted(double one, double other) => Ward.Text(
        FormattableString.Invariant($"{Told}\n    weight: {one}"),
        FormattableString.Invariant($"{Told.Replace("told", "level", StringComparison.Ordinal).Replace("met: explained", "met: level > 2", StringComparison.Ordinal)}\n    weight: {other}"));
}
