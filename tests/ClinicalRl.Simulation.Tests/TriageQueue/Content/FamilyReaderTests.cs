using ClinicalRl.Simulation.Content;
using ClinicalRl.Simulation.TriageQueue.Content;

namespace ClinicalRl.Simulation.Tests.TriageQueue.Content;

/// <summary>A presentation that is not right is refused with file, line and what is wrong; a right one is read as written.</summary>
public sealed class FamilyReaderTests
{
    private const string Right =
        """
        id: sore-elbow
        title: Sore elbow
        group: adult
        age_years: [20, 60]
        complaints: ["My elbow hurts {since}.", "It aches."]
        slots:
          since: [today, "{n} days"]
        findings:
          hot-joint: {examine: limb, present: "It is hot.", absent: "It is cool."}
          fever: {ask: fever, disclose: second, present: "Yes.", absent: "No."}
        rules:
          - {when: {all: [hot-joint, fever]}, disposition: D2, accept: [D1], category: 2, source: NHS-LADDER, rule: hot joint}
          - {otherwise: true, disposition: D6, category: 5, accept_category: [4], source: NHS-LADDER, rule: strain}
        teams:
          - {when: {all: [fever]}, team: adult_safeguarding, source: SAFEGUARDING-DRAFT, rule: made up}
        must_do:
          - {do: medicine aspirin 300, when: {all: [fever]}, source: NHS-LADDER, rule: made up}
          - {do: measure glucose, when: {all: [fever]}, source: NHS-LADDER, rule: made up}
        twins:
          bad:
            condition: Septic joint
            severity: S4
            findings: {hot-joint: 1000, fever: 990}
            at_least_one: [fever]
            vitals: {temperature: [38.1, 39.0]}
            course: {per_10_minutes: {temperature: 0.1}, harm_after_minutes: 120}
            background: {diabetes: 300}
            expect: D2
          mild:
            condition: Strain
            severity: S1
            findings: {}
            vitals: {}
            expect: D6
        safety_net: {signs: [fever-persists, swelling-worse], within_hours: 48, route: ["111", gp]}
        hazards: [over-triage-benign]
        """;

    [Fact]
    public void Read_ReadsARightFile()
    {
        var family = Read(Right);
        Assert.Equal(("sore-elbow", 240, 731, "any", false), (family.Id, family.LowestAgeMonths, family.HighestAgeMonths, family.Sex, family.Carer));
        Assert.Equal(["hot-joint", "fever"], family.Findings.Select(finding => finding.Code));
        Assert.Equal(Disclosure.Second, family.Findings[1].Disclosure);
        Assert.Equal((2, 0b110, 2, 0b100), (family.Rules[0].Placement.Disposition, family.Rules[0].Placement.Accepted, family.Rules[0].Placement.Category, family.Rules[0].Placement.AcceptedCategories));
        Assert.Equal(0b110000, family.Rules[1].Placement.AcceptedCategories);
        Assert.Equal(Team.AdultSafeguarding, family.Teams.Single().Team);
        Assert.Equal("aspirin", Triage.Content.Medicines[family.MustDos[0].Medicine].Id);
        Assert.Equal(("measure", "glucose"), Triage.Content.Checks.Describe(family.MustDos[1].Check));
        Assert.Equal((120, 0.1, 2U, 2, true), (family.Twins[0].HarmAfterMinutes, family.Twins[0].Drift[6], family.Twins[0].AtLeastOne, family.Twins[0].Expect, family.Twins[0].IsDangerous));
        Assert.False(family.Twins[1].IsDangerous);
        Assert.Equal(48, family.SafetyNet.WithinHours);
    }

    [Theory]
    [InlineData("id: sore-elbow", "ID: sore-elbow", 1, "'id' is missing")]
    [InlineData("group: adult", "group: adults", 1, "'group' must be one of adult, child")]
    [InlineData("group: adult", "group: adult\ncolour: red", 1, "unknown member 'colour'")]
    [InlineData("age_years: [20, 60]", "age_years: [60, 20]", 1, "'age_years' must be [low, high]")]
    [InlineData("age_years: [20, 60]", "age_years: 20", 1, "'age_years' must be a list")]
    [InlineData("age_years: [20, 60]", "age_years: [a, b]", 1, "'age_years' must be [low, high]")]
    [InlineData("{since}.", "{when}.", 1, "'{when}'")]
    [InlineData("complaints: [\"My elbow hurts {since}.\", \"It aches.\"]", "complaints: {a: b}", 1, "'complaints' must be a list of texts")]
    [InlineData("examine: limb", "examine: elbow", 9, "'elbow' cannot be used with examine")]
    [InlineData("ask: fever", "ask: heat", 10, "'heat' cannot be used with ask")]
    [InlineData("disclose: second", "disclose: never", 10, "'never' is no way to disclose")]
    [InlineData("{examine: limb,", "{examine: limb, disclose: alone,", 9, "only what is asked")]
    [InlineData("absent: \"It is cool.\"", "missing: x", 9, "'absent' is missing")]
    [InlineData("{all: [hot-joint, fever]}", "{all: [hot-joint, feverish]}", 12, "'feverish' is no finding")]
    [InlineData("disposition: D2", "disposition: D9", 12, "'D9' is no disposition")]
    [InlineData("disposition: D2", "disposition: DX", 12, "'DX' is no disposition")]
    [InlineData("accept: [D1]", "accept: [DX]", 12, "'DX' is no disposition")]
    [InlineData("category: 2,", "category: 6,", 12, "'category' is 1 to 5")]
    [InlineData("category: 2,", "category: two,", 12, "'category' must be a whole number")]
    [InlineData("accept_category: [4]", "accept_category: [6]", 13, "'accept_category'")]
    [InlineData("accept_category: [4]", "accept_category: [x]", 13, "'accept_category'")]
    [InlineData("source: NHS-LADDER, rule: hot joint", "source: MY-BOOK, rule: hot joint", 12, "source 'MY-BOOK' is not in sources.yaml")]
    [InlineData("source: NHS-LADDER, rule: strain", "source: NHS-LADDER", 13, "'rule' is missing")]
    [InlineData("{otherwise: true,", "{when: {all: [fever]},", 1, "the last rule must be 'otherwise: true'")]
    [InlineData("{otherwise: true,", "{otherwise: yes,", 13, "'otherwise' must be true or false")]
    [InlineData("team: adult_safeguarding", "team: police", 15, "'team' must be one of")]
    [InlineData("do: medicine aspirin 300", "do: medicine morphine", 17, "is nothing that can be done")]
    [InlineData("do: medicine aspirin 300", "do: medicine", 17, "is nothing that can be done")]
    [InlineData("do: measure glucose", "do: measure happiness", 18, "is nothing that can be done")]
    [InlineData("do: measure glucose", "do: measure", 18, "is nothing that can be done")]
    [InlineData("severity: S4", "severity: S6", 22, "'severity' must be one of S0")]
    [InlineData("severity: S4", "severity: S2", 1, "a dangerous (S3 or above) and a benign twin")]
    [InlineData("severity: S1", "severity: S3", 30, "says no harm_after_minutes")]
    [InlineData("hot-joint: 1000,", "hot-joint: 1001,", 24, "0 to 1000 per mille")]
    [InlineData("hot-joint: 1000,", "cold-joint: 1000,", 24, "unknown member 'cold-joint'")]
    [InlineData("at_least_one: [fever]", "at_least_one: [rash]", 22, "'rash' is no finding here")]
    [InlineData("temperature: [38.1, 39.0]", "temprature: [38.1, 39.0]", 26, "unknown member 'temprature'")]
    [InlineData("temperature: [38.1, 39.0]", "temperature: [39.0, 38.1]", 26, "'temperature' must be [low, high]")]
    [InlineData("temperature: [38.1, 39.0]", "temperature: [38.1, .inf]", 26, "'temperature' must be [low, high]")]
    [InlineData("{temperature: 0.1}", "{mood: 0.1}", 27, "unknown member 'mood'")]
    [InlineData("background: {diabetes: 300}", "background: {gout: 300}", 28, "unknown member 'gout'")]
    [InlineData("signs: [fever-persists,", "signs: [doom,", 36, "'doom' is not in the vocabulary")]
    [InlineData("route: [\"111\", gp]", "route: [vet]", 36, "'vet' is not in the vocabulary")]
    [InlineData("within_hours: 48", "within_hours: soon", 36, "'within_hours' must be a whole number")]
    [InlineData("id: sore-elbow", "id: sore-elbow\nid: again", 2, "")]
    [InlineData("id: sore-elbow", "id: [", 1, "")]
    [InlineData("id: sore-elbow", "id: {a: b}", 1, "'id' must be a text")]
    [InlineData("id: sore-elbow", "[a, b]: c\nid: sore-elbow", 1, "")]
    public void Read_NamesFileLineAndProblem(string from, string to, int line, string problem)
    {
        Assert.Contains(from, Right, StringComparison.Ordinal);
        var text = ReplaceFirst(Right, from, to);
        var message = Assert.Throws<ContentInvalidException>(() => Read(text)).Message;
        Assert.Matches(@"^sore-elbow\.yaml:\d+: ", message);
        Assert.Contains(problem, message, StringComparison.Ordinal);
        var named = int.Parse(message.Split(':')[1], System.Globalization.CultureInfo.InvariantCulture);
        Assert.True(Math.Abs(named - line) <= 2, $"line {named}, not near {line}: {message}");
    }

    [Theory]
    [InlineData("")]
    [InlineData("just words")]
    [InlineData("- a list")]
    [InlineData("a: *nowhere")]
    public void Read_Refuses_WhatIsNoMapping(string text) => Assert.Throws<ContentInvalidException>(() => Read(text));

    private static Family Read(string text)
    {
        var content = Triage.Content;
        var words = new TriageWords(content.Vocabulary, [.. content.Backgrounds.Select(background => background.Code)], [.. content.Medicines.Select(medicine => medicine.Id)]);
        return new FamilyReader(YamlMap.Parse("sore-elbow.yaml", text), content.Checks, words, content.Sources).Read();
    }

    private static string ReplaceFirst(string text, string from, string to)
    {
        var at = text.IndexOf(from, StringComparison.Ordinal);
        return text[..at] + to + text[(at + from.Length)..];
    }
}
