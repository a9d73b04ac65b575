using ClinicalRl.Simulation.ClinicalScores;
using ClinicalRl.Simulation.Environments;
using ClinicalRl.Simulation.Facts;
using ClinicalRl.Simulation.Randomness;
using ClinicalRl.Simulation.TriageQueue.Content;
using ClinicalRl.Simulation.TriageQueue.Scenarios;

namespace ClinicalRl.Simulation.TriageQueue.Flow;

/// <summary>
/// One step in the making: a private copy of the state that an action and the passing minutes work on, the events they cause and
/// what the agent gets to see of it.
/// </summary>
internal sealed partial class TriageStep
{
    private readonly TriageContent content;
    private readonly Judgement judgement;
    private readonly TriageScenario shift;
    private readonly PatientState[] patients;
    private readonly List<FactEvent> events = new(4);
    private readonly List<string> alerts = new(2);
    private readonly StepResult result = new();
    private readonly int stepCount;
    private RandomStream random;
    private ReviewMinutes reviews;
    private Tallies tallies;
    private int minute;
    private bool closed;

    /// <summary>The start of a shift.</summary>
    public TriageStep(TriageContent content, Judgement judgement, TriageScenario shift)
    {
        (this.content, this.judgement, this.shift) = (content, judgement, shift);
        patients = new PatientState[shift.Patients.Length];
        Array.Fill(patients, PatientState.Fresh);
        random = RandomStream.Named(shift.Key.Seed, "triage-queue/course");
        for (var i = 0; i < patients.Length && shift.Patients[i].ArrivalMinute == 0; i++)
            Arrive(i);
        alerts.Clear();
    }

    /// <summary>The step after <paramref name="before"/>.</summary>
    public TriageStep(TriageContent content, Judgement judgement, TriageState before)
    {
        (this.content, this.judgement, shift) = (content, judgement, before.Shift);
        patients = (PatientState[])before.Patients.Clone();
        random = before.Random;
        reviews = before.Reviews;
        tallies = before.Tallies;
        minute = before.Minute;
        stepCount = before.StepCount + 1;
    }

    public StepResult Result => result;

    public IReadOnlyList<string> Alerts => alerts;

    public TriageScenario Shift => shift;

    public ReadOnlySpan<PatientState> Patients => patients;

    public int Minute => minute;

    public int BaysFree => shift.Bays - Count(PatientStatus.InBay);

    public int CliniciansFree => Math.Max(0, shift.Clinicians - Count(PatientStatus.WithClinician) - reviews.BusyAt(minute));

    public bool ArrivalsExpected => patients[^1].Status == PatientStatus.NotArrived;

    /// <summary>Closes the step: ends the episode if its time has come and returns what follows.</summary>
    public Transition Finish(string? invalid)
    {
        var terminated = closed || minute >= content.Parameters.ShiftMinutes || IsCleared();
        var truncated = !terminated && stepCount >= content.Parameters.MaxSteps;
        if (terminated || truncated)
            EndEpisode();
        var state = new TriageState(shift, stepCount, minute, terminated, truncated, random, reviews, tallies, patients);
        return new Transition(state, TriageObservation.Render(content, this, terminated || truncated), events, invalid);
    }

    private bool IsCleared()
    {
        foreach (ref readonly var patient in patients.AsSpan())
        {
            if (patient.Status == PatientStatus.NotArrived || patient.IsPresent || (patient.Status == PatientStatus.Left && !patient.Has(PatientState.HasBeenCalledBack)))
                return false;
        }

        return true;
    }

    private int Count(PatientStatus status)
    {
        var count = 0;
        foreach (ref readonly var patient in patients.AsSpan())
            count += patient.Status == status ? 1 : 0;
        return count;
    }

    private void Add(EventKind kind, int? patient, params double[] values) =>
        events.Add(new FactEvent(kind, patient is { } index ? shift.Patients[index].Id : null, values));

    private double HarmClass(int index) => (int)shift.Patients[index].Twin.Severity;

    private Placement Required(int index) => judgement.Required(shift.Patients[index], patients[index].TreatedMinute, minute);

    private static double Bool(bool value) => value ? 1 : 0;
}

/// <summary>What an action brought to light.</summary>
internal sealed class StepResult
{
    private string text = "";

    public string Tool { get; set; } = "";

    public int Patient { get; set; } = -1;

    public bool IsInvalid { get; set; }

    /// <summary>False when a language barrier kept the question from being understood.</summary>
    public bool IsUnderstood { get; set; } = true;

    public string Text => text;

    public List<(string Code, bool Present, string Text)> Findings { get; } = [];

    public List<(Vital Vital, double Value)> Measurements { get; } = [];

    public void Say(string sentence) => text = text.Length == 0 ? sentence : text + " " + sentence;
}
