using ClinicalRl.Simulation.ClinicalScores;
using ClinicalRl.Simulation.Environments;
using ClinicalRl.Simulation.Randomness;
using ClinicalRl.Simulation.TriageQueue;
using ClinicalRl.Simulation.TriageQueue.Content;
using ClinicalRl.Simulation.TriageQueue.Flow;
using ClinicalRl.Simulation.TriageQueue.Scenarios;

namespace ClinicalRl.Simulation.Tests.TriageQueue;

/// <summary>The clinical reference's worked triage samples T1 to T5, built as patients and judged.</summary>
public sealed class WorkedSampleTests
{
    private static readonly Judgement Judge = Triage.Environment.Judgement;

    /// <summary>A man of 65 with 40 minutes of chest pain, sweating, 200/110, pulse 96.</summary>
    private static ScenarioPatient T1 => Patient(
        "chest-pain", 65 * 12, female: false, ["pain-now", "pain-over-15-minutes", "sweating-or-nausea", "pain-last-12-hours"],
        (Vital.RespiratoryRate, 18), (Vital.Spo2, 97), (Vital.Systolic, 200), (Vital.Diastolic, 110), (Vital.Pulse, 96), (Vital.Temperature, 36.9), (Vital.Pain, 6));

    /// <summary>A woman of 28 with low abdominal pain six weeks after her period, dizzy, pulse 112, systolic 98.</summary>
    private static ScenarioPatient T2 => Patient(
        "early-pregnancy-pain", 28 * 12, female: true, ["period-late", "pelvic-pain", "dizzy-on-standing"],
        (Vital.Systolic, 98), (Vital.Pulse, 112)) with { Pregnant = true, Weeks = 6 };

    [Fact]
    public void T1_ScoresOneAndNeedsAnAmbulance()
    {
        Assert.Equal(new News2Score(1, false), Judge.Truth(T1, -1, 0).News2Score());
        Assert.Equal(1, Judge.Required(T1, -1, 0).Disposition);
        Assert.Equal(0, Judge.Required(T1, -1, 0).DispositionSteps(0));
        Assert.Equal(3, Judge.Required(T1, -1, 0).DispositionSteps(4));
    }

    [Fact]
    public void T1_NeedsAspirin_UnlessAllergic()
    {
        var state = PatientState.Fresh;
        Assert.Equal((1, 1), (Judge.NeededFirst(T1, state, 0).Count, Judge.NeededFirst(T1, state, 0).Missing));
        var aspirin = Triage.Content.Medicines.Select(medicine => medicine.Id).ToList().IndexOf("aspirin");
        state.MedicinesGiven |= (ushort)(1 << aspirin);
        Assert.Equal((1, 0), (Judge.NeededFirst(T1, state, 0).Count, Judge.NeededFirst(T1, state, 0).Missing));
        Assert.Equal(300, Triage.Content.Medicines[aspirin].DoseFor(T1.AgeMonths, 80));

        var allergic = T1 with { Backgrounds = Background("allergy-aspirin") };
        Assert.Equal(0, Judge.NeededFirst(allergic, PatientState.Fresh, 0).Count);
        Assert.Equal(Truth.True, Triage.Content.Medicines[aspirin].Avoid.Max(avoid => avoid.When.Evaluate(Judge.Truth(allergic, -1, 0))));
    }

    [Fact]
    public void T2_NeedsAPregnancyTestAndAnAmbulance()
    {
        Assert.InRange(Judge.Required(T2, -1, 0).Disposition, 0, 1);
        Assert.Equal(0, Judge.Required(T2, -1, 0).DispositionSteps(0));
        Assert.Equal((true, true), (Judge.NeededFirst(T2, PatientState.Fresh, 0).PregnancyTest, Judge.NeededFirst(T2, PatientState.Fresh, 0).PregnancyTestMissing));
        Assert.False(Judge.UsesNews2(T2));
    }

    [Fact]
    public void T3_IsAmber_AndSeenFaceToFace()
    {
        var baby = Patient("feverish-infant", 4, female: true, ["smiling-responsive"], (Vital.RespiratoryRate, 40), (Vital.Temperature, 39.2), (Vital.Pulse, 140), (Vital.Spo2, 98));
        var placement = Judge.Required(baby, -1, 0);
        Assert.Equal((3, 3), (placement.Disposition, placement.Category));
        Assert.True(placement.DispositionSteps(4) == 0 && placement.DispositionSteps(5) == 1 && placement.DispositionSteps(1) < 0);
        Assert.Equal(8, Judge.Required(baby with { AgeMonths = 8 }, -1, 0).Disposition);
    }

    [Fact]
    public void T4_NeedsHospitalNow()
    {
        var back = Patient("back-pain", 45 * 12, female: true, ["numb-between-legs", "muscle-spasm"], (Vital.Pain, 5));
        Assert.Equal(2, Judge.Required(back, -1, 0).Disposition);
        Assert.Equal(4, Judge.Required(back, -1, 0).DispositionSteps(6));
        Assert.Equal(6, Judge.Required(back with { Findings = back.Findings & ~1U }, -1, 0).Disposition);
    }

    [Theory]
    [InlineData(6, 0)]
    [InlineData(7, 0)]
    [InlineData(8, 0)]
    [InlineData(5, -1)]
    [InlineData(3, -3)]
    [InlineData(0, -6)]
    public void T5_GoesHome_AndIsOverTriagedWhenEscalated(int rung, int steps)
    {
        var ankle = Patient("ankle-injury", 30 * 12, female: false, ["four-steps", "soft-part-tender"], (Vital.Pain, 3));
        Assert.Equal(steps, Judge.Required(ankle, -1, 0).DispositionSteps(rung));
        Assert.InRange(Judge.Required(ankle, -1, 0).Category, 4, 5);
    }

    [Fact]
    public void News2_IsAppliedOnTopOfTheChart()
    {
        var ankle = Patient("ankle-injury", 30 * 12, female: false, ["four-steps", "soft-part-tender"], (Vital.Pain, 3));
        Assert.Equal(1, Judge.Required(With(ankle, (Vital.RespiratoryRate, 26), (Vital.Pulse, 120), (Vital.Systolic, 99)), -1, 0).Disposition);
        Assert.Equal(2, Judge.Required(With(ankle, (Vital.RespiratoryRate, 22), (Vital.Pulse, 120), (Vital.Temperature, 38.5)), -1, 0).Disposition);
        Assert.Equal((2, 3), (Judge.Required(With(ankle, (Vital.Pulse, 140)), -1, 0).Disposition, Judge.Required(With(ankle, (Vital.Pulse, 140)), -1, 0).Category));
        Assert.Equal(2, Judge.Required(With(ankle, (Vital.Pain, 8)), -1, 0).Category);
        Assert.Equal(3, Judge.Required(With(ankle, (Vital.Pain, 5)), -1, 0).Category);
        Assert.Equal(8, Judge.Required(With(ankle, (Vital.Pulse, 140)) with { AgeMonths = 190 }, -1, 0).Disposition);
    }

    private static uint Background(string code) => 1U << Triage.Content.Backgrounds.Select(known => known.Code).ToList().IndexOf(code);

    private static ScenarioPatient With(ScenarioPatient patient, params (Vital Vital, double Value)[] vitals)
    {
        var values = patient.VitalsAtArrival.ToArray();
        foreach (var (vital, value) in vitals)
            values[(int)vital] = value;
        return patient with { VitalsAtArrival = [.. values] };
    }

    /// <summary>Someone of a presentation with vital signs at rest but for those given, and these findings alone.</summary>
    private static ScenarioPatient Patient(string family, int ageMonths, bool female, string[] findings, params (Vital Vital, double Value)[] vitals)
    {
        var index = Triage.Content.Families.Select(known => known.Id).ToList().IndexOf(family);
        var random = new RandomStream(1);
        var drawn = new PatientDraft(Triage.Content, index, 0, Triage.Content.Parameters.For(Difficulty.Easy), ref random).Build(Triage.Content, "P1");
        var codes = drawn.Family.Findings.Select(finding => finding.Code).ToList();
        var present = 0U;
        foreach (var code in findings)
            present |= codes.IndexOf(code) is var bit and >= 0 ? 1U << bit : throw new ArgumentException($"{family} has no finding {code}", nameof(findings));
        var rest = Enum.GetValues<Vital>().Select(vital => vital.AsShown((Triage.Content.Parameters.AtRest(ageMonths, vital).Low + Triage.Content.Parameters.AtRest(ageMonths, vital).High) / 2));
        return With(
            drawn with { AgeMonths = ageMonths, Female = female, Findings = present, Backgrounds = 0, Twin = drawn.Family.Twins[0], VitalsAtArrival = [.. rest] }, vitals);
    }
}
