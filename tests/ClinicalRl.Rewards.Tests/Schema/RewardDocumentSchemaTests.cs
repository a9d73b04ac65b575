using System.Text;
using System.Text.Json;
using ClinicalRl.Rewards.Schema;
using ClinicalRl.Rewards.Tests.Wards;

namespace ClinicalRl.Rewards.Tests.Schema;

/// <summary>Reference, schema and reader speak of the same keys.</summary>
public sealed class RewardDocumentSchemaTests
{
    private const string Full = """
        id: ward-reward
        version: 1.0.0
        title: Ward reward
        environment: ward
        environmentVersions: ">=1.0.0 <2.0.0"
        intendedUse: Tests only.
        author: {name: A team, role: physician, register: GMC, number: "1234567", zzz: 1}
        notice: Draft.
        exploitCeiling: 0.4
        step: {neutral: zero, zzz: 1}
        episode: {aggregate: mean, zzz: 1}
        sources: [{id: guide, publisher: A college, title: A guide, version: "2", date: 2020-05, verified: true, zzz: 1}]
        zzz: 1
        criteria:
          - {id: prompt, statement: In time., category: CS01, severity: S4, judge: seen, met: explained, gate: {cap: 0.4, scope: step, zzz: 1}, sources: [guide], zzz: 1}
        """;

    [Fact]
    public void Keys_AreThoseTheReaderKnows()
    {
        var known = Ward.Lint(Full).Where(finding => finding.Code == "unknown-member")
            .Select(finding => finding.Message[(finding.Message.LastIndexOf("it has ", StringComparison.Ordinal) + 7)..])
            .Select(keys => string.Join(", ", keys.Split(", ").Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)));
        Assert.Equal(Lists(DocumentKeys.All).Order(StringComparer.Ordinal).ToList(), known.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Schema_HasEveryKey_WithItsMeaning()
    {
        var schema = JsonElement.Parse(RewardDocumentSchema.Json.Span);
        Assert.Equal("https://json-schema.org/draft/2020-12/schema", schema.GetProperty("$schema").GetString());
        Check(schema, DocumentKeys.All);
    }

    [Fact]
    public void ReferencePage_HoldsEveryKeyAndRule_AndNeedsNothingElse()
    {
        foreach (var name in Names(DocumentKeys.All))
            Assert.Contains($"<code>{name}</code>", ReferencePage.Html, StringComparison.Ordinal);
        foreach (var rule in Rewards.Linting.LintRules.All)
            Assert.Contains($"id=\"rule-{rule.Id}\"", ReferencePage.Html, StringComparison.Ordinal);
        Assert.DoesNotContain("<script", ReferencePage.Html, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("http:", ReferencePage.Html, StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public void Examples_AreAccepted_WhereTheyAreTheValueOfTheirKey()
    {
        var text = new StringBuilder();
        foreach (var key in DocumentKeys.All.Where(key => key.Example.Length > 0))
            text.Append(key.Name).Append(": ").Append(key.Example).Append('\n');
        text.Append("criteria:\n  -");
        foreach (var key in DocumentKeys.All.Single(key => key.Name == "criteria").Keys.Where(key => key.Name != "sources"))
            text.Append("    ").Append(key.Name).Append(": ").Append(key.Example).Append('\n');
        var reading = RewardDocumentParser.Read(Encoding.UTF8.GetBytes(text.ToString().Replace("-    id", "- id", StringComparison.Ordinal)));
        Assert.Empty(reading.Findings);
    }

    private static void Check(JsonElement schema, IReadOnlyList<DocumentKey> keys)
    {
        Assert.False(schema.GetProperty("additionalProperties").GetBoolean());
        Assert.Equal(keys.Where(key => key.Required).Select(key => key.Name), schema.GetProperty("required").EnumerateArray().Select(name => name.GetString()!));
        foreach (var key in keys)
        {
            var property = schema.GetProperty("properties").GetProperty(key.Name);
            Assert.StartsWith(key.Meaning, property.GetProperty("description").GetString(), StringComparison.Ordinal);
            if (key.Keys.Count > 0)
                Check(key.Shape == KeyShape.Mappings ? property.GetProperty("items") : property, key.Keys);
        }
    }

    private static IEnumerable<string> Lists(IReadOnlyList<DocumentKey> keys) =>
        [string.Join(", ", keys.Select(key => key.Name).Order(StringComparer.Ordinal)), .. keys.Where(key => key.Keys.Count > 0).SelectMany(key => Lists(key.Keys))];

    private static IEnumerable<string> Names(IReadOnlyList<DocumentKey> keys) => keys.SelectMany(key => Names(key.Keys).Append(key.Name));
}
