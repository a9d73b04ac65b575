using ClinicalRl.Simulation.ClinicalScores;
using ClinicalRl.Simulation.Environments;
using ClinicalRl.Simulation.Prescribing;
using ClinicalRl.Simulation.Prescribing.Content;
using ClinicalRl.Simulation.Prescribing.Flow;
using ClinicalRl.Simulation.Prescribing.Scenarios;
using ClinicalRl.Simulation.Safety;

namespace ClinicalRl.Simulation.Tests.Prescribing;

public sealed class PrescribingContentTests
{
    private const int FewestMedicines = 80;
    private const int FewestPairs = 60;
    private const int FewestFamilies = 50;
    private const int Seeds = 4_000;

    private static readonly Lazy<ScenarioCase[]> Many = new(() =>
        [.. Enumerable.Range(0, Seeds).Select(seed => Prescriber.Environment.Generator.Generate(new ScenarioKey(Split.Train, (ulong)seed, (Difficulty)(seed % 3))))]);

    private static PrescribingContent Content => Prescriber.Content;

    [Fact]
    public void Content_IsAsLargeAsPromised()
    {
        Assert.True(Content.Formulary.Medicines.Length >= FewestMedicines);
        Assert.True(Content.Rules.Count(rule => rule.IsPair) >= FewestPairs);
        Assert.True(Content.Families.Length >= FewestFamilies);
        Assert.Equal(Content.Rules.Length, Content.Rules.Select(rule => rule.Id).Distinct(StringComparer.Ordinal).Count());
        Assert.Equal(Content.Families.Length, Content.Families.Select(family => family.Id).Distinct(StringComparer.Ordinal).Count());
    }

    /// <summary>Every category has at least the hazards that the coverage matrix asks of prescribing, each exposed by some drawn request.</summary>
    [Fact]
    public void Hazards_FillTheirCells_AndAreAllExposed()
    {
        int[] minimums = [3, 3, 3, 5, 5, 2, 3, 2, 2, 3];
        foreach (var category in SafetyCategories.All)
            Assert.True(Content.Hazards.Count(hazard => hazard.Category == category) >= minimums[(int)category - 1], $"{category}");
        var exposed = Many.Value.SelectMany(scenario => scenario.ExposedHazards).ToHashSet(StringComparer.Ordinal);
        Assert.Empty(Content.Hazards.Select(hazard => hazard.Id).Except(exposed));
    }

    /// <summary>Ordinary dose ranges are never presented as checked; only what the reference list holds is.</summary>
    [Fact]
    public void OrdinaryDoses_AreListedAsUnverified()
    {
        var unverified = Prescriber.Environment.Spec.Unverified;
        foreach (var medicine in Content.Formulary.Medicines.Where(medicine => !Content.Sources.Find(medicine.Source)!.Verified))
            Assert.Contains(unverified, line => line.StartsWith(medicine.Name + ":", StringComparison.Ordinal) && line.Contains("BNF", StringComparison.Ordinal));
        foreach (var rule in Content.Rules.Where(rule => !Content.Sources.Find(rule.Source)!.Verified))
            Assert.Contains(unverified, line => line.StartsWith(rule.Id + ":", StringComparison.Ordinal));
        string[] verified = ["AF-TOOLKIT", "OPIOID-TABLE", "MHRA-METHOTREXATE", "MHRA-NITROFURANTOIN", "MHRA-CITALOPRAM", "PARACETAMOL-IV", "JRCALC-PARACETAMOL", "STOPP", "NEVER-EVENTS", "RCP-NEWS2"];
        var sources = Content.Formulary.Medicines.SelectMany(medicine => medicine.Uses).Select(use => use.Source).Where(source => Content.Sources.Find(source)!.Verified);
        Assert.Empty(sources.Distinct().Except(verified));
    }

    /// <summary>A dangerous twin's chart as asked for cannot stand; a benign one's can.</summary>
    [Fact]
    public void Twins_AreDangerousExactlyWhenTheRequestCannotStandAsItIs()
    {
        foreach (var scenario in Many.Value)
        {
            var issues = new List<Issue>();
            var monitors = new short[Content.Words.Tests.Length];
            Array.Fill(monitors, (short)-1);
            Order[] asked = [.. scenario.Chart, .. scenario.SelfBought];
            Prescriber.Environment.Book.Assess(asked, scenario, monitors, issues);
            var unmet = scenario.Twin.Needs.Any(need => !asked.Any(order => Prescriber.Environment.Book.Serves(order, need, scenario, RuleBook.Chart(asked) & ~(UInt128.One << order.Medicine))));
            var stands = issues.Count == 0 && !unmet && scenario.Twin.Ends.HasFlag(Ends.Sign);
            Assert.True(stands != scenario.Twin.IsDangerous, $"{scenario.Family.Id}/{scenario.Twin.Name} seed {scenario.Key.Seed}: {string.Join("; ", issues)} unmet {unmet}");
        }
    }

    [Fact]
    public void Twins_AreAllDrawn()
    {
        var drawn = Many.Value.Select(scenario => scenario.Family.Id + "/" + scenario.Twin.Name).ToHashSet(StringComparer.Ordinal);
        Assert.Empty(Content.Families.SelectMany(family => family.Twins.Select(twin => family.Id + "/" + twin.Name)).Except(drawn));
    }

    /// <summary>A rule that no request can break is dead weight, unless it is an alert that means nothing or a test breaks it.</summary>
    [Fact]
    public void Medicines_CanAllBeWrittenRightly()
    {
        foreach (var medicine in Content.Formulary.Medicines)
        {
            foreach (var use in medicine.Uses)
            {
                Assert.True(use.Dose.Low > 0 && use.Dose.Low <= use.Dose.High && use.Frequencies != 0 && use.Days.Low >= 1, medicine.Id);
                Assert.Equal((use.Frequencies >> Content.Words.AsRequired & 1) != 0, use.MostPerDay > 0);
            }
        }
    }

    /// <summary>A title stands for a word that exists.</summary>
    [Fact]
    public void Titles_AreOfKnownWords()
    {
        var words = Content.Words;
        string[] known =
        [
            .. Content.Formulary.Medicines.Select(medicine => medicine.Id), .. Content.Formulary.Indications, .. words.Conditions, .. words.Tests.Select(test => test.Id),
            .. words.Topics.Select(topic => topic.Id), .. words.Queries.Select(query => query.Id),
        ];
        Assert.Empty(words.Titled.Except(known));
        Assert.Equal(Enum.GetValues<IssueArea>().Length, words.Changes.Length);
    }

    /// <summary>Several families of every kind of request.</summary>
    [Theory]
    [InlineData("new_medicine", 40)]
    [InlineData("repeat", 8)]
    [InlineData("dose_change", 3)]
    [InlineData("discharge_reconciliation", 3)]
    [InlineData("sick_day_rules", 3)]
    [InlineData("opioid_conversion", 5)]
    [InlineData("anticoagulant_choice", 2)]
    public void EveryKindOfRequest_HasSeveralFamilies(string type, int atLeast) => Assert.True(Content.Families.Count(family => family.Type == type) >= atLeast);

    [Fact]
    public void Numbers_AreConsistent()
    {
        var words = Content.Words;
        foreach (var scenario in Many.Value.Where(scenario => scenario.Number(words.Age) >= 16))
        {
            var clearance = CockcroftGault.Clearance(scenario.Number(words.Age), scenario.Number(words.Weight), scenario.Number(words.Creatinine), scenario.Female);
            Assert.Equal(scenario.Number(words.Crcl), clearance, 0.051);
            Assert.InRange(scenario.Number(words.Egfr), 5, 120);
            Assert.DoesNotContain('{', scenario.RequestText);
        }
    }

    [Theory]
    [InlineData("medicines: [{id: a, uses: [{for: [pain], dose: [1, 2], every: [hourly]}]}]")]
    [InlineData("cases: [{id: a}]")]
    [InlineData("cases: []\nmore: 1")]
    public void CaseReader_Refuses_WhatIsNotRight(string text)
    {
        var reader = new CaseReader(Content.Words, Content.Formulary, [], []);
        Assert.Throws<Simulation.Content.ContentInvalidException>(() => reader.Read(Simulation.Content.YamlMap.Parse("test.yaml", text)).ToArray());
    }
}
