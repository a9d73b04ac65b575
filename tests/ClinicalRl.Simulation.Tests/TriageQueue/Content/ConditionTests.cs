using ClinicalRl.Simulation.ClinicalScores;
using ClinicalRl.Simulation.Content;
using ClinicalRl.Simulation.TriageQueue.Content;

namespace ClinicalRl.Simulation.Tests.TriageQueue.Content;

public sealed class ConditionTests
{
    private static readonly string[] Findings = ["a", "b", "c", "d"];

    private static readonly string[] Backgrounds = ["diabetes"];

    [Theory]
    [InlineData("{all: [a, b]}", "a b", "", Truth.True)]
    [InlineData("{all: [a, b]}", "a", "", Truth.Unknown)]
    [InlineData("{all: [a, b]}", "a", "b", Truth.False)]
    [InlineData("{any: [a, b]}", "b", "", Truth.True)]
    [InlineData("{any: [a, b]}", "", "a", Truth.Unknown)]
    [InlineData("{any: [a, b]}", "", "a b", Truth.False)]
    [InlineData("{none: [a, b]}", "", "a b", Truth.True)]
    [InlineData("{none: [a, b]}", "", "a", Truth.Unknown)]
    [InlineData("{none: [a, b]}", "a", "", Truth.False)]
    [InlineData("{all: [a], any: [b, c], none: [d]}", "a b", "d", Truth.True)]
    [InlineData("{all: [a], any: [b, c], none: [d]}", "a b", "", Truth.Unknown)]
    [InlineData("{all: [a], any: [b, c], none: [d]}", "a", "b c", Truth.False)]
    [InlineData("{all: [a], any: [b, c], none: [d]}", "a b d", "", Truth.False)]
    [InlineData("{all: [a], any: [b, c]}", "b", "", Truth.Unknown)]
    [InlineData("{all: [diabetes]}", "", "", Truth.Unknown)]
    public void Evaluate_IsThreeValued(string yaml, string present, string absent, object expected) =>
        Assert.Equal((Truth)expected, Read(yaml).Evaluate(new Known(present.Split(' '), absent.Split(' '))));

    [Theory]
    [InlineData("pulse > 130", 131, true)]
    [InlineData("pulse > 130", 130, false)]
    [InlineData("pulse >= 130", 130, true)]
    [InlineData("temperature < 35.5", 35.4, true)]
    [InlineData("temperature < 35.5", 35.5, false)]
    [InlineData("temperature <= 35.5", 35.5, true)]
    [InlineData("news2 >= 5", 5, true)]
    [InlineData("age_months < 3", 2, true)]
    [InlineData("age_years >= 16", 191, false)]
    [InlineData("age_years >= 16", 192, true)]
    [InlineData("age_years > 16", 203, false)]
    [InlineData("age_years > 16", 204, true)]
    [InlineData("age_years < 16", 191, true)]
    [InlineData("age_years < 16", 192, false)]
    [InlineData("age_years <= 16", 203, true)]
    [InlineData("age_years <= 16", 204, false)]
    public void Compare_KeepsToItsEdges(string entry, double value, bool holds) => Assert.Equal(holds, Condition.ReadTerm(entry, Findings, Backgrounds)!.Value.Compare(value));

    [Theory]
    [InlineData("")]
    [InlineData("e")]
    [InlineData("A")]
    [InlineData("pulse = 3")]
    [InlineData("pulse >130")]
    [InlineData("pulse > many")]
    [InlineData("mood > 3")]
    [InlineData("pulse > 130 > 4")]
    public void ReadTerm_ReadsNothingElse(string entry) => Assert.Null(Condition.ReadTerm(entry, Findings, Backgrounds));

    [Theory]
    [InlineData("{}", "at least one entry")]
    [InlineData("{all: []}", "at least one entry")]
    [InlineData("{all: [e]}", "'e' is no finding")]
    [InlineData("{some: [a]}", "unknown member 'some'")]
    [InlineData("{all: a}", "must be a list")]
    [InlineData("[a]", "expected a mapping")]
    public void Read_Refuses_WhatIsNoCondition(string yaml, string problem) =>
        Assert.Contains(problem, Assert.Throws<ContentInvalidException>(() => Read(yaml)).Message, StringComparison.Ordinal);

    [Fact]
    public void Terms_NameTheirKinds()
    {
        Assert.Equal(TermKind.Pregnant, Condition.ReadTerm("pregnant", Findings, Backgrounds)!.Value.Kind);
        Assert.Equal(TermKind.Female, Condition.ReadTerm("female", Findings, Backgrounds)!.Value.Kind);
        Assert.Equal(TermKind.Male, Condition.ReadTerm("male", Findings, Backgrounds)!.Value.Kind);
        Assert.Equal((TermKind.Background, 0), (Condition.ReadTerm("diabetes", Findings, Backgrounds)!.Value.Kind, Condition.ReadTerm("diabetes", Findings, Backgrounds)!.Value.Index));
        Assert.Equal((TermKind.Vital, (int)Vital.Spo2), (Condition.ReadTerm("spo2 < 92", Findings, Backgrounds)!.Value.Kind, Condition.ReadTerm("spo2 < 92", Findings, Backgrounds)!.Value.Index));
    }

    private static Condition Read(string yaml) => Condition.Read(YamlMap.Parse("test.yaml", yaml), Findings, Backgrounds);

    private readonly struct Known(string[] present, string[] absent) : IKnowledge
    {
        public Truth Of(in Term term)
        {
            if (term.Kind != TermKind.Finding)
                return Truth.Unknown;
            return present.Contains(Findings[term.Index]) ? Truth.True : absent.Contains(Findings[term.Index]) ? Truth.False : Truth.Unknown;
        }
    }
}
