using System.Text;
using ClinicalRl.Rewards.Tests.Wards;
using CsCheck;

namespace ClinicalRl.Rewards.Tests.Yaml;

/// <summary>Whatever the bytes, the answer is a finding with a place and a sentence, never an exception.</summary>
public sealed class HostileDocumentTests
{
    public static TheoryData<string, string, string> Documents => new()
    {
        { "empty", "", "empty-document" },
        { "only a comment", "# nothing\n", "empty-document" },
        { "only a word", "hello", "wrong-shape" },
        { "only a list", "- a\n- b\n", "wrong-shape" },
        { "null", "~", "wrong-shape" },
        { "JSON of another kind", "{\"a\": [1, 2, {\"b\": null}]}", "missing-member" },
        { "two documents", Ward.Text(Ward.Prompt) + "---\na: b\n", "several-documents" },
        { "an anchor", Ward.Text(Ward.Prompt).Replace("title: Ward", "title: &x Ward", StringComparison.Ordinal), "alias" },
        { "an alias", "a: &x 1\nb: *x\n", "alias" },
        { "an unknown alias", "a: *nowhere\n", "alias" },
        { "billion laughs", "a: &a [lol,lol]\nb: &b [*a,*a,*a,*a]\nc: &c [*b,*b,*b,*b]\n", "alias" },
        { "a merge key", Ward.Text(Ward.Prompt) + "<<: {a: b}\n", "unknown-member" },
        { "a tag", "id: !!python/object/apply:os.system [ls]\n", "tag" },
        { "a local tag", "id: !x y\n", "tag" },
        { "a directive", "%YAML 9.9\n---\na: b\n", "not-yaml" },
        { "a tab for indentation", "id: a\nauthor:\n\tname: b\n", "not-yaml" },
        { "an open quote", "id: \"never closed\n", "not-yaml" },
        { "an open bracket", "id: [a, b\n", "not-yaml" },
        { "a bad escape", "id: \"\\q\"\n", "not-yaml" },
        { "a mapping as a name", "{a: b}: c\n", "not-a-name" },
        { "a list as a name", "? [a]\n: b\n", "not-a-name" },
        { "deep lists", new string('[', 50_000), "too-deep" },
        { "deep mappings", string.Concat(Enumerable.Repeat("{a: ", 5_000)), "too-deep" },
        { "deep block lists", string.Concat(Enumerable.Repeat("- ", 5_000)) + "a", "too-deep" },
        { "many values", "a: [" + string.Join(",", Enumerable.Repeat("1", 30_000)) + "]", "too-large" },
        { "many bytes", "a: " + new string('x', RewardDocumentParser.MaxBytes), "too-large" },
        { "many criteria", Ward.Text([.. Enumerable.Range(0, 300).Select(i => Ward.Prompt.Replace("id: prompt", $"id: p{i}", StringComparison.Ordinal))]), "too-large" },
        { "a member given twice", "id: a\nid: b\n", "duplicate-member" },
        { "a lone surrogate", Ward.Text(Ward.Prompt).Replace("title: Ward reward", "title: \"\\ud800\"", StringComparison.Ordinal), "not-yaml" },
        { "a null character", Ward.Text(Ward.Prompt).Replace("title: Ward reward", "title: \"a\\0b\"", StringComparison.Ordinal), "unprintable" },
        { "an escape character", Ward.Text(Ward.Prompt).Replace("title: Ward reward", "title: \"\\e[31m\"", StringComparison.Ordinal), "unprintable" },
        { "a long title", Ward.Text(Ward.Prompt).Replace("title: Ward reward", "title: " + new string('x', 5_000), StringComparison.Ordinal), "too-large" },
        { "a long predicate", Ward.Criterion(string.Join(" or ", Enumerable.Repeat("explained", 500))), "too-large" },
        { "a predicate of many words", Ward.Criterion(string.Join(' ', Enumerable.Repeat("a", 900))), "not-a-predicate" },
        { "a deep predicate", Ward.Criterion(new string('(', 400) + "explained" + new string(')', 400)), "not-a-predicate" },
        { "a predicate of many nots", Ward.Criterion(string.Concat(Enumerable.Repeat("not ", 100)) + "explained"), "not-a-predicate" },
        { "an infinite number", Ward.Criterion("minutes_overdue < " + new string('9', 400) + " minutes"), "not-a-predicate" },
        { "a number with an exponent", Ward.Criterion("minutes_overdue < 1e3 minutes"), "not-a-predicate" },
        { "a predicate that is a list", Ward.Criterion("[explained]"), "wrong-shape" },
        { "criteria that are a mapping", Ward.Head + "criteria: {a: b}\n", "wrong-shape" },
        { "criteria that are words", Ward.Head + "criteria: [a, b]\n", "wrong-shape" },
        { "no criteria", Ward.Head + "criteria: []\n", "wrong-shape" },
        { "a NaN ceiling", Ward.Text(Ward.Prompt).Replace("exploitCeiling: 0.4", "exploitCeiling: NaN", StringComparison.Ordinal), "wrong-value" },
        { "an infinite weight", Ward.Criterion("explained", more: "    weight: .inf\n"), "weight-out-of-range" },
        { "a hexadecimal weight", Ward.Criterion("explained", more: "    weight: 0x2\n"), "weight-out-of-range" },
        { "a weight with an exponent", Ward.Criterion("explained", more: "    weight: 1e0\n"), "weight-out-of-range" },
    };

    [Theory]
    [MemberData(nameof(Documents))]
    public void Lint_Answers_WhateverTheText(string name, string text, string code)
    {
        var findings = Ward.Lint(text);
        Assert.True(findings.Any(finding => finding.Code == code), $"{name}: {string.Join("; ", findings)}");
        Assert.All(findings, finding => Assert.True(finding.Line >= 1 && finding.Column >= 1 && finding.Message.Length is > 0 and < 2_000, finding.ToString()));
        Assert.Contains(findings, finding => finding.Level == FindingLevel.Error);
        Assert.Throws<RewardDocumentInvalidException>(() => RewardFunction.Compile(RewardDocumentParser.Parse(Encoding.UTF8.GetBytes(text)), Ward.Spec));
    }

    [Theory]
    [InlineData(new byte[] { 0x69, 0x64, 0x3A, 0x20, 0xFF }, "not-utf8", 1, 5)]
    [InlineData(new byte[] { 0x61, 0x0A, 0x62, 0xC3, 0x28 }, "not-utf8", 2, 2)]
    [InlineData(new byte[] { 0xED, 0xA0, 0x80 }, "not-utf8", 1, 1)]
    [InlineData(new byte[] { 0xEF, 0xBB, 0xBF, 0x61 }, "byte-order-mark", 1, 1)]
    [InlineData(new byte[] { 0x61, 0x0A, 0x62, 0x00, 0x63 }, "unprintable", 2, 2)]
    public void Lint_Answers_WhateverTheBytes(byte[] bytes, string code, int line, int column)
    {
        var finding = Assert.Single(RewardLinter.Lint(bytes, Ward.Spec));
        Assert.Equal((code, line, column), (finding.Code, finding.Line, finding.Column));
    }

    [Fact]
    public void Lint_StopsCounting_AtTheLimit()
    {
        var findings = Ward.Lint(string.Concat(Enumerable.Range(0, 500).Select(i => $"unknown{i}: 1\n")));
        Assert.InRange(findings.Count, 100, 101);
        Assert.Equal("too-many-findings", findings[^1].Code);
    }

    [Fact]
    public void Lint_NeverThrows_WhenBytesAreChanged()
    {
        var bytes = Encoding.UTF8.GetBytes(Ward.Text(Ward.Prompt));
        Gen.Select(Gen.Int[0, bytes.Length - 1], Gen.Byte, Gen.Int[0, 3]).Array[1, 4].Sample(changes =>
        {
            var changed = bytes.ToList();
            foreach (var (at, value, how) in changes)
            {
                if (how == 0)
                    changed.Insert(at, value);
                else if (how == 1 && changed.Count > at)
                    changed.RemoveAt(at);
                else if (changed.Count > at)
                    changed[at] = value;
            }

            Assert.All(RewardLinter.Lint(changed.ToArray(), Ward.Spec), finding => Assert.NotEmpty(finding.Message));
        });
    }

    [Fact]
    public void Lint_NeverThrows_ForAnyText() =>
        Gen.String["abid:[]{}-?!&*#|>'\"%@`, \n\t\\0.9"].Array[0, 40].Sample(parts => Assert.All(Ward.Lint(string.Concat(parts)), finding => Assert.NotEmpty(finding.Message)));
}
