using System.Text.Json;
using ClinicalRl.Simulation.Actions;
using ClinicalRl.Simulation.ClinicalScores;
using ClinicalRl.Simulation.Policies;
using ClinicalRl.Simulation.TriageQueue.Content;

namespace ClinicalRl.Simulation.TriageQueue.Policies;

/// <summary>
/// Good practice: looks at everyone early, works down the presentation's chart until nothing unasked could make the case more
/// urgent, does what must be done first, records, safety-nets, holds to its decision, looks again when due.
/// </summary>
internal sealed class GuidelinePolicy(TriageContent content, bool givesWay = false) : IPolicy
{
    private const int GlanceAfterMinutes = 9;
    private const int LastBayRung = 1;
    private const int LastStayingRung = 3;
    private const int FirstDischargeRung = 6;
    private const int YoungestWithPainScoreMonths = 60;
    private const int MostTimesAsked = 2;
    private const int AlarmingNews2 = 5;
    private const int StaleAfterMinutes = 15;
    private const int WatchfulNews2 = 3;

    private readonly Dictionary<string, PatientNotes> notes = new(StringComparer.Ordinal);
    private readonly HashSet<string> calledBack = new(StringComparer.Ordinal);
    private string? current;

    public AgentAction Act(JsonElement observation)
    {
        var view = TriageView.Read(observation);
        TakeNotes(view);
        var waiting = view.Patients.Where(patient => patient.IsWaiting).ToArray();
        if (view.Patients.FirstOrDefault(patient => patient.Status == "left" && !calledBack.Contains(patient.Id)) is { } gone)
        {
            calledBack.Add(gone.Id);
            return AgentAction.Call("escalate", new { patient = gone.Id, to = "call_back" });
        }

        if (view.Patients.FirstOrDefault(patient => patient.IsPresent && patient.LookAgainInMinutes <= 2 && notes.ContainsKey(patient.Id)) is { } due && !(due.IsWaiting && due.Id == current))
            return AgentAction.Call("reassess", new { patient = due.Id });
        if (waiting.Length == 0)
            return view.ArrivalsExpected || view.Patients.Any(patient => patient.IsPresent) ? AgentAction.Call("wait", new { minutes = 10 }) : AgentAction.Call("close_queue");
        return Attend(view, Choose(waiting));
    }

    private void TakeNotes(TriageView view)
    {
        foreach (var patient in view.Patients)
        {
            if (!notes.ContainsKey(patient.Id))
                notes[patient.Id] = new PatientNotes(content.Families.First(family => family.Title == patient.Presentation), content);
        }

        if (view.Result.TryGetProperty("patient", out var id))
            notes[id.GetString()!].Note(view.Result, view.Minute);
    }

    /// <summary>Whoever nobody has glanced at for too long; then whoever looks sickest; then whoever was begun with; then the longest here.</summary>
    private SeenPatient Choose(SeenPatient[] waiting)
    {
        var overdue = waiting.Where(patient => !patient.Seen && patient.MinutesHere >= GlanceAfterMinutes).MaxBy(patient => patient.MinutesHere);
        if (overdue is not null)
            return overdue;
        var sickest = waiting.MaxBy(EarlyWarning)!;
        var begun = waiting.FirstOrDefault(patient => patient.Id == current);
        var chosen = EarlyWarning(sickest) >= AlarmingNews2 && EarlyWarning(sickest) > (begun is null ? 0 : EarlyWarning(begun))
            ? sickest
            : begun ?? waiting.MaxBy(patient => patient.MinutesHere)!;
        current = chosen.Id;
        return chosen;
    }

    private int EarlyWarning(SeenPatient patient) => notes[patient.Id].News2()?.Total ?? 0;

    private AgentAction Attend(TriageView view, SeenPatient patient)
    {
        var note = notes[patient.Id];
        var knowledge = new NotedKnowledge(patient, note, content);
        if (note.NeedsInterpreter && !note.Interpreted)
        {
            (note.Interpreted, note.NeedsInterpreter) = (true, false);
            note.Done.Clear();
            note.Asked.Clear();
            return AgentAction.Call("escalate", new { patient = patient.Id, to = "interpreter" });
        }

        if (!note.VitalsComplete)
            return Check(patient, note, content.Checks.Vitals);
        if (view.Minute - note.VitalsMinute > StaleAfterMinutes && note.News2()?.Total >= WatchfulNews2 && !note.Disposed)
            return Check(patient, note, content.Checks.Vitals);
        return NextForChart(patient, note, knowledge, out var placement) ?? Prepare(patient, note, knowledge, placement) ?? Decide(view, patient, note, knowledge, placement);
    }

    private bool UsesNews2(SeenPatient patient, in NotedKnowledge knowledge) =>
        patient.AgeMonths >= content.Rules.News2MinimumMonths && knowledge.Of(new Term(TermKind.Pregnant, 0, "", 0)) != Truth.True;

    /// <summary>The next check that could still change the decision, or null and the placement that the chart asks for.</summary>
    private AgentAction? NextForChart(SeenPatient patient, PatientNotes note, in NotedKnowledge knowledge, out Placement placement)
    {
        placement = note.Family.Rules[^1].Placement;
        Placement? demanded = UsesNews2(patient, knowledge) && note.News2() is { } score ? content.Rules.ForNews2(score) : null;
        foreach (var rule in note.Family.Rules)
        {
            var truth = rule.When.Evaluate(knowledge);
            if (truth == Truth.Unknown && FirstUnknown(patient, note, knowledge, rule.When) is { } check)
                return Check(patient, note, check);
            if (truth != Truth.True)
                continue;
            placement = rule.Placement;
            break;
        }

        if (demanded is { } more)
            placement = placement.MoreUrgent(more);
        if (patient.AgeMonths >= YoungestWithPainScoreMonths && placement.Disposition > LastBayRung)
        {
            if (note.Measured(Vital.Pain) is not { } pain)
                return Check(patient, note, content.Checks.Find("measure", "pain_score")!.Value);
            placement = placement with { Category = Math.Min(placement.Category, content.Rules.CategoryForPain(pain)) };
        }

        return null;
    }

    private int? FirstUnknown(SeenPatient patient, PatientNotes note, in NotedKnowledge knowledge, Condition condition)
    {
        foreach (var term in condition.Terms)
        {
            if (knowledge.Of(term) == Truth.Unknown && CheckFor(note, term) is { } check && note.Asked.GetValueOrDefault(check) < MostTimesAsked)
                return check;
        }

        return null;
    }

    private int? CheckFor(PatientNotes note, in Term term) => term.Kind switch
    {
        TermKind.Finding => note.Family.Findings[term.Index].Check,
        TermKind.Background => content.Backgrounds[term.Index].Check,
        TermKind.Pregnant => content.Checks.PregnancyTest,
        TermKind.Vital => content.Checks.Find("measure", MeasureFor((Vital)term.Index)),
        _ => content.Checks.Vitals,
    };

    private static string MeasureFor(Vital vital) => vital switch
    {
        Vital.Systolic or Vital.Diastolic => "blood_pressure",
        Vital.Pain => "pain_score",
        _ => vital.Name(),
    };

    private AgentAction Check(SeenPatient patient, PatientNotes note, int check)
    {
        note.Done.Add(check);
        note.Asked[check] = note.Asked.GetValueOrDefault(check) + 1;
        var (tool, what) = content.Checks.Describe(check);
        return tool switch
        {
            "ask" => AgentAction.Call(tool, new { patient = patient.Id, topic = what, alone = patient.Accompanied }),
            "examine" => AgentAction.Call(tool, new { patient = patient.Id, region = what }),
            _ => AgentAction.Call(tool, new { patient = patient.Id, what }),
        };
    }

    /// <summary>What must be done before the patient moves on.</summary>
    private AgentAction? Prepare(SeenPatient patient, PatientNotes note, in NotedKnowledge knowledge, Placement placement)
    {
        foreach (var must in note.Family.MustDos)
        {
            var truth = must.When.Evaluate(knowledge);
            if (truth == Truth.Unknown && FirstUnknown(patient, note, knowledge, must.When) is { } check)
                return Check(patient, note, check);
            if (truth == Truth.False)
                continue;
            if (must.Check >= 0 && !note.Done.Contains(must.Check))
                return Check(patient, note, must.Check);
            if (must.Medicine >= 0 && Give(patient, note, knowledge, content.Medicines[must.Medicine]) is { } give)
                return give;
        }

        foreach (var need in note.Family.Teams)
        {
            if (need.When.Evaluate(knowledge) == Truth.Unknown && FirstUnknown(patient, note, knowledge, need.When) is { } check)
                return Check(patient, note, check);
        }

        return placement.Category == note.Category ? null : AssignCategory(patient, note, knowledge, placement.Category);
    }

    private AgentAction? Give(SeenPatient patient, PatientNotes note, in NotedKnowledge knowledge, Medicine medicine)
    {
        if (note.Medicines.Contains(medicine.Id))
            return null;
        if (!note.Done.Contains(content.Checks.Allergies))
            return Check(patient, note, content.Checks.Allergies);
        foreach (var (when, _) in medicine.Avoid)
        {
            if (when.Evaluate(knowledge) == Truth.Unknown && FirstUnknown(patient, note, knowledge, when) is { } check)
                return Check(patient, note, check);
            if (when.Evaluate(knowledge) == Truth.True)
                return null;
        }

        var weight = note.Measured(Vital.Weight);
        if (medicine.PerKg > 0 && weight is null)
            return Check(patient, note, content.Checks.Find("measure", "weight")!.Value);
        note.Medicines.Add(medicine.Id);
        var dose = medicine.DoseFor(patient.AgeMonths, weight ?? double.MaxValue);
        return AgentAction.Call("advise", new { patient = patient.Id, medicine = medicine.Id, dose }, "This medicine is for now; tell me if anything feels worse.");
    }

    private AgentAction AssignCategory(SeenPatient patient, PatientNotes note, in NotedKnowledge knowledge, int category)
    {
        note.Category = category;
        return UsesNews2(patient, knowledge) && note.News2() is { } score
            ? AgentAction.Call("assign_category", new { patient = patient.Id, category, news2 = score.Total })
            : AgentAction.Call("assign_category", new { patient = patient.Id, category });
    }

    private AgentAction Decide(TriageView view, SeenPatient patient, PatientNotes note, in NotedKnowledge knowledge, Placement placement)
    {
        var rung = placement.Disposition;
        if (givesWay && note.Disposed && rung <= LastStayingRung)
            return AgentAction.Call("dispose", new { patient = patient.Id, disposition = "D6" });
        if (rung >= FirstDischargeRung && note.Family.NeedsAuthority(patient.AgeMonths) && !note.SeniorCalled)
        {
            if (view.CliniciansFree == 0)
                return AgentAction.Call("wait", new { minutes = 5 });
            note.SeniorCalled = true;
            return AgentAction.Call("escalate", new { patient = patient.Id, to = "senior_clinician" });
        }

        if (rung > LastStayingRung && !note.Advised)
            return SafetyNet(patient, note);
        var teams = TeamsFor(note, knowledge);
        if (teams.Skip(1).FirstOrDefault(team => !note.TeamsTold.Contains(team)) is var further and not Team.None)
        {
            note.TeamsTold.Add(further);
            return AgentAction.Call("escalate", new { patient = patient.Id, to = TriageTools.Teams[(int)further] });
        }

        note.Disposed = true;
        return AgentAction.Call("dispose", new
        {
            patient = patient.Id,
            disposition = FormattableString.Invariant($"D{rung}"),
            team = TriageTools.Teams[(int)teams.FirstOrDefault()],
            record = note.Family.Findings.Where(finding => note.Finding(finding.Code) == true).Select(finding => finding.Code),
        });
    }

    private static List<Team> TeamsFor(PatientNotes note, in NotedKnowledge knowledge)
    {
        var teams = new List<Team>();
        foreach (var need in note.Family.Teams)
        {
            if (need.When.Evaluate(knowledge) == Truth.True && !teams.Contains(need.Team))
                teams.Add(need.Team);
        }

        return teams;
    }

    private AgentAction SafetyNet(SeenPatient patient, PatientNotes note)
    {
        note.Advised = true;
        var net = note.Family.SafetyNet;
        return AgentAction.Call(
            "advise",
            new
            {
                patient = patient.Id,
                signs = content.Vocabulary.Signs.Where((_, i) => (net.Signs >> i & 1) != 0),
                within_hours = net.WithinHours,
                route = content.Vocabulary.Routes.Where((_, i) => (net.Routes >> i & 1) != 0),
            },
            "This looks safe to manage outside hospital, and I could be wrong: if any of these happen, get help straight away as I have said.");
    }
}
