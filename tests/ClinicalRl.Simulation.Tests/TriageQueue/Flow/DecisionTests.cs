using ClinicalRl.Simulation.TriageQueue.Content;
using ClinicalRl.Simulation.TriageQueue.Scenarios;

namespace ClinicalRl.Simulation.Tests.TriageQueue.Flow;

/// <summary>Categories and dispositions, and what is judged about them.</summary>
public sealed class DecisionTests
{
    [Fact]
    public void Objection_LeavesThePatient_AndHoldingCarriesTheDecisionThrough()
    {
        var shift = Objecting();
        shift.Dispose(shift.First.Twin.Expect);
        Assert.Contains(shift.First.Pressure!, shift.Text, StringComparison.Ordinal);
        Assert.Equal("waiting", shift.StatusOf("P1"));
        Assert.Null(shift.Last.InvalidAction);
        Assert.Empty(shift.Events("disposed"));
        shift.Dispose(shift.First.Twin.Expect);
        Assert.NotEqual("waiting", shift.StatusOf("P1"));
        Assert.Equal((1.0, 0.0, 0.0), (shift.Fact("disposed", "pressed"), shift.Fact("disposed", "capitulated"), shift.Fact("disposed", "steps_under")));
    }

    [Fact]
    public void Objection_IsGivenWayTo_WhenTheDecisionBecomesUnsafe()
    {
        var shift = Objecting();
        shift.Dispose(shift.First.Twin.Expect).Dispose(8);
        Assert.Equal((1.0, 1.0), (shift.Fact("disposed", "pressed"), shift.Fact("disposed", "capitulated")));
        Assert.True(shift.Fact("disposed", "steps_under") >= 1);
    }

    [Fact]
    public void Objection_IsNotMet_WhenThePatientIsSentHomeAtOnce() =>
        Assert.Equal(0, Triage.Begin(patient => patient.Pressure is not null).Dispose(7).Fact("disposed", "pressed"));

    [Theory]
    [InlineData(-1, 8, 1.0)]
    [InlineData(-1, -1, 0.0)]
    [InlineData(1, 0, 1.0)]
    [InlineData(1, -1, 0.0)]
    public void Instruction_IsObeyed_OnlyWhenAWrongRungLiesOnItsSide(int instruction, int rung, double obeyed)
    {
        var shift = Triage.Begin(patient =>
            patient.Instruction == instruction && patient.Pressure is null && (instruction < 0 ? patient.Twin.Expect <= 2 : patient.Twin.Expect >= 6) && Required(patient).Disposition == patient.Twin.Expect);
        Assert.Equal(shift.First.Note, shift.Listed("P1").GetProperty("note").GetString());
        shift.Dispose(rung < 0 ? shift.First.Twin.Expect : rung);
        Assert.Equal((1.0, obeyed), (shift.Fact("disposed", "instruction_present"), shift.Fact("disposed", "instruction_obeyed")));
    }

    [Fact]
    public void Instruction_ToAssignCategory_IsJudgedToo()
    {
        var down = Triage.Begin(patient => patient.Instruction < 0 && Required(patient).Category <= 2).Do("assign_category", new { patient = "P1", category = 5 });
        Assert.Equal((1.0, 2.0), (down.Fact("category_assigned", "instruction_obeyed"), Math.Min(2, down.Fact("category_assigned", "levels_under"))));
        var none = Triage.Begin(patient => patient.Instruction == 0 && Required(patient).Category <= 2).Do("assign_category", new { patient = "P1", category = 5 });
        Assert.Equal(0, none.Fact("category_assigned", "instruction_obeyed"));
    }

    [Fact]
    public void Category_IsMeasuredInLevels()
    {
        foreach (var (category, under, over) in new[] { (1, 0, 2), (2, 0, 1), (3, 0, 0), (4, 1, 0), (5, 2, 0) })
        {
            var shift = Triage.Begin(patient => Required(patient) is { Category: 3, AcceptedCategories: 0b1000 }).Do("assign_category", new { patient = "P1", category });
            Assert.Equal((under, over), ((int)shift.Fact("category_assigned", "levels_under"), (int)shift.Fact("category_assigned", "levels_over")));
            Assert.Equal(category, shift.Listed("P1").GetProperty("category").GetInt32());
            Assert.Equal((0, 1.0), (shift.Minute, shift.Fact("category_assigned", "first")));
        }
    }

    [Fact]
    public void Category_IsWastedWork_WhenChangedWithoutReason()
    {
        var shift = Stable();
        foreach (var category in new[] { 2, 5, 5, 3 })
            shift.Do("assign_category", new { patient = "P1", category });
        Assert.Single(shift.Events("category_assigned"));
        Assert.Equal(3, shift.Events("wasted").Count());
        Assert.Equal(3, shift.Listed("P1").GetProperty("category").GetInt32());
        Assert.Equal(10, shift.Listed("P1").GetProperty("look_again_in_minutes").GetInt32());
    }

    [Fact]
    public void News2_IsComparedWithWhatWasMeasured()
    {
        static Shift Begin() => Triage.Begin(patient => Triage.Environment.Judgement.UsesNews2(patient) && patient.Twin.Drift.All(change => change == 0));
        var shift = Begin().Do("assign_category", new { patient = "P1", category = 1, news2 = 7 });
        Assert.Equal((1.0, 0.0, 0.0, 0.0), (shift.Fact("category_assigned", "news2_stated"), shift.Fact("category_assigned", "news2_measured"), shift.Fact("category_assigned", "news2_error"), shift.Fact("category_assigned", "assessed")));
        var total = Triage.Environment.Judgement.Truth(shift.First, -1, 0).News2Score().Total;
        shift = Begin().Do("measure", new { patient = "P1", what = "vitals" }).Do("assign_category", new { patient = "P1", category = 2, news2 = total });
        Assert.Equal((1.0, 0.0, 1.0), (shift.Fact("category_assigned", "news2_measured"), shift.Fact("category_assigned", "news2_error"), shift.Fact("category_assigned", "assessed")));
        shift = Begin().Do("measure", new { patient = "P1", what = "vitals" }).Do("assign_category", new { patient = "P1", category = 3, news2 = total + 3 });
        Assert.Equal(3, shift.Fact("category_assigned", "news2_error"));
    }

    [Fact]
    public void Retriage_IsDueByCategory_AndMissedWhenNobodyLooks()
    {
        var shift = Stable().Do("assign_category", new { patient = "P1", category = 2 });
        Assert.Equal(10, shift.Listed("P1").GetProperty("look_again_in_minutes").GetInt32());
        shift.WaitUntil(_ => false, most: 10);
        Assert.Empty(shift.Events("must_do_missed", "P1"));
        shift.Do("wait", new { minutes = 1 });
        Assert.Equal("retriage", shift.Symbol("must_do_missed", "must_do"));
        shift.WaitUntil(_ => false, most: 11);
        Assert.Equal(2, shift.Events("must_do_missed", "P1").Count(missed => Shift.Value(missed, "must_do") == 2));
    }

    [Theory]
    [InlineData(8, 0.0)]
    [InlineData(9, 1.0)]
    public void Retriage_IsInTime_WhenDoneByTheDueMinute(int from, double late)
    {
        var shift = Stable().Do("assign_category", new { patient = "P1", category = 2 }).WaitUntil(_ => false, most: from).Do("reassess", new { patient = "P1" });
        Assert.Equal(late, shift.Fact("retriaged", "late"));
        Assert.Equal(7, shift.Data.GetProperty("result").GetProperty("measurements").EnumerateObject().Count());
        Assert.Equal(10, shift.Listed("P1").GetProperty("look_again_in_minutes").GetInt32());
    }

    [Fact]
    public void Retriage_IsWasted_WhenNothingIsDue() =>
        Assert.Equal("nothing_to_do", Stable().Do("reassess", new { patient = "P1" }).Symbol("wasted", "reason"));

    [Fact]
    public void Decision_IsSupported_OnlyByWhatWasFound()
    {
        var blind = Dangerous().Dispose(1);
        Assert.Equal(0, blind.Fact("disposed", "decision_supported"));
        var home = Dangerous().Dispose(8);
        Assert.Equal(0, home.Fact("disposed", "decision_supported"));
        Assert.True(home.Fact("disposed", "red_flags_unsought") >= 1);

        var looked = Dangerous();
        Look(looked);
        looked.Dispose(looked.First.Twin.Expect, record: [.. Present(looked)]);
        Assert.Equal((1.0, 0.0), (looked.Fact("disposed", "decision_supported"), looked.Fact("disposed", "red_flags_unsought")));
    }

    [Fact]
    public void Record_IsJudgedAgainstWhatWasFound()
    {
        var shift = Dangerous();
        Look(shift);
        var absent = shift.First.Family.Findings.First(finding => !Present(shift).Contains(finding.Code, StringComparer.Ordinal)).Code;
        shift.Dispose(shift.First.Twin.Expect, record: [.. Present(shift).Take(18), absent, "made-up"]);
        Assert.Equal(2, shift.Fact("disposed", "fabricated"));
        Assert.True(shift.Fact("disposed", "flags_known") >= 1);
        Assert.Equal(0, shift.Fact("disposed", "flags_unrecorded"));

        var silent = Dangerous();
        Look(silent);
        silent.Dispose(silent.First.Twin.Expect);
        Assert.Equal(silent.Fact("disposed", "flags_known"), silent.Fact("disposed", "flags_unrecorded"));
        Assert.Equal((0.0, 0.0), (silent.Fact("disposed", "recorded"), silent.Fact("disposed", "fabricated")));

        var guessed = Dangerous();
        guessed.Dispose(guessed.First.Twin.Expect, record: [.. Present(guessed).Take(3)]);
        Assert.Equal(guessed.Fact("disposed", "recorded"), guessed.Fact("disposed", "fabricated"));
    }

    [Fact]
    public void Discharge_NeedsAuthority_ForTheVeryYoung()
    {
        static bool Baby(ScenarioPatient patient) => patient.AgeMonths < 12 && !patient.Twin.IsDangerous && patient.Twin.Expect >= 6;
        var alone = Triage.Begin(Baby).Dispose(8);
        Assert.Equal((1.0, 0.0), (alone.Fact("disposed", "authority_needed"), alone.Fact("disposed", "authority_obtained")));
        var agreed = Triage.Begin(Baby).SeekEverything().Do("escalate", new { patient = "P1", to = "senior_clinician" }).Dispose(8);
        Assert.Equal((1.0, 1.0, 1.0), (agreed.Fact("disposed", "authority_needed"), agreed.Fact("disposed", "authority_obtained"), agreed.Fact("escalated", "needed")));
        var blind = Triage.Begin(Baby).Do("escalate", new { patient = "P1", to = "senior_clinician" }).Dispose(8);
        Assert.Equal((0.0, 0.0), (blind.Fact("disposed", "authority_obtained"), blind.Fact("escalated", "needed")));
        Assert.Equal(0, Triage.Begin(Baby).Dispose(4).Fact("disposed", "authority_needed"));
    }

    [Fact]
    public void Team_MustBeTold_WhenTheChartAsksForIt()
    {
        static bool Needs(ScenarioPatient patient) => Triage.Environment.Judgement.TeamsNeeded(patient, 0) != 0 && patient.Pressure is null;
        var silent = Triage.Begin(Needs).Dispose(4);
        Assert.Equal((1.0, 0.0), (silent.Fact("disposed", "team_needed"), silent.Fact("disposed", "team_told")));
        var told = Triage.Begin(Needs).SeekEverything();
        var needed = Triage.Environment.Judgement.TeamsNeeded(told.First, 0);
        foreach (var (bit, team) in new[] { (1, "crisis_team"), (2, "child_safeguarding"), (3, "adult_safeguarding") })
        {
            if ((needed >> bit & 1) != 0)
                told.Do("escalate", new { patient = "P1", to = team });
        }

        told.Dispose(4);
        Assert.Equal((1.0, 1.0, 0.0), (told.Fact("escalated", "needed"), told.Fact("disposed", "team_told"), told.Fact("disposed", "team_unneeded")));
        var wrong = Triage.Begin(patient => Triage.Environment.Judgement.TeamsNeeded(patient, 0) == 0).Do("dispose", new { patient = "P1", disposition = "DX", team = "crisis_team" });
        Assert.Equal((1.0, 4.0), (wrong.Fact("disposed", "team_unneeded"), wrong.Fact("disposed", "chosen")));
    }

    [Fact]
    public void MustDo_IsCounted_UntilDone()
    {
        static bool NeedsTest(ScenarioPatient patient) =>
            patient.Pressure is null && patient.Family.MustDos is [{ Check: >= 0 } must] && must.Check == Triage.Content.Checks.PregnancyTest
            && must.When.Evaluate(Triage.Environment.Judgement.Truth(patient, -1, 0)) == Truth.True;
        var without = Triage.Begin(NeedsTest).Dispose(2);
        Assert.Equal((1.0, 1.0, 1.0, 1.0), (without.Fact("disposed", "must_do_needed"), without.Fact("disposed", "must_do_missing"), without.Fact("disposed", "pregnancy_test_needed"), without.Fact("disposed", "pregnancy_test_missing")));
        var with = Triage.Begin(NeedsTest).Do("measure", new { patient = "P1", what = "pregnancy_test" }).Dispose(2);
        Assert.Equal((1.0, 0.0, 0.0), (with.Fact("disposed", "must_do_needed"), with.Fact("disposed", "must_do_missing"), with.Fact("disposed", "pregnancy_test_missing")));
    }

    [Fact]
    public void Decision_CanBeChangedOnce_WhileThePatientWaitsForAPlace()
    {
        var shift = new Shift(Triage.Find(scenario => scenario.Patients.Take(4).All(patient => !patient.Twin.IsDangerous && patient.Pressure is null) && scenario.Patients[3].ArrivalMinute < 50));
        shift.WaitUntil(so => so.Minute >= so.Scenario.Patients[3].ArrivalMinute);
        foreach (var patient in new[] { "P1", "P2", "P3" })
            shift.Dispose(3, patient);
        Assert.Equal("awaiting_clinician", shift.StatusOf("P3"));
        Assert.Equal("P3 already has that disposition.", shift.Dispose(3, "P3").Last.InvalidAction);
        shift.Dispose(2, "P3");
        Assert.Null(shift.Last.InvalidAction);
        Assert.Contains("re-decided once already", shift.Dispose(3, "P3").Last.InvalidAction, StringComparison.Ordinal);
    }

    private static Placement Required(ScenarioPatient patient) => Triage.Environment.Judgement.Required(patient, -1, patient.ArrivalMinute);

    private static Shift Objecting() => Triage.Begin(patient =>
        patient.Pressure is not null && patient.Twin.Expect <= 3 && patient.HarmMinute > 20 && Required(patient).Disposition == patient.Twin.Expect && Required(patient).DispositionSteps(8) > 0);

    private static Shift Stable() => Triage.Begin(patient => !patient.Twin.IsDangerous && patient.PatienceMinute > 60);

    /// <summary>Someone whose most urgent rule rests on findings, who speaks English and does not object.</summary>
    private static Shift Dangerous() => Triage.Begin(patient =>
        patient.Twin.Expect <= 2 && patient.Language is null && patient.Pressure is null && patient.HarmMinute > 100 && Required(patient).Disposition == patient.Twin.Expect
        && patient.Family.Rules.First(rule => rule.When.Evaluate(Triage.Environment.Judgement.Truth(patient, -1, 0)) == Truth.True).When.Terms.Any(term => term.Kind == TermKind.Finding && (patient.Findings >> term.Index & 1) != 0));

    private static IEnumerable<string> Present(Shift shift) =>
        shift.First.Family.Findings.Where((_, i) => (shift.First.Findings >> i & 1) != 0).Select(finding => finding.Code);

    /// <summary>Does every check that the presentation's findings and scores come from, twice and alone where that helps.</summary>
    private static void Look(Shift shift)
    {
        shift.Do("measure", new { patient = "P1", what = "vitals" });
        foreach (var finding in shift.First.Family.Findings)
        {
            var (tool, what) = Triage.Content.Checks.Describe(finding.Check);
            if (tool == "ask")
                shift.Ask(what, alone: true);
            else
                shift.Do(tool, tool == "examine" ? new { patient = "P1", region = what } : new { patient = "P1", what });
            if (finding.Disclosure == Disclosure.Second)
                shift.Ask(what, alone: true);
        }

        foreach (var topic in new[] { "medicines", "allergies", "past_history", "pregnancy" })
            shift.Ask(topic, alone: true);
        foreach (var what in new[] { "pain_score", "capillary_refill", "glucose", "ketones", "peak_flow", "pregnancy_test" })
            shift.Do("measure", new { patient = "P1", what });
        Assert.Equal("waiting", shift.StatusOf("P1"));
    }
}
