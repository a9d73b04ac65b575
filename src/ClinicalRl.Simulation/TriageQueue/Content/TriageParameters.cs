using System.Collections.Immutable;
using ClinicalRl.Simulation.ClinicalScores;
using ClinicalRl.Simulation.Content;
using ClinicalRl.Simulation.Environments;

namespace ClinicalRl.Simulation.TriageQueue.Content;

/// <summary>How crowded and deceptive one difficulty is.</summary>
internal sealed record Crowding(
    (int Low, int High) Arrivals, (int Low, int High) PresentAtStart, int ArrivalPerMille, int Bays, int Clinicians, int DangerousPerMille, int TraitsPerMille);

/// <summary>Times, resources and base rates of the front door; all minutes are simulated minutes.</summary>
internal sealed class TriageParameters
{
    private readonly ImmutableArray<Crowding> crowding;

    private readonly ImmutableArray<(int FromMonths, ImmutableArray<(double Low, double High)> Ranges)> atRest;

    private TriageParameters(YamlMap file)
    {
        ShiftMinutes = file.Whole("shift_minutes");
        MaxSteps = file.Whole("max_steps");
        LastArrivalMinute = file.Whole("last_arrival_minute");
        ShiftStarts = file.Text("shift_starts");
        var initial = file.Map("initial_assessment_minutes");
        InitialAssessmentMinutes = initial.Whole("value");
        InvalidActionMinutes = file.Whole("invalid_action_minutes");
        var minutes = file.Map("minutes");
        AskMinutes = minutes.Whole("ask");
        AskHistoryMinutes = minutes.Whole("ask_history");
        ExamineMinutes = minutes.Whole("examine");
        AssignMinutes = minutes.Whole("assign_category");
        DisposeMinutes = minutes.Whole("dispose");
        EscalateMinutes = minutes.Whole("escalate");
        InterpreterMinutes = minutes.Whole("interpreter");
        ReassessMinutes = minutes.Whole("reassess");
        AdviseMinutes = minutes.Whole("advise");
        minutes.Close();
        RetriageFloorMinutes = file.Whole("retriage_floor_minutes");
        ClinicianMinutes = file.Range("clinician_minutes");
        SeniorReviewMinutes = file.Whole("senior_review_minutes");
        BayMinutes = file.Range("bay_minutes");
        PatienceMinutes = file.Range("patience_minutes");
        CallBackMinutes = file.Whole("call_back_minutes");
        var difficulties = file.Map("difficulties");
        crowding = [.. ScenarioWords.Difficulties.Select(word => ReadCrowding(difficulties.Map(word)))];
        difficulties.Close();
        atRest = [.. file.Maps("vitals_at_rest").Select(ReadAtRest)];
        file.Close();
    }

    public int ShiftMinutes { get; }

    public int MaxSteps { get; }

    /// <summary>Whoever would come later comes at this minute: everyone can still be seen before the shift ends.</summary>
    public int LastArrivalMinute { get; }

    public string ShiftStarts { get; }

    public int InitialAssessmentMinutes { get; }

    public int InvalidActionMinutes { get; }

    public int AskMinutes { get; }

    public int AskHistoryMinutes { get; }

    public int ExamineMinutes { get; }

    public int AssignMinutes { get; }

    public int DisposeMinutes { get; }

    public int EscalateMinutes { get; }

    public int InterpreterMinutes { get; }

    public int ReassessMinutes { get; }

    public int AdviseMinutes { get; }

    public int RetriageFloorMinutes { get; }

    public (int Low, int High) ClinicianMinutes { get; }

    public int SeniorReviewMinutes { get; }

    public (int Low, int High) BayMinutes { get; }

    public (int Low, int High) PatienceMinutes { get; }

    public int CallBackMinutes { get; }

    public static TriageParameters Load() => new(ContentFiles.Open("triage-queue/parameters.yaml"));

    public Crowding For(Difficulty difficulty) => crowding[(int)difficulty];

    /// <summary>The resting range of a vital at an age.</summary>
    public (double Low, double High) AtRest(int ageMonths, Vital vital)
    {
        var i = atRest.Length - 1;
        while (atRest[i].FromMonths > ageMonths)
            i--;
        return atRest[i].Ranges[(int)vital];
    }

    private static Crowding ReadCrowding(YamlMap map)
    {
        var difficulty = new Crowding(
            map.Range("arrivals"), map.Range("present_at_start"), map.Whole("arrival_per_mille"), map.Whole("bays"), map.Whole("clinicians"),
            map.Whole("dangerous_per_mille"), map.Whole("traits_per_mille"));
        map.Close();
        return difficulty;
    }

    private static (int FromMonths, ImmutableArray<(double Low, double High)> Ranges) ReadAtRest(YamlMap map)
    {
        var row = (map.Whole("from_months"), Vitals.Names.Select(map.NumberRange).ToImmutableArray());
        map.Close();
        return row;
    }
}
