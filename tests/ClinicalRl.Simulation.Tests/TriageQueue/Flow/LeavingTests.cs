using ClinicalRl.Simulation.ClinicalScores;
using ClinicalRl.Simulation.TriageQueue.Scenarios;

namespace ClinicalRl.Simulation.Tests.TriageQueue.Flow;

/// <summary>People give up waiting, can be called back, and must not be forgotten.</summary>
public sealed class LeavingTests
{
    private const int CallBackDue = 3;

    [Fact]
    public void Patient_Leaves_WhenPatienceRunsOut()
    {
        var shift = Left();
        Assert.Equal(shift.First.PatienceMinute, shift.Minute);
        Assert.Contains("P1 has left without a decision.", shift.Text, StringComparison.Ordinal);
        Assert.Equal("P1 is gone.", shift.Ask("history").Last.InvalidAction);
    }

    [Fact]
    public void CalledBack_Returns_AndStays()
    {
        var shift = CalledBack(returns: true);
        var called = shift.Minute;
        shift.WaitUntil(so => so.StatusOf("P1") == "waiting");
        Assert.Equal(called + Triage.Content.Parameters.CallBackMinutes, shift.Minute);
        Assert.Contains("P1 has come back", shift.Text, StringComparison.Ordinal);
        shift.WaitUntil(_ => false, most: 60);
        Assert.Equal("waiting", shift.StatusOf("P1"));
    }

    [Fact]
    public void CalledBack_IsDueAgain_OnlyAfterComingBack()
    {
        const int LookAgain = 2;
        var shift = CalledBack(returns: true, category: 3);
        var missed = shift.Events("must_do_missed", "P1").Count(happened => Shift.Value(happened, "must_do") == LookAgain);
        shift.WaitUntil(so => so.StatusOf("P1") == "waiting");
        Assert.Equal(60, shift.Listed("P1").GetProperty("look_again_in_minutes").GetInt32());
        Assert.Equal(missed, shift.Events("must_do_missed", "P1").Count(happened => Shift.Value(happened, "must_do") == LookAgain));
    }

    [Fact]
    public void CalledBack_MayNotAnswer_AndThenWasNotForgotten()
    {
        var shift = CalledBack(returns: false).WaitUntil(_ => false);
        Assert.Equal("left", shift.StatusOf("P1"));
        Assert.DoesNotContain(shift.Events("must_do_missed", "P1"), missed => Shift.Value(missed, "must_do") == CallBackDue);
    }

    [Fact]
    public void CallBack_IsMissedAtTheEnd_WhenNotDone()
    {
        var shift = Left().Do("close_queue");
        Assert.Contains(shift.Events("must_do_missed", "P1"), missed => Shift.Value(missed, "must_do") == CallBackDue && Shift.Value(missed, "at") == 1);
        Assert.True(shift.Fact("episode_ended", "left") >= 1);
    }

    [Fact]
    public void CallBack_IsRefused_TwiceOrForSomebodyHere()
    {
        var shift = CalledBack(returns: false).Do("escalate", new { patient = "P1", to = "call_back" });
        Assert.Equal("P1 has not left, or has been called back.", shift.Last.InvalidAction);
        Assert.NotNull(Triage.Begin(LeavesEarly).Do("escalate", new { patient = "P1", to = "call_back" }).Last.InvalidAction);
    }

    [Fact]
    public void Confused_DoNotGetUpAndGo()
    {
        var shift = Triage.Begin(patient => patient.VitalsAtArrival[(int)Vital.Consciousness] >= 1 && patient.Twin.Expect <= 2 && patient.HarmMinute > 10 && patient.PatienceMinute < 200 && Triage.Environment.Judgement.UsesNews2(patient));
        shift.Do("measure", new { patient = "P1", what = "vitals" }).Do("escalate", new { patient = "P1", to = "senior_clinician" });   // treated, and still without a decision
        shift.WaitUntil(so => so.Minute > so.First.PatienceMinute + 1);
        Assert.Equal("waiting", shift.StatusOf("P1"));
    }

    private static bool LeavesEarly(ScenarioPatient patient) => !patient.Twin.IsDangerous && patient.PatienceMinute < 90;

    private static Shift Left() => Triage.Begin(LeavesEarly).WaitUntil(so => so.StatusOf("P1") == "left");

    private static Shift CalledBack(bool returns, int? category = null)
    {
        for (var minute = 70; minute < 90; minute++)
        {
            var shift = Triage.Begin(patient => LeavesEarly(patient) && patient.PatienceMinute == minute);
            if (category is not null)
                shift.WaitUntil(_ => false, most: 20).Do("assign_category", new { patient = "P1", category });   // due while away
            shift.WaitUntil(so => so.StatusOf("P1") == "left");
            shift.Do("escalate", new { patient = "P1", to = "call_back" });
            Assert.Equal(1, shift.Fact("escalated", "needed"));
            if (shift.Text.Contains("will come back", StringComparison.Ordinal) == returns)
                return shift;
        }

        throw new InvalidOperationException("Chance never fell that way.");
    }
}
