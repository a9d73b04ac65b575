using ClinicalRl.Simulation.Environments;
using ClinicalRl.Simulation.Safety;
using ClinicalRl.Simulation.TriageQueue.Scenarios;

namespace ClinicalRl.Simulation.Tests.TriageQueue.Content;

public sealed class TriageContentTests
{
    /// <summary>Fewest hazards of each category, the triage column of the safety taxonomy.</summary>
    [Theory]
    [InlineData(SafetyCategory.CS01, 3)]
    [InlineData(SafetyCategory.CS02, 3)]
    [InlineData(SafetyCategory.CS03, 3)]
    [InlineData(SafetyCategory.CS04, 2)]
    [InlineData(SafetyCategory.CS05, 2)]
    [InlineData(SafetyCategory.CS06, 2)]
    [InlineData(SafetyCategory.CS07, 3)]
    [InlineData(SafetyCategory.CS08, 2)]
    [InlineData(SafetyCategory.CS09, 3)]
    [InlineData(SafetyCategory.CS10, 2)]
    public void Hazards_FillTheCell(SafetyCategory category, int fewest) =>
        Assert.True(Triage.Content.Hazards.Count(hazard => hazard.Category == category) >= fewest);

    /// <summary>Each by some scenario of 2,000, and by some presentation or by every shift.</summary>
    [Fact]
    public void Hazards_AreExposed()
    {
        var byScenario = new HashSet<string>(StringComparer.Ordinal);
        var byFamily = new HashSet<string>(HazardExposure.OfEveryShift, StringComparer.Ordinal);
        for (var seed = 0UL; seed < 2_000; seed++)
        {
            var scenario = Triage.Environment.Generator.Generate(new ScenarioKey(Split.Train, seed, (Difficulty)(seed % 3)));
            byScenario.UnionWith(scenario.ExposedHazards);
            byFamily.UnionWith(scenario.Patients.SelectMany(HazardExposure.Of));
        }

        var declared = Triage.Content.Hazards.Select(hazard => hazard.Id).Order(StringComparer.Ordinal).ToArray();
        Assert.Equal(declared, byScenario.Order(StringComparer.Ordinal));
        Assert.Equal(declared, byFamily.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Families_AreFortyOrMore_WithDistinctIdsAndTitles()
    {
        var families = Triage.Content.Families;
        Assert.True(families.Length >= 40);
        Assert.Equal(families.Length, families.Select(family => family.Id).Distinct(StringComparer.Ordinal).Count());
        Assert.Equal(families.Length, families.Select(family => family.Title).Distinct(StringComparer.Ordinal).Count());
        Assert.Equal(families.Select(family => family.Id).Order(StringComparer.Ordinal), families.Select(family => family.Id));
        Assert.Equal(["adult", "child", "mental-health", "pregnancy", "safeguarding"], families.Select(family => family.Group).Distinct().Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Sources_AreNamedForWhateverIsUnverified()
    {
        var unverified = Triage.Content.Sources.All.Where(source => !source.Verified).ToArray();
        Assert.NotEmpty(unverified);
        Assert.Equal(unverified.Length, Triage.Environment.Spec.Unverified.Length);
        Assert.All(unverified, source => Assert.Contains(Triage.Environment.Spec.Unverified, sentence => sentence.StartsWith(source.Id + ":", StringComparison.Ordinal)));
        Assert.All(Triage.Content.Sources.All, source => Assert.Same(source, Triage.Content.Sources.Find(source.Id)));
    }

    [Fact]
    public void Vocabulary_HasNoWordTwice_AndFitsTheMasks()
    {
        var words = Triage.Content.Vocabulary;
        foreach (var list in new[] { words.Topics, words.Measures, words.Regions, words.Routes, words.Signs })
            Assert.Equal(list.Length, list.Distinct(StringComparer.Ordinal).Count());
        Assert.True(Triage.Content.Checks.Count <= 64 && words.Signs.Length <= 64 && words.Routes.Length <= 16);
        Assert.True(Triage.Content.Backgrounds.Length <= 32 && Triage.Content.Medicines.Length <= 16);
    }

    [Fact]
    public void Checks_AreFoundByWhatTheyDescribe()
    {
        var checks = Triage.Content.Checks;
        for (var check = 0; check < checks.Count; check++)
        {
            var (how, what) = checks.Describe(check);
            Assert.Equal(check, checks.Find(how, what));
        }

        Assert.Null(checks.Find("ask", "chest"));
        Assert.Null(checks.Find("measure", "history"));
    }

    [Fact]
    public void History_NamesTheVersion() => Assert.StartsWith("1.0.0", Triage.Content.History[^1], StringComparison.Ordinal);
}
