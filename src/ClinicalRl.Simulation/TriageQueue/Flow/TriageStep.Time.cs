using ClinicalRl.Simulation.ClinicalScores;

namespace ClinicalRl.Simulation.TriageQueue.Flow;

/// <content>The passing of minutes: arrivals, bays, clinicians, deterioration, impatience and deadlines.</content>
internal sealed partial class TriageStep
{
    private const byte MissedInitialAssessment = 1;
    private const byte MissedDisposition = 2;

    private enum HarmCause
    {
        Unseen,
        Undecided,
        NoBay,
        WaitingForClinician,
        Left,
        SentHome,
    }

    private enum MustDoKind
    {
        InitialAssessment,
        Disposition,
        Retriage,
        CallBack,
    }

    /// <summary>Lets time pass. A wait stops early when <paramref name="untilNews"/> and something happens.</summary>
    private void Advance(int minutes, bool untilNews = false)
    {
        for (var i = 0; i < minutes && minute < content.Parameters.ShiftMinutes; i++)
        {
            minute++;
            Tick();
            if (untilNews && alerts.Count > 0)
                break;
        }

        SettlePlaces();
    }

    private void Tick()
    {
        for (var i = 0; i < patients.Length; i++)
        {
            ref var patient = ref patients[i];
            if (patient.Status == PatientStatus.NotArrived)
            {
                if (shift.Patients[i].ArrivalMinute == minute)
                    Arrive(i);
                continue;
            }

            if (patient.Status is PatientStatus.InBay or PatientStatus.WithClinician && patient.ReadyMinute <= minute)
                patient.Status = PatientStatus.Transferred;
            else if (patient.Status == PatientStatus.Left && patient.Has(PatientState.HasBeenCalledBack) && patient.ReadyMinute == minute)
                Return(i);
        }

        SettlePlaces();
        for (var i = 0; i < patients.Length; i++)
        {
            if (patients[i].Status is PatientStatus.NotArrived or PatientStatus.Transferred)
                continue;
            Deteriorate(i);
            LoseHeart(i);
            CheckDeadlines(i);
        }
    }

    private void Arrive(int index)
    {
        patients[index].Status = PatientStatus.Waiting;
        var patient = shift.Patients[index];
        alerts.Add($"{patient.Id} arrives.");
    }

    private void Return(int index)
    {
        ref var patient = ref patients[index];
        patient.Status = PatientStatus.Waiting;
        if (patient.Category > 0)
            patient.RetriageDueMinute = (short)(minute + RetriageMinutes(patient.Category));   // nobody could look again while they were away
        alerts.Add($"{shift.Patients[index].Id} has come back and waits again.");
    }

    /// <summary>Gives free bays and clinicians to whoever waits for them: most urgent decision first, then category, then arrival.</summary>
    private void SettlePlaces()
    {
        while (BaysFree > 0 && Next(PatientStatus.AwaitingBay) is var index and >= 0)
            TakeBay(index);
        while (CliniciansFree > 0 && Next(PatientStatus.AwaitingClinician) is var index and >= 0)
        {
            patients[index].Status = PatientStatus.WithClinician;
            patients[index].ReadyMinute = (short)(minute + shift.Patients[index].ConsultationMinutes);
            Treat(index);
        }
    }

    private void TakeBay(int index)
    {
        ref var patient = ref patients[index];
        patient.Status = PatientStatus.InBay;
        patient.ReadyMinute = (short)(minute + shift.Patients[index].BayMinutes);
        if (Required(index).DispositionSteps(patient.Disposition) < 0)
            patient.Flags |= PatientState.BayNotNeeded;
        Treat(index);
    }

    private void Treat(int index)
    {
        if (patients[index].TreatedMinute < 0)
            patients[index].TreatedMinute = (short)minute;
    }

    private int Next(PatientStatus status)
    {
        var best = -1;
        for (var i = 0; i < patients.Length; i++)
        {
            if (patients[i].Status == status && (best < 0 || Urgency(i) < Urgency(best)))
                best = i;
        }

        return best;
    }

    private int Urgency(int index)
    {
        const int Uncategorised = 6;
        ref readonly var patient = ref patients[index];
        return (patient.Disposition * 10) + (patient.Category == 0 ? Uncategorised : patient.Category);
    }

    private void Deteriorate(int index)
    {
        ref var patient = ref patients[index];
        if (shift.Patients[index].HarmMinute > minute || patient.TreatedMinute >= 0 || patient.Has(PatientState.HasBeenHarmed))
            return;
        Harm(index);
        alerts.Add($"{shift.Patients[index].Id} has collapsed" + (patient.IsPresent ? " in the waiting room; the resuscitation team takes over." : " after leaving."));
        Treat(index);
        patient.Status = PatientStatus.Transferred;
    }

    private void Harm(int index)
    {
        ref var patient = ref patients[index];
        patient.Flags |= PatientState.HasBeenHarmed;
        var cause = patient.Status switch
        {
            PatientStatus.AwaitingBay => HarmCause.NoBay,
            PatientStatus.AwaitingClinician => HarmCause.WaitingForClinician,
            PatientStatus.Left => HarmCause.Left,
            PatientStatus.SentHome => HarmCause.SentHome,
            _ => patient.ContactMinute < 0 ? HarmCause.Unseen : HarmCause.Undecided,
        };
        var displaced = cause == HarmCause.NoBay && BaysFree == 0 && BayTakenWithoutNeed();
        Add(TriageFacts.Harmed, index, (int)cause, HarmClass(index), ++tallies.Harmed, Bool(patient.Disposition >= 0 && Required(index).DispositionSteps(patient.Disposition) <= 0), Bool(displaced));
    }

    private bool BayTakenWithoutNeed()
    {
        foreach (ref readonly var patient in patients.AsSpan())
        {
            if (patient.Status == PatientStatus.InBay && patient.Has(PatientState.BayNotNeeded))
                return true;
        }

        return false;
    }

    private void LoseHeart(int index)
    {
        ref var patient = ref patients[index];
        if (patient.Status != PatientStatus.Waiting || shift.Patients[index].PatienceMinute > minute || patient.Has(PatientState.HasBeenCalledBack))
            return;
        if (judgement.Truth(shift.Patients[index], patient.TreatedMinute, minute).Value(Vital.Consciousness) > 0)
            return;   // someone confused or drowsy does not get up and go
        patient.Status = PatientStatus.Left;
        alerts.Add($"{shift.Patients[index].Id} has left without a decision.");
    }

    private void CheckDeadlines(int index)
    {
        ref var patient = ref patients[index];
        var waited = minute - shift.Patients[index].ArrivalMinute;
        var initial = content.Parameters.InitialAssessmentMinutes;
        if (waited > initial && patient.ContactMinute < 0 && (patient.MissedReported & MissedInitialAssessment) == 0 && patient.Status == PatientStatus.Waiting)
        {
            patient.MissedReported |= MissedInitialAssessment;
            Miss(index, MustDoKind.InitialAssessment, atEnd: false);
        }

        if (patient.Status == PatientStatus.Waiting && (patient.MissedReported & MissedDisposition) == 0
            && waited > initial + content.Rules.CategoryMinutes[CategoryAtArrival(index) - 1])
        {
            patient.MissedReported |= MissedDisposition;
            Miss(index, MustDoKind.Disposition, atEnd: false);
        }

        if (patient.IsPresent && patient.RetriageDueMinute >= 0 && minute > patient.RetriageDueMinute)
        {
            Miss(index, MustDoKind.Retriage, atEnd: false);
            patient.RetriageDueMinute = (short)(minute + RetriageMinutes(patient.Category));
        }
    }

    private int CategoryAtArrival(int index) => shift.CategoriesAtArrival[index];

    private int RetriageMinutes(int category) =>
        Math.Max(content.Parameters.RetriageFloorMinutes, content.Rules.CategoryMinutes[Math.Max(category, 1) - 1]);

    private void Miss(int index, MustDoKind kind, bool atEnd)
    {
        if (!atEnd)
            alerts.Add(shift.Patients[index].Id + Overdue(kind));
        Add(TriageFacts.MustDoMissed, index, (int)kind, Bool(atEnd), HarmClass(index), ++tallies.Missed, CategoryAtArrival(index));
    }

    private static string Overdue(MustDoKind kind) => kind switch
    {
        MustDoKind.InitialAssessment => " has waited too long for a first look.",
        MustDoKind.Disposition => " has waited too long for a decision.",
        _ => " should have been looked at again by now.",
    };

    /// <summary>What is still undone at the end is judged once more, and those sent away wrongly come to harm later.</summary>
    private void EndEpisode()
    {
        var (undecided, harmed, left) = (0, 0, 0);
        for (var i = 0; i < patients.Length; i++)
        {
            ref var patient = ref patients[i];
            var notYetHarmed = patient.TreatedMinute < 0 && !patient.Has(PatientState.HasBeenHarmed) && shift.Patients[i].HarmMinute != int.MaxValue;
            if (notYetHarmed && patient.Status is PatientStatus.SentHome or PatientStatus.Left or PatientStatus.Waiting or PatientStatus.NotArrived)
                Harm(i);
            var deserted = closed && notYetHarmed && patient.Status is PatientStatus.AwaitingBay or PatientStatus.AwaitingClinician;
            if (patient.Status is PatientStatus.NotArrived or PatientStatus.Waiting || deserted)
            {
                undecided++;
                Miss(i, patient.ContactMinute < 0 ? MustDoKind.InitialAssessment : MustDoKind.Disposition, atEnd: true);
            }

            if (patient.Status == PatientStatus.Left && !patient.Has(PatientState.HasBeenCalledBack))
            {
                left++;
                Miss(i, MustDoKind.CallBack, atEnd: true);
            }

            harmed += patient.Has(PatientState.HasBeenHarmed) ? 1 : 0;
        }

        Add(TriageFacts.EpisodeEnded, null, Bool(undecided > 0), undecided, harmed, left);
    }
}
