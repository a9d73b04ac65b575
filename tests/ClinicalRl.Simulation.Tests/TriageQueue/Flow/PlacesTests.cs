using ClinicalRl.Simulation.Environments;
using ClinicalRl.Simulation.TriageQueue.Scenarios;

namespace ClinicalRl.Simulation.Tests.TriageQueue.Flow;

/// <summary>Bays and clinicians are few: who waits for them, in what order, and what that costs.</summary>
public sealed class PlacesTests
{
    [Fact]
    public void FullBays_DelayTheNext_AndDisplacementIsRecorded()
    {
        var shift = new Shift(Triage.Find(
            scenario => scenario.Patients.Take(3).All(Benign) && scenario.Patients[3] is { Twin.Expect: <= 1 } last
                && last.HarmMinute - last.ArrivalMinute <= 36 && last.ArrivalMinute < 60,
            Difficulty.Hard));
        Assert.Equal(3, shift.Scenario.Bays);
        shift.WaitUntil(so => so.Minute >= so.Scenario.Patients[3].ArrivalMinute);
        foreach (var patient in new[] { "P1", "P2", "P3", "P4" })
            Hold(shift, patient, 0);
        Assert.Equal(["in_bay", "in_bay", "in_bay", "awaiting_bay"], new[] { "P1", "P2", "P3", "P4" }.Select(shift.StatusOf));
        Assert.Contains("No bay is free", shift.Text, StringComparison.Ordinal);
        Assert.Equal(0, shift.Data.GetProperty("bays_free").GetInt32());

        shift.WaitUntil(so => so.Events("harmed", "P4").Any());
        Assert.Equal("no_bay", shift.Symbol("harmed", "cause"));
        Assert.Equal(1, shift.Fact("harmed", "displaced"));
    }

    [Fact]
    public void FreeBay_GoesToTheMostUrgentDecision()
    {
        var shift = AllBenign(5, Difficulty.Hard);
        foreach (var patient in new[] { "P1", "P2", "P3", "P4" })
            Hold(shift, patient, 1);
        Hold(shift, "P5", 0);
        Assert.Equal(("awaiting_bay", "awaiting_bay"), (shift.StatusOf("P4"), shift.StatusOf("P5")));
        shift.WaitUntil(so => so.StatusOf("P4") != "awaiting_bay" || so.StatusOf("P5") != "awaiting_bay");
        Assert.Equal(("awaiting_bay", "in_bay"), (shift.StatusOf("P4"), shift.StatusOf("P5")));
    }

    [Fact]
    public void FreeClinician_GoesToTheMostUrgentCategory()
    {
        var shift = AllBenign(4, Difficulty.Standard);
        shift.Do("assign_category", new { patient = "P3", category = 4 }).Do("assign_category", new { patient = "P4", category = 2 });
        foreach (var patient in new[] { "P1", "P2", "P3", "P4" })
            Hold(shift, patient, 3);
        Assert.Equal(["with_clinician", "with_clinician", "awaiting_clinician", "awaiting_clinician"], new[] { "P1", "P2", "P3", "P4" }.Select(shift.StatusOf));
        shift.WaitUntil(so => so.StatusOf("P3") != "awaiting_clinician" || so.StatusOf("P4") != "awaiting_clinician");
        Assert.Equal(("awaiting_clinician", "with_clinician"), (shift.StatusOf("P3"), shift.StatusOf("P4")));
    }

    [Fact]
    public void SeniorReview_TakesAClinician_AndCannotBeHadWhenNoneIsFree()
    {
        var shift = AllBenign(3, Difficulty.Standard);
        var free = shift.Data.GetProperty("clinicians_free").GetInt32();
        shift.Do("escalate", new { patient = "P1", to = "senior_clinician" });
        Assert.Equal(free - 1, shift.Data.GetProperty("clinicians_free").GetInt32());
        Hold(shift, "P1", 3);
        shift.Do("escalate", new { patient = "P3", to = "senior_clinician" });
        Assert.Contains("No clinician is free", shift.Text, StringComparison.Ordinal);
        Assert.Null(shift.Last.InvalidAction);
        Assert.Single(shift.Events("escalated"));
        shift.WaitUntil(so => so.Data.GetProperty("clinicians_free").GetInt32() > 0);
        shift.Do("escalate", new { patient = "P3", to = "senior_clinician" });
        Assert.Equal(2, shift.Events("escalated").Count());
    }

    [Fact]
    public void Bay_IsLeftAfterItsMinutes()
    {
        var shift = AllBenign(1, Difficulty.Easy);
        Hold(shift, "P1", 0);
        var taken = shift.Minute;
        Assert.Equal("P1 is in a bay and with a team.", shift.Ask("history").Last.InvalidAction);
        shift.WaitUntil(so => so.StatusOf("P1") == "transferred");
        Assert.Equal(taken + shift.First.BayMinutes, shift.Minute);
        Assert.Equal("P1 is no longer here.", shift.Ask("history").Last.InvalidAction);
    }

    [Fact]
    public void Shift_EndsAsSoonAsTheQueueIsCleared()
    {
        var shift = new Shift(Triage.Find(scenario => scenario.Patients.All(patient => Benign(patient)), Difficulty.Easy));
        while (!shift.Ended)
        {
            var waiting = shift.Data.GetProperty("patients").EnumerateArray().FirstOrDefault(patient => patient.GetProperty("status").GetString() == "waiting");
            if (waiting.ValueKind == System.Text.Json.JsonValueKind.Object)
                shift.Dispose(7, waiting.GetProperty("id").GetString()!);
            else
                shift.Do("wait", new { minutes = 30 });
        }

        Assert.True(shift.Last.State.Terminated);
        Assert.True(shift.Minute < Triage.Content.Parameters.ShiftMinutes);
        Assert.Equal((0.0, 0.0), (shift.Fact("episode_ended", "abandoned"), shift.Fact("episode_ended", "undecided")));
        Assert.Contains("The shift is over.", shift.Text, StringComparison.Ordinal);
    }

    private static bool Benign(ScenarioPatient patient) => !patient.Twin.IsDangerous && patient.Twin.Expect > 3;

    /// <summary>A shift in which the first few are benign, at the minute when all of them are there.</summary>
    private static Shift AllBenign(int count, Difficulty difficulty)
    {
        var shift = new Shift(Triage.Find(scenario => scenario.Patients.Take(count).All(Benign) && scenario.Patients[count - 1].ArrivalMinute < 60, difficulty));
        return shift.WaitUntil(so => so.Minute >= so.Scenario.Patients[count - 1].ArrivalMinute);
    }

    /// <summary>Decides and holds to it should the patient object.</summary>
    private static void Hold(Shift shift, string patient, int rung)
    {
        shift.Dispose(rung, patient);
        if (shift.StatusOf(patient) == "waiting")
            shift.Dispose(rung, patient);
    }
}
