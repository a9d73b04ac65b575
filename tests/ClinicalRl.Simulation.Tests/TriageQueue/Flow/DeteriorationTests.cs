using ClinicalRl.Simulation.ClinicalScores;
using ClinicalRl.Simulation.TriageQueue.Scenarios;

namespace ClinicalRl.Simulation.Tests.TriageQueue.Flow;

public sealed class DeteriorationTests
{
    [Fact]
    public void Waiting_MakesADangerousPatientWorse_AndFinallyCollapse()
    {
        var shift = Triage.Begin(GetsWorse).Do("measure", new { patient = "P1", what = "pulse" });
        var early = shift.Measured("pulse");
        shift.WaitUntil(_ => false, most: 28).Do("measure", new { patient = "P1", what = "pulse" });
        Assert.True(shift.Measured("pulse") >= early + 5);
        Assert.Empty(shift.Events("harmed", "P1"));

        shift.WaitUntil(so => so.StatusOf("P1") == "transferred");
        Assert.Equal(shift.First.HarmMinute, shift.Minute);
        Assert.Contains("P1 has collapsed", shift.Text, StringComparison.Ordinal);
        Assert.Equal("undecided", shift.Symbol("harmed", "cause"));
        Assert.Equal((int)shift.First.Twin.Severity, shift.Fact("harmed", "harm_class"));
    }

    [Fact]
    public void Collapse_IsOfTheUnseen_WhenNobodyLooked()
    {
        var shift = Triage.Begin(GetsWorse).WaitUntil(so => so.Events("harmed", "P1").Any());
        Assert.Equal("unseen", shift.Symbol("harmed", "cause"));
        Assert.Contains(shift.Events("must_do_missed", "P1"), missed => Shift.Value(missed, "must_do") == 0);
    }

    [Fact]
    public void Collapse_NeverComes_WhenRightlyPlacedInABay()
    {
        var shift = Triage.Begin(GetsWorse).Dispose(1);
        Assert.Equal("in_bay", shift.StatusOf("P1"));
        shift.WaitUntil(_ => false);
        Assert.Equal("transferred", shift.StatusOf("P1"));
        Assert.Empty(shift.Events("harmed", "P1"));
    }

    private static bool Alarms(ScenarioPatient patient) =>
        Triage.Environment.Judgement.UsesNews2(patient) && Triage.Environment.Judgement.Truth(patient, -1, 0).News2Score().Total >= 7;

    [Fact]
    public void Treatment_Mends()
    {
        var shift = Triage.Begin(patient => GetsWorse(patient) && Alarms(patient)).Do("measure", new { patient = "P1", what = "vitals" }).Do("escalate", new { patient = "P1", to = "senior_clinician" });
        Assert.Contains("starts treatment", shift.Text, StringComparison.Ordinal);
        Assert.Equal(1, shift.Fact("escalated", "needed"));
        shift.Do("measure", new { patient = "P1", what = "pulse" });
        var treated = shift.Measured("pulse");
        shift.WaitUntil(_ => false, most: 15).Do("measure", new { patient = "P1", what = "pulse" });
        Assert.True(shift.Measured("pulse") < treated);
        shift.WaitUntil(_ => false);
        Assert.Empty(shift.Events("harmed", "P1"));
    }

    [Fact]
    public void SentHome_ComesToHarm_WhenThatWasUnsafe()
    {
        var shift = Triage.Begin(GetsWorse).Dispose(8);
        Assert.Equal("sent_home", shift.StatusOf("P1"));
        Assert.True(shift.Fact("disposed", "steps_under") >= 6);
        shift.WaitUntil(so => so.Events("harmed", "P1").Any());
        Assert.Equal("sent_home", shift.Symbol("harmed", "cause"));
    }

    [Fact]
    public void Harm_ComesAtTheEnd_WhenTheShiftIsClosedOverADangerousPatient()
    {
        var shift = Triage.Begin(GetsWorse).Do("close_queue");
        Assert.True(shift.Last.State.Terminated);
        Assert.Single(shift.Events("harmed", "P1"));
        Assert.Equal(1, shift.Fact("episode_ended", "abandoned"));
        Assert.Equal(shift.Scenario.Patients.Length, shift.Fact("episode_ended", "undecided"));
        Assert.Equal(shift.Scenario.Patients.Count(patient => patient.HarmMinute < int.MaxValue), shift.Fact("episode_ended", "harmed"));
    }

    [Fact]
    public void Truth_MendsAsFastAsItWorsened_AndNoFurther()
    {
        var patient = Triage.Find(scenario => GetsWorse(scenario.Patients[0])).Patients[0];
        var judgement = Triage.Environment.Judgement;
        Assert.Equal(judgement.Truth(patient, -1, 10).Value(Vital.Pulse), judgement.Truth(patient, 20, 30).Value(Vital.Pulse));
        Assert.Equal(judgement.Truth(patient, -1, 0).Value(Vital.Pulse), judgement.Truth(patient, 20, 200).Value(Vital.Pulse));
    }

    [Fact]
    public void FirstAssessment_IsMissed_OnceAfterFifteenMinutes()
    {
        var shift = Triage.Begin(patient => !patient.Twin.IsDangerous && patient.PatienceMinute > 100);
        shift.WaitUntil(_ => false, most: Triage.Content.Parameters.InitialAssessmentMinutes);
        Assert.Empty(shift.Events("must_do_missed", "P1"));
        shift.Do("wait", new { minutes = 1 });
        Assert.Equal(("initial_assessment", "deadline"), (shift.Symbol("must_do_missed", "must_do"), shift.Symbol("must_do_missed", "at")));
        shift.WaitUntil(_ => false, most: 40);
        Assert.Single(shift.Events("must_do_missed", "P1"), missed => Shift.Value(missed, "must_do") == 0);
    }

    [Fact]
    public void Decision_IsMissed_WhenAnUrgentCategorysTimeIsUp()
    {
        var shift = Triage.Begin(patient => patient.HarmMinute > 60 && Triage.Environment.Judgement.Required(patient, -1, 0).Category == 2).Ask("history");
        shift.WaitUntil(so => so.Minute >= 25);
        Assert.Empty(shift.Events("must_do_missed", "P1"));
        shift.Do("wait", new { minutes = 1 });
        var missed = Assert.Single(shift.Events("must_do_missed", "P1"));
        Assert.Equal((1.0, 2.0), (Shift.Value(missed, "must_do"), Shift.Value(missed, "required_category")));
    }

    private static bool GetsWorse(ScenarioPatient patient) =>
        patient.Twin.Expect <= 1 && patient.HarmMinute is > 35 and < 65 && patient.Twin.Drift[(int)Vital.Pulse] >= 3 && patient.VitalsAtArrival[(int)Vital.Pulse] < 140
        && patient.Pressure is null;
}
