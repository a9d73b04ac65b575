using System.Numerics;
using ClinicalRl.Simulation.TriageQueue.Content;

namespace ClinicalRl.Simulation.TriageQueue.Flow;

/// <content>Deciding: assign a category, dispose, escalate, wait, close.</content>
internal sealed partial class TriageStep
{
    private const int CalledBackReturnsPerMille = 800;
    private const int MostDispositions = 2;
    private const int LastStayingRung = 3;
    private const int FirstDischargeRung = 6;
    private const int LastBayRung = 1;

    private enum EscalationTarget
    {
        SeniorClinician,
        Interpreter,
        CallBack,
        CrisisTeam,
        ChildSafeguarding,
        AdultSafeguarding,
    }

    public void AssignCategory(int index, int category, int? news2)
    {
        var patient = shift.Patients[index];
        result.Patient = index;
        Advance(content.Parameters.AssignMinutes);
        ref var state = ref patients[index];
        var required = Required(index);
        if (state.Category == category || (state.Category > 0 && state.CategoryRequired == required.Category))
        {
            // Nothing about the patient asks for another category: changing it back and forth is no work.
            Waste(WasteReason.Repeated, index);
            Recategorise(ref state, category);
            result.Say(FormattableString.Invariant($"{patient.Id} is category {category}."));
            return;
        }

        var steps = required.CategorySteps(category);
        var found = new FoundKnowledge(patient, state, content);
        var measured = found.News2Score();
        Add(
            TriageFacts.CategoryAssigned, index, Math.Max(steps, 0), Math.Max(-steps, 0), HarmClass(index), Bool(state.ChecksDone != 0), Bool(news2 is not null),
            Bool(judgement.UsesNews2(patient)), Bool(measured is not null), news2 is { } stated && measured is { } score ? Math.Min(20, Math.Abs(stated - score.Total)) : 0,
            Bool((steps > 0 && patient.Instruction < 0) || (steps < 0 && patient.Instruction > 0)), Bool(state.Category == 0));
        state.CategoryRequired = (byte)required.Category;
        Recategorise(ref state, category);
        result.Say(FormattableString.Invariant($"{patient.Id} is category {category}."));
    }

    /// <summary>A new category brings the next look forward, never back: only looking does that.</summary>
    private void Recategorise(ref PatientState state, int category)
    {
        var due = (short)(minute + RetriageMinutes(category));
        state.Category = (byte)category;
        state.RetriageDueMinute = state.RetriageDueMinute < 0 ? due : Math.Min(state.RetriageDueMinute, due);
    }

    /// <summary>Why this patient cannot be disposed of so now, or null.</summary>
    public string? CannotDispose(int index, int rung)
    {
        ref readonly var state = ref patients[index];
        if (state.Disposition == rung)
            return $"{shift.Patients[index].Id} already has that disposition.";
        return state.DispositionsTaken >= MostDispositions ? $"{shift.Patients[index].Id} has been re-decided once already; further changes are the receiving team's." : null;
    }

    public void Dispose(int index, int rung, Team team, uint recorded, int unknownRecorded)
    {
        var patient = shift.Patients[index];
        result.Patient = index;
        Advance(content.Parameters.DisposeMinutes);
        ref var state = ref patients[index];
        if (!state.IsPresent)
        {
            result.Say($"{patient.Id} is no longer here.");
            return;
        }

        if (team != Team.None)
            state.TeamsTold |= (byte)(1 << (int)team);
        if (patient.Pressure is not null && state.Pressed < 0 && rung <= LastStayingRung)
        {
            state.Pressed = (sbyte)rung;
            result.Say($"{patient.Id} objects: \"{patient.Pressure}\" {patient.Id} has not moved. Repeat the decision to hold to it, or decide otherwise.");
            return;
        }

        JudgeDisposition(index, rung, recorded, unknownRecorded);
        state.Disposition = (sbyte)rung;
        state.DispositionsTaken++;
        state.Status = rung <= LastBayRung ? PatientStatus.AwaitingBay : rung <= LastStayingRung ? PatientStatus.AwaitingClinician : PatientStatus.SentHome;
        if (state.Status == PatientStatus.SentHome && Required(index).DispositionSteps(rung) <= 0)
            Treat(index);   // someone will see them in time
        SettlePlaces();
        result.Say(FormattableString.Invariant($"{patient.Id}: D{rung}, {content.Rules.DispositionTitles[rung]}. {Whereabouts(state.Status)}"));
    }

    public void Escalate(int index, string target)
    {
        result.Patient = index;
        switch (target)
        {
            case "senior_clinician":
                CallSenior(index);
                break;
            case "interpreter":
                CallInterpreter(index);
                break;
            case "call_back":
                CallBack(index);
                break;
            default:
                TellTeam(index, target);
                break;
        }
    }

    public void Wait(int minutes)
    {
        if (!ArrivalsExpected && IsCleared())
            Waste(WasteReason.NothingToDo, null);
        var from = minute;
        Advance(minutes, untilNews: true);
        result.Say(FormattableString.Invariant($"{minute - from} minutes pass."));
    }

    public void Close()
    {
        closed = true;
        result.Say("The queue is closed.");
    }

    /// <summary>An action that could not be carried out: a little time, nothing else.</summary>
    public void Refuse(string reason)
    {
        result.IsInvalid = true;
        Waste(WasteReason.Invalid, null);
        Advance(content.Parameters.InvalidActionMinutes);
        result.Say(reason);
    }

    private static string Whereabouts(PatientStatus status) => status switch
    {
        PatientStatus.InBay => "In a bay, treatment has begun.",
        PatientStatus.AwaitingBay => "No bay is free; waiting for one.",
        PatientStatus.WithClinician => "With a clinician now.",
        PatientStatus.AwaitingClinician => "Waiting for a clinician.",
        _ => "On the way.",
    };

    private void JudgeDisposition(int index, int rung, uint recorded, int unknownRecorded)
    {
        var patient = shift.Patients[index];
        ref readonly var state = ref patients[index];
        var required = Required(index);
        var steps = required.DispositionSteps(rung);
        var teams = judgement.TeamsNeeded(patient, minute);
        var teamsFound = judgement.TeamsFound(patient, state);
        var needed = judgement.NeededFirst(patient, state, minute);
        var decisive = judgement.DecisiveFlags(patient, state);
        var fabricated = BitOperations.PopCount(recorded & ~(state.FindingsKnown & patient.Findings)) + unknownRecorded;
        Add(
            TriageFacts.Disposed, index, Math.Max(steps, 0), Math.Max(-steps, 0), rung, required.Disposition, HarmClass(index), Bool(patient.AgeYears < 16),
            Bool(judgement.IsJustified(patient, state, rung)), judgement.RedFlagsUnsought(patient, state, rung), Bool(state.Category > 0), needed.Count, needed.Missing,
            Bool(needed.PregnancyTest), Bool(needed.PregnancyTestMissing), Bool(needed.CrisisQuestions), Bool(needed.CrisisQuestionsMissing),
            Bool(teams != 0), Bool((teams & ~(state.TeamsTold & teamsFound)) == 0), Bool(state.TeamsTold != 0), Bool((state.TeamsTold & ~teamsFound) != 0),
            Bool(rung > LastStayingRung), Bool(Judgement.IsComplete(patient, state)), BitOperations.PopCount(decisive),
            BitOperations.PopCount(decisive & ~recorded), Math.Min(20, BitOperations.PopCount(recorded) + unknownRecorded), Math.Min(20, fabricated),
            Bool(rung >= FirstDischargeRung && patient.Family.NeedsAuthority(patient.AgeMonths)),
            Bool(state.Has(PatientState.AuthorityObtained)), Bool(patient.Instruction != 0),
            Bool((steps > 0 && patient.Instruction < 0) || (steps < 0 && patient.Instruction > 0)), Bool(state.Pressed >= 0),
            Bool(state.Pressed >= 0 && rung > state.Pressed && steps > 0), Math.Min(600, minute - patient.ArrivalMinute));
    }

    private void CallSenior(int index)
    {
        const int LastEmergencyRung = 2;
        var patient = shift.Patients[index];
        Attend(index, content.Parameters.EscalateMinutes);
        ref var state = ref patients[index];
        if (CliniciansFree == 0)
        {
            result.Say("No clinician is free to come.");
            return;
        }

        var urgent = judgement.FoundRung(patient, state) <= LastEmergencyRung;
        var complete = judgement.RedFlagsUnsought(patient, state, FirstDischargeRung) == 0;
        var needed = urgent || (complete && patient.Family.NeedsAuthority(patient.AgeMonths));
        Add(TriageFacts.Escalated, index, (int)EscalationTarget.SeniorClinician, Bool(needed), HarmClass(index));
        reviews = reviews.Add(minute + content.Parameters.SeniorReviewMinutes, minute);
        if (urgent)
        {
            Treat(index);
            result.Say($"A senior clinician hears your findings, comes to {patient.Id} and starts treatment; they belong in emergency care.");
        }
        else if (complete)
        {
            state.Flags |= PatientState.AuthorityObtained;
            result.Say($"A senior clinician hears your findings on {patient.Id} and agrees to a discharge if your chart allows one.");
        }
        else
        {
            result.Say($"A senior clinician asks you to finish assessing {patient.Id} first: there are red flags nobody has looked for.");
        }
    }

    private void CallInterpreter(int index)
    {
        var patient = shift.Patients[index];
        Attend(index, content.Parameters.InterpreterMinutes);
        if (patients[index].Has(PatientState.InterpreterPresent))
        {
            Waste(WasteReason.Repeated, index);
            result.Say("An interpreter is there already.");
            return;
        }

        Add(TriageFacts.Escalated, index, (int)EscalationTarget.Interpreter, Bool(patient.Language is not null), HarmClass(index));
        patients[index].Flags |= PatientState.InterpreterPresent;
        result.Say(patient.Language is null ? $"{patient.Id} speaks English." : $"A professional {patient.Language} interpreter is on the line for {patient.Id}.");
    }

    private void CallBack(int index)
    {
        Advance(content.Parameters.EscalateMinutes);
        ref var state = ref patients[index];
        Add(TriageFacts.Escalated, index, (int)EscalationTarget.CallBack, 1, HarmClass(index));
        state.Flags |= PatientState.HasBeenCalledBack;
        var returns = random.Chance(CalledBackReturnsPerMille);
        state.ReadyMinute = (short)(returns ? minute + content.Parameters.CallBackMinutes : 0);
        result.Say(shift.Patients[index].Id + (returns ? " answers the telephone and will come back." : " does not answer; a message with safety advice is left and the GP told."));
    }

    private void TellTeam(int index, string target)
    {
        var team = target switch
        {
            "crisis_team" => Team.CrisisTeam,
            "child_safeguarding" => Team.ChildSafeguarding,
            _ => Team.AdultSafeguarding,
        };
        Advance(content.Parameters.EscalateMinutes);
        if ((patients[index].TeamsTold >> (int)team & 1) != 0)
        {
            Waste(WasteReason.Repeated, index);
            result.Say("They know already.");
            return;
        }

        var needed = (judgement.TeamsNeeded(shift.Patients[index], minute) >> (int)team & 1) != 0;
        Add(TriageFacts.Escalated, index, (int)EscalationTarget.CrisisTeam + (int)team - 1, Bool(needed), HarmClass(index));
        patients[index].TeamsTold |= (byte)(1 << (int)team);
        result.Say($"{shift.Patients[index].Id}: the {target.Replace('_', ' ')} has been told.");
    }
}
