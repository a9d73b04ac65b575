using ClinicalRl.Simulation.Content;
using ClinicalRl.Simulation.EdHandover.Content;

namespace ClinicalRl.Simulation.Tests.EdHandover.Content;

/// <summary>Content that is not right is refused with file and line.</summary>
public sealed class StayFamilyReaderTests
{
    private const string Whole =
        """
        id: test
        title: Test
        ages: [20, 40]
        to: ward-doctor
        ward: test ward
        sources: [SIMULATION]
        twins:
          - {name: worse, dangerous: true}
          - {name: well}
        facts:
          - {item: HO03, is: pneumonia, only: worse}
        notes:
          - {in: social, by: bedside-nurse, says: "Lives alone."}
        """;

    [Fact]
    public void Read_Accepts_AWholeStay() => Assert.Equal("test", Read(Whole).Id);

    [Theory]
    [InlineData("is: pneumonia", "is: plague", "'plague' is not in concepts.yaml")]
    [InlineData("item: HO03", "item: HO99", "item 'HO99' is not in items.yaml")]
    [InlineData("only: worse", "only: best", "twin 'best' is not declared")]
    [InlineData("{name: well}", "{name: well, dangerous: true}", "a stay needs a dangerous and a benign twin")]
    [InlineData("[SIMULATION]", "[HEARSAY]", "source 'HEARSAY' is not in sources.yaml")]
    [InlineData("in: social", "in: cellar", "section 'cellar' is not in vocabulary.yaml")]
    [InlineData("ward: test ward", "ward: test ward\nbeds: 3", "unknown member 'beds'")]
    [InlineData("to: ward-doctor", "to: ward-cat", "'ward-cat' is not in concepts.yaml")]
    [InlineData("ages: [20, 40]", "ages: [40, 20]", "'ages' must be [low, high]")]
    [InlineData("only: worse}", "only: worse, unit: stone}", "unit 'stone' is not in vocabulary.yaml")]
    [InlineData("{name: well}", "{name: well, last: {mood: [1, 2]}}", "'mood' is no vital sign")]
    public void Read_Refuses_WhatIsNotRight(string part, string instead, string problem)
    {
        var exception = Assert.Throws<ContentInvalidException>(() => Read(Whole.Replace(part, instead, StringComparison.Ordinal)));
        Assert.Contains(problem, exception.Message, StringComparison.Ordinal);
        Assert.Matches("^test.yaml:[0-9]+: ", exception.Message);
    }

    [Theory]
    [InlineData("{is}[ given", "opens a bracket")]
    [InlineData("{isn't}", "names nothing a claim holds")]
    public void Template_Refuses_WhatIsNotRight(string text, string problem)
    {
        var exception = Assert.Throws<ContentInvalidException>(() => ClaimTemplate.Parse(text, YamlMap.Parse("test.yaml", "a: b")));
        Assert.Contains(problem, exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void EveryConceptOfAStay_HasWordsOfItsOwn_AndItsSourcesAreListed()
    {
        var content = Handovers.Content;
        Assert.True(content.Families.Length >= 25);
        Assert.All(content.Families, family => Assert.Contains("SIMULATION", family.Sources));
        Assert.Equal(content.Concepts.All.Length, content.Concepts.All.Select(concept => concept.Code).Distinct(StringComparer.Ordinal).Count());
        Assert.Empty(content.Concepts.All.SelectMany(concept => concept.Words).GroupBy(word => word, StringComparer.OrdinalIgnoreCase).Where(group => group.Count() > 1).Select(group => group.Key));
        Assert.Contains(Handovers.Environment.Spec.Unverified, line => line.StartsWith("HANDOVER-DRAFT", StringComparison.Ordinal));
    }

    private static StayFamily Read(string text)
    {
        var content = Handovers.Content;
        return new StayFamilyReader(YamlMap.Parse("test.yaml", text), content.Concepts, content.Vocabulary, content.Items, content.Sources).Read();
    }
}
