using ClinicalRl.Simulation.ClinicalScores;
using ClinicalRl.Simulation.TriageQueue.Content;

namespace ClinicalRl.Simulation.TriageQueue.Flow;

/// <content>Finding out: ask, measure, examine, reassess. Findings show only to those who look.</content>
internal sealed partial class TriageStep
{
    private const int EarlyWeeks = 8;
    private const int EarlyByMinutes = 4;   // a look this much before it is due still counts

    private enum WasteReason
    {
        Invalid,
        Repeated,
        NothingToDo,
    }

    private static readonly Vital[] VitalSigns =
        [Vital.RespiratoryRate, Vital.Spo2, Vital.Systolic, Vital.Diastolic, Vital.Pulse, Vital.Consciousness, Vital.Temperature];

    public void Ask(int index, int topic, bool alone)
    {
        var patient = shift.Patients[index];
        ref var state = ref patients[index];
        Attend(index, topic == content.Checks.History ? content.Parameters.AskHistoryMinutes : content.Parameters.AskMinutes);
        if (patient.Language is not null && !state.Has(PatientState.InterpreterPresent))
        {
            result.IsUnderstood = false;
            result.Say($"{patient.Id} speaks only {patient.Language} and does not follow the question.");
            return;
        }

        MarkAssessed(index);
        var before = state.FindingsKnown;
        var askedBefore = state.HasDone(topic);
        JudgePrivacy(index, topic, alone);
        if (topic == content.Checks.History)
            TellHistory(index);
        RevealAsked(index, topic, askedBefore, alone);
        TellBackgrounds(index, topic);
        if (topic == content.Checks.Pregnancy)
            TellPregnancy(index);
        state.ChecksDone |= 1UL << topic;
        if (askedBefore && state.FindingsKnown == before)
            Waste(WasteReason.Repeated, index);
        if (result.Text.Length == 0)
            result.Say($"{patient.Id}: \"Nothing I can think of.\"");
    }

    public void Examine(int index, int check)
    {
        Assess(index, content.Parameters.ExamineMinutes);
        ref var state = ref patients[index];
        var (before, done) = (state.FindingsKnown, state.HasDone(check));
        RevealAll(index, check);
        state.ChecksDone |= 1UL << check;
        if (done && before == state.FindingsKnown)
            Waste(WasteReason.Repeated, index);
        if (result.Findings.Count == 0)
            result.Say($"{shift.Patients[index].Id}: nothing abnormal on examination.");
    }

    public void Measure(int index, int check)
    {
        var measure = check - content.Checks.FirstMeasure;
        ref readonly var before = ref patients[index];
        var repeated = before.HasDone(check) && (check != content.Checks.Vitals || minute - before.VitalsMinute < content.Parameters.RetriageFloorMinutes);
        Assess(index, content.Vocabulary.MeasureMinutes[measure]);
        if (repeated)
            Waste(WasteReason.Repeated, index);
        MeasureNamed(index, content.Vocabulary.Measures[measure]);
        if (check == content.Checks.PregnancyTest)
            TestPregnancy(index);
        RevealAll(index, check);
        patients[index].ChecksDone |= 1UL << check;
    }

    public void Reassess(int index)
    {
        var due = patients[index].RetriageDueMinute;
        Assess(index, content.Parameters.ReassessMinutes);
        foreach (var vital in VitalSigns)
            Take(index, vital);
        patients[index].ChecksDone |= 1UL << content.Checks.Vitals;
        if (due >= 0 && minute >= due - EarlyByMinutes)
            Add(TriageFacts.Retriaged, index, HarmClass(index), Bool(minute > due));
        else
            Waste(WasteReason.NothingToDo, index);
        if (patients[index].Category > 0)
            patients[index].RetriageDueMinute = (short)(minute + RetriageMinutes(patients[index].Category));
        result.Say($"{shift.Patients[index].Id} looked at again.");
    }

    /// <summary>The nurse is with the patient: minutes pass.</summary>
    private void Attend(int index, int minutes)
    {
        result.Patient = index;
        Advance(minutes);
    }

    /// <summary>The nurse assesses the patient, from this minute on.</summary>
    private void Assess(int index, int minutes)
    {
        MarkAssessed(index);
        Attend(index, minutes);
    }

    private void MarkAssessed(int index)
    {
        ref var state = ref patients[index];
        if (state.ContactMinute < 0)
            state.ContactMinute = (short)minute;
    }

    private void Waste(WasteReason reason, int? index) => Add(TriageFacts.Wasted, index, (int)reason, ++tallies.Wasted);

    private void JudgePrivacy(int index, int topic, bool alone)
    {
        var patient = shift.Patients[index];
        if (topic != content.Checks.Home || !patient.PartnerPresent || alone)
            return;
        Add(TriageFacts.AskedBeforePartner, index, HarmClass(index), ++tallies.AskedBeforePartner);
    }

    private void TellHistory(int index)
    {
        var patient = shift.Patients[index];
        if (patient.Distractor is not null)
            result.Say($"{patient.Id}: \"{patient.Distractor}\"");
        for (var i = 0; i < patient.Family.Findings.Length; i++)
        {
            if (patient.Family.Findings[i].Disclosure == Disclosure.Open)
                Reveal(index, i);
        }
    }

    private void RevealAsked(int index, int topic, bool askedBefore, bool alone)
    {
        var patient = shift.Patients[index];
        for (var i = 0; i < patient.Family.Findings.Length; i++)
        {
            var finding = patient.Family.Findings[i];
            if (finding.Check != topic)
                continue;
            if (finding.Disclosure == Disclosure.Second && !askedBefore)
                result.Say($"{patient.Id} hesitates, looks away and says: \"No… not really.\"");
            else if (finding.Disclosure == Disclosure.Alone && patient.PartnerPresent && !alone)
                result.Say($"{patient.Id} glances at the person beside them and does not answer.");
            else
                Reveal(index, i);
        }
    }

    private void RevealAll(int index, int check)
    {
        var findings = shift.Patients[index].Family.Findings;
        for (var i = 0; i < findings.Length; i++)
        {
            if (findings[i].Check == check)
                Reveal(index, i);
        }
    }

    private void Reveal(int index, int finding)
    {
        var patient = shift.Patients[index];
        var present = (patient.Findings >> finding & 1) != 0;
        var known = patient.Family.Findings[finding];
        patients[index].FindingsKnown |= 1U << finding;
        var text = present ? known.Present : known.Absent;
        result.Findings.Add((known.Code, present, text));
        result.Say(text);
    }

    private void TellBackgrounds(int index, int topic)
    {
        var patient = shift.Patients[index];
        if (content.Nothing[topic] is not { } nothing)
            return;
        var told = false;
        for (var i = 0; i < content.Backgrounds.Length; i++)
        {
            var background = content.Backgrounds[i];
            if (background.Check != topic || (patient.Backgrounds >> i & 1) == 0)
                continue;
            told = true;
            result.Findings.Add((background.Code, true, background.Present));
            result.Say(background.Present);
        }

        if (!told)
            result.Say(nothing);
    }

    private void TellPregnancy(int index)
    {
        var patient = shift.Patients[index];
        if (!patient.MayBePregnant)
            result.Say("Pregnancy is not possible.");
        else if (patient.Pregnant && (patient.PregnancyIsStated || patient.Weeks >= EarlyWeeks))
            result.Say(FormattableString.Invariant($"\"I am {patient.Weeks} weeks pregnant.\""));
        else
            result.Say("\"I might be, I might not; I have not done a test.\"");
    }

    private void TestPregnancy(int index)
    {
        var patient = shift.Patients[index];
        patients[index].Flags |= PatientState.PregnancyTested;
        result.Findings.Add(("pregnant", patient.Pregnant, patient.Pregnant ? "The pregnancy test is positive." : "The pregnancy test is negative."));
        result.Say(result.Findings[^1].Text);
    }

    private void MeasureNamed(int index, string measure)
    {
        if (measure == "vitals")
        {
            foreach (var vital in VitalSigns)
                Take(index, vital);
        }
        else if (measure == "blood_pressure")
        {
            Take(index, Vital.Systolic);
            Take(index, Vital.Diastolic);
        }
        else if (measure == "pain_score")
        {
            Take(index, Vital.Pain);
        }
        else if (Vitals.Find(measure) is { } vital)
        {
            Take(index, vital);
        }
    }

    private void Take(int index, Vital vital)
    {
        var value = judgement.Truth(shift.Patients[index], patients[index].TreatedMinute, minute).Value(vital);
        patients[index].Measured[(int)vital] = (short)Math.Floor((value * 10) + 0.5);
        if (vital == Vital.RespiratoryRate)
            patients[index].VitalsMinute = (short)minute;
        result.Measurements.Add((vital, value));
    }
}
