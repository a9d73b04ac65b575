using ClinicalRl.Simulation.ClinicalScores;
using ClinicalRl.Simulation.TriageQueue.Content;

namespace ClinicalRl.Simulation.TriageQueue.Flow;

/// <summary>What an advise action says.</summary>
/// <param name="Medicine">Index of the medicine, or -1.</param>
/// <param name="Dose">Single dose in the medicine's unit, or null.</param>
/// <param name="Signs">Bit per sign to come back for.</param>
/// <param name="WithinHours">Within how many hours to come back, 0 when not said.</param>
/// <param name="Routes">Bit per route.</param>
/// <param name="Message">The words used, or null.</param>
internal readonly record struct Advice(int Medicine, double? Dose, ulong Signs, int WithinHours, int Routes, string? Message);

/// <content>Advising: safety-nets and medicines, and how they are said.</content>
internal sealed partial class TriageStep
{
    private const double LightKg = 50;
    private const int AdultMonths = 16 * 12;
    private const double HighestRatio = 1000;

    public void Advise(int index, in Advice advice)
    {
        var patient = shift.Patients[index];
        Attend(index, content.Parameters.AdviseMinutes);
        ref var state = ref patients[index];
        if (!AddsAnything(state, advice))
        {
            Waste(WasteReason.Repeated, index);
            result.Say($"{patient.Id} has been told that already.");
            return;
        }

        var understood = patient.Language is null || state.Has(PatientState.InterpreterPresent);
        if (understood)
            KeepSafetyNet(ref state, advice);
        if (advice.Medicine >= 0)
            state.MedicinesGiven |= (ushort)(1 << advice.Medicine);
        result.IsUnderstood = understood;
        JudgeAdvice(index, advice);
        if (advice.Message is not null)
            state.Flags |= PatientState.SpokenTo;
        result.Say(understood ? $"{patient.Id} has been advised." : $"{patient.Id} nods, but speaks only {patient.Language}.");
    }

    /// <summary>Whether it says or gives something new; a second dose of the same medicine is not for triage.</summary>
    private static bool AddsAnything(in PatientState state, in Advice advice) => advice.Medicine >= 0
        ? (state.MedicinesGiven >> advice.Medicine & 1) == 0
        : (advice.Signs & ~state.NetSigns) != 0 || (advice.Routes & ~state.NetRoutes) != 0 || (advice.WithinHours > 0 && advice.WithinHours != state.NetHours)
            || (advice.Message is not null && !state.Has(PatientState.SpokenTo));

    private static void KeepSafetyNet(ref PatientState state, in Advice advice)
    {
        state.NetSigns |= advice.Signs;
        state.NetRoutes |= (ushort)advice.Routes;
        if (advice.WithinHours > 0)
            state.NetHours = (short)advice.WithinHours;
    }

    private static bool Mentions(string? message, IReadOnlyList<string> phrases)
    {
        if (message is null)
            return false;
        foreach (var phrase in phrases)
        {
            if (message.Contains(phrase, StringComparison.OrdinalIgnoreCase))
                return true;
        }

        return false;
    }

    private void JudgeAdvice(int index, in Advice advice)
    {
        var patient = shift.Patients[index];
        ref readonly var state = ref patients[index];
        var medicine = advice.Medicine < 0 ? null : content.Medicines[advice.Medicine];
        var weight = patient.VitalsAtArrival[(int)Vital.Weight];
        var rightDose = medicine?.DoseFor(patient.AgeMonths, weight) ?? 0;
        var ratio = rightDose > 0 && advice.Dose is { } dose ? Math.Min(dose / rightDose, HighestRatio) : 0;
        var doseIsError = rightDose > 0 && advice.Dose is not null && (ratio > content.DoseError.Most || ratio < content.DoseError.Least);
        Add(
            TriageFacts.Advised, index, HarmClass(index), Bool(patient.AgeYears < 16), Bool(medicine is not null), Bool(medicine is not null && IsUnsafe(index, medicine)),
            Bool(medicine?.Id == "aspirin"), Bool(medicine is { OnlyWhenNeeded: true }),
            Bool(medicine is not null && judgement.Needs(patient, advice.Medicine, minute)), Bool(state.HasDone(content.Checks.Allergies)), Bool(rightDose > 0), Bool(advice.Dose is not null), ratio, Bool(doseIsError),
            Bool(patient.AgeMonths >= AdultMonths && weight <= LightKg), Bool(advice.Signs != 0), Bool(Judgement.IsComplete(patient, state)),
            Bool(patient.Language is not null), Bool(state.Has(PatientState.InterpreterPresent)), Bool(advice.Message is not null), Bool(!state.Has(PatientState.SpokenTo)),
            Bool(Mentions(advice.Message, content.People.FalseCertainty)),
            Bool(Mentions(advice.Message, content.People.Jargon)));
    }

    private bool IsUnsafe(int index, Medicine medicine)
    {
        var truth = judgement.Truth(shift.Patients[index], patients[index].TreatedMinute, minute);
        foreach (var (when, _) in medicine.Avoid)
        {
            if (when.Evaluate(truth) == Truth.True)
                return true;
        }

        return false;
    }
}
