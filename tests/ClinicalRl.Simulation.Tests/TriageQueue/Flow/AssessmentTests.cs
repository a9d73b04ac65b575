using ClinicalRl.Simulation.TriageQueue.Content;
using ClinicalRl.Simulation.TriageQueue.Scenarios;

namespace ClinicalRl.Simulation.Tests.TriageQueue.Flow;

/// <summary>Findings show only to those who look, in the way the finding asks for.</summary>
public sealed class AssessmentTests
{
    [Fact]
    public void Question_IsNotUnderstood_WithoutAnInterpreter()
    {
        var shift = Triage.Begin(patient => patient.Language is not null && Asked(patient, Disclosure.Topic) is not null);
        var topic = TopicOf(shift.First, Disclosure.Topic);
        shift.Ask(topic, alone: true);
        Assert.False(shift.Data.GetProperty("result").GetProperty("understood").GetBoolean());
        Assert.Empty(shift.Found());
        Assert.Contains(shift.First.Language!, shift.Text, StringComparison.Ordinal);
        Assert.Null(shift.Last.InvalidAction);

        shift.Do("escalate", new { patient = "P1", to = "interpreter" });
        Assert.Equal((1.0, "interpreter"), (shift.Fact("escalated", "needed"), shift.Symbol("escalated", "target")));
        shift.Ask(topic, alone: true);
        Assert.True(shift.Data.GetProperty("result").GetProperty("understood").GetBoolean());
        Assert.NotEmpty(shift.Found());
    }

    [Fact]
    public void Interpreter_IsNotNeeded_WhenThePatientSpeaksEnglish()
    {
        var shift = Triage.Begin(patient => patient.Language is null).Do("escalate", new { patient = "P1", to = "interpreter" });
        Assert.Equal(0, shift.Fact("escalated", "needed"));
        Assert.Contains("speaks English", shift.Text, StringComparison.Ordinal);
    }

    [Fact]
    public void SecondDisclosure_ComesOnlyWhenAskedTwice()
    {
        var shift = Triage.Begin(patient => patient.Language is null && !patient.PartnerPresent && Asked(patient, Disclosure.Second) is not null);
        var finding = Asked(shift.First, Disclosure.Second)!;
        var topic = TopicOf(shift.First, Disclosure.Second);
        shift.Ask(topic);
        Assert.DoesNotContain(finding.Code, shift.Found().Keys);
        Assert.DoesNotContain(finding.Code, shift.Text, StringComparison.Ordinal);
        Assert.Contains("hesitates", shift.Text, StringComparison.Ordinal);
        shift.Ask(topic);
        Assert.Equal(Has(shift.First, finding), shift.Found()[finding.Code]);
        Assert.Empty(shift.Events("wasted"));
        shift.Ask(topic);
        Assert.Equal("repeated", shift.Symbol("wasted", "reason"));
    }

    [Fact]
    public void AloneDisclosure_ComesOnlyAlone_WhenSomebodyIsPresent()
    {
        var shift = Triage.Begin(patient => patient.Language is null && patient.PartnerPresent && Asked(patient, Disclosure.Alone) is not null);
        var finding = Asked(shift.First, Disclosure.Alone)!;
        var topic = TopicOf(shift.First, Disclosure.Alone);
        Assert.True(shift.Listed("P1").GetProperty("accompanied").GetBoolean());
        shift.Ask(topic, alone: false);
        Assert.DoesNotContain(finding.Code, shift.Found().Keys);
        Assert.Contains("glances at the person beside them", shift.Text, StringComparison.Ordinal);
        shift.Ask(topic, alone: true);
        Assert.Equal(Has(shift.First, finding), shift.Found()[finding.Code]);
    }

    [Fact]
    public void AloneDisclosure_ComesAtOnce_WhenNobodyIsPresent()
    {
        var shift = Triage.Begin(patient => patient.Language is null && !patient.PartnerPresent && Asked(patient, Disclosure.Alone) is not null);
        Assert.Contains(Asked(shift.First, Disclosure.Alone)!.Code, shift.Ask(TopicOf(shift.First, Disclosure.Alone)).Found().Keys);
    }

    [Fact]
    public void OpenDisclosure_ComesWithTheHistory()
    {
        var shift = Triage.Begin(patient => patient.Language is null && Asked(patient, Disclosure.Open) is not null).Ask("history");
        var told = shift.First.Family.Findings.Where(finding => finding.Disclosure == Disclosure.Open || finding.Check == Triage.Content.Checks.History);
        Assert.Equal(Codes(told), shift.Found().Keys.Order(StringComparer.Ordinal));
        Assert.Equal(Triage.Content.Parameters.AskHistoryMinutes, shift.Minute);
    }

    [Fact]
    public void AskingAboutHome_BeforeAPartner_IsRecorded()
    {
        static bool Accompanied(ScenarioPatient patient) => patient.Language is null && patient.PartnerPresent;
        var shift = Triage.Begin(Accompanied).Ask("home", alone: false).Ask("home", alone: false);
        Assert.Equal((2, 2.0), (shift.Events("asked_before_partner", "P1").Count(), shift.Fact("asked_before_partner", "occurrences")));
        Assert.Empty(Triage.Begin(Accompanied).Ask("home", alone: true).Events("asked_before_partner"));
    }

    [Fact]
    public void Examination_ShowsWhatTheRegionHolds_AndNothingElse()
    {
        var shift = Triage.Begin(patient => patient.Family.Findings.Any(IsExamined));
        var check = shift.First.Family.Findings.First(IsExamined).Check;
        shift.Do("examine", new { patient = "P1", region = Triage.Content.Checks.Describe(check).What });
        Assert.Equal(Codes(shift.First.Family.Findings.Where(finding => finding.Check == check)), shift.Found().Keys.Order(StringComparer.Ordinal));
        Assert.All(shift.Found(), found => Assert.Equal(Has(shift.First, shift.First.Family.Findings.Single(finding => finding.Code == found.Key)), found.Value));
    }

    [Fact]
    public void Backgrounds_AreToldByTopic()
    {
        var shift = Triage.Begin(patient => patient.Language is null && patient.Backgrounds != 0);
        var present = Triage.Content.Backgrounds.Where((_, i) => (shift.First.Backgrounds >> i & 1) != 0).ToArray();
        foreach (var topic in present.GroupBy(background => background.Check))
        {
            shift.Ask(Triage.Content.Checks.Describe(topic.Key).What, alone: true);
            Assert.All(topic, background => Assert.True(shift.Found()[background.Code]));
        }

        var none = Triage.Begin(patient => patient.Language is null && patient.Backgrounds == 0).Ask("allergies", alone: true);
        Assert.Contains("No allergies that I know of.", none.Text, StringComparison.Ordinal);
    }

    [Fact]
    public void Vitals_AreShownTogether_AndARepeatAtOnceIsWasted()
    {
        var shift = Triage.Begin(patient => !patient.Twin.IsDangerous).Do("measure", new { patient = "P1", what = "vitals" });
        Assert.Equal(
            ["consciousness", "diastolic", "pulse", "respiratory_rate", "spo2", "systolic", "temperature"],
            shift.Data.GetProperty("result").GetProperty("measurements").EnumerateObject().Select(measured => measured.Name).Order(StringComparer.Ordinal));
        Assert.Empty(shift.Events("wasted"));
        shift.Do("measure", new { patient = "P1", what = "vitals" });
        Assert.Equal("repeated", shift.Symbol("wasted", "reason"));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void PregnancyTest_TellsTheTruth(bool pregnant)
    {
        var shift = Triage.Begin(patient => patient.MayBePregnant && patient.Pregnant == pregnant).Do("measure", new { patient = "P1", what = "pregnancy_test" });
        Assert.Equal(pregnant, shift.Found()["pregnant"]);
    }

    [Theory]
    [InlineData("ask", "topic", "home")]
    [InlineData("examine", "region", "skin")]
    [InlineData("measure", "what", "spo2")]
    [InlineData("reassess", "", "")]
    [InlineData("advise", "", "")]
    [InlineData("dispose", "disposition", "D8")]
    [InlineData("assign_category", "category", "3")]
    [InlineData("escalate", "to", "interpreter")]
    public void Calls_AreRefused_ForSomebodyWhoHasNotCome(string tool, string name, string value)
    {
        var shift = Triage.Begin(_ => true);
        var last = $"P{shift.Scenario.Patients.Length}";
        var arguments = new Dictionary<string, object>(StringComparer.Ordinal) { ["patient"] = last };
        if (name.Length > 0)
            arguments[name] = value == "3" ? 3 : value;
        Assert.Equal($"There is no patient {last} here.", shift.Do(tool, arguments).Last.InvalidAction);
        Assert.Equal("invalid", shift.Symbol("wasted", "reason"));
        Assert.Equal(Triage.Content.Parameters.InvalidActionMinutes, shift.Minute);
    }

    private static bool IsExamined(Finding finding) => Triage.Content.Checks.Describe(finding.Check).Tool == "examine";

    private static IEnumerable<string> Codes(IEnumerable<Finding> findings) => findings.Select(finding => finding.Code).Order(StringComparer.Ordinal);

    private static Finding? Asked(ScenarioPatient patient, Disclosure disclosure) => patient.Family.Findings.FirstOrDefault(
        finding => finding.Disclosure == disclosure && finding.Check < Triage.Content.Checks.FirstRegion && finding.Check != Triage.Content.Checks.History);

    private static string TopicOf(ScenarioPatient patient, Disclosure disclosure) => Triage.Content.Checks.Describe(Asked(patient, disclosure)!.Check).What;

    private static bool Has(ScenarioPatient patient, Finding finding) => (patient.Findings >> patient.Family.Findings.IndexOf(finding) & 1) != 0;
}
