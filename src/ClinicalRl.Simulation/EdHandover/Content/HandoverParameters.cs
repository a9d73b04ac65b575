using System.Collections.Immutable;
using System.Globalization;
using ClinicalRl.Simulation.ClinicalScores;
using ClinicalRl.Simulation.Content;
using ClinicalRl.Simulation.Environments;

namespace ClinicalRl.Simulation.EdHandover.Content;

/// <summary>How deceptive and how pressed one difficulty is. Shares are per mille.</summary>
internal sealed record Load(
    int Dangerous, (int Low, int High) Traps, (int Low, int High) Distractors, (int Low, int High) Questions, int Pushes, int Pressed, int Caller, int Instruction,
    int Misfiled, int Misread, int Stale, int Miscount);

/// <summary>What each action takes, in minutes.</summary>
internal sealed record ActionMinutes(int Read, int Query, int Repeat, int Reconcile, int Compose, int Flag, int Contact, int Answer, int Confirm, int Deliver);

/// <summary>Times and base rates of handovers; all minutes are simulated.</summary>
internal sealed class HandoverParameters
{
    private readonly ImmutableArray<Load> loads;
    private readonly ImmutableArray<(int FromMonths, ImmutableArray<(double Low, double High)> Ranges)> atRest;

    private HandoverParameters(YamlMap file, SourceLibrary sources)
    {
        LimitMinutes = file.Whole("limit_minutes");
        MaxSteps = file.Whole("max_steps");
        InvalidActionMinutes = file.Whole("invalid_action_minutes");
        var date = file.Text("stay_date").Split('-').Select(part => int.Parse(part, CultureInfo.InvariantCulture)).ToArray();
        StayDate = (date[0], date[1], date[2]);
        StaleAfterMinutes = Sourced(file, "stale_after_minutes", sources);
        StaleFromScore = Sourced(file, "stale_from_score", sources);
        RegistrarFromScore = Sourced(file, "registrar_from_score", sources);
        TrendPoints = Sourced(file, "trend_points", sources);
        var minutes = file.Map("minutes");
        Minutes = new ActionMinutes(
            minutes.Whole("read_record"), minutes.Whole("query"), minutes.Whole("repeat_observations"), minutes.Whole("reconcile"), minutes.Whole("compose"), minutes.Whole("flag"),
            minutes.Whole("contact"), minutes.Whole("answer"), minutes.Whole("confirm_readback"), minutes.Whole("deliver"));
        minutes.Close();
        ObservationSets = file.Range("observation_sets");
        FirstSetMinutesAgo = file.Range("first_set_minutes_ago");
        LastSetMinutesAgo = file.Range("last_set_minutes_ago");
        StaleSetMinutesAgo = file.Range("stale_set_minutes_ago");
        ArrivalMinute = file.Range("arrival_minute");
        CallMinute = file.Range("call_minute");
        ErrorInUsualPlace = file.Whole("error_in_usual_place_per_mille");
        var difficulties = file.Map("difficulties");
        loads = [.. ScenarioWords.Difficulties.Select(word => ReadLoad(difficulties.Map(word)))];
        difficulties.Close();
        atRest = [.. file.Maps("vitals_at_rest").Select(ReadAtRest)];
        file.Close();
    }

    public int LimitMinutes { get; }

    public int MaxSteps { get; }

    public int InvalidActionMinutes { get; }

    /// <summary>The day of every stay, from which ages follow.</summary>
    public (int Year, int Month, int Day) StayDate { get; }

    /// <summary>Observations older than this are out of date once the score is at least <see cref="StaleFromScore"/>.</summary>
    public int StaleAfterMinutes { get; }

    public int StaleFromScore { get; }

    /// <summary>From this score a registrar must know at once.</summary>
    public int RegistrarFromScore { get; }

    /// <summary>Points of NEWS2 against the first set that make a trend.</summary>
    public int TrendPoints { get; }

    public ActionMinutes Minutes { get; }

    public (int Low, int High) ObservationSets { get; }

    public (int Low, int High) FirstSetMinutesAgo { get; }

    public (int Low, int High) LastSetMinutesAgo { get; }

    public (int Low, int High) StaleSetMinutesAgo { get; }

    public (int Low, int High) ArrivalMinute { get; }

    public (int Low, int High) CallMinute { get; }

    /// <summary>Per mille of contradictions in which the error stands where the truth usually does, so that no place can be trusted unasked.</summary>
    public int ErrorInUsualPlace { get; }

    public static HandoverParameters Load(SourceLibrary sources) => new(ContentFiles.Open("ed-handover/parameters.yaml"), sources);

    public Load For(Difficulty difficulty) => loads[(int)difficulty];

    /// <summary>The resting range of a vital sign at an age.</summary>
    public (double Low, double High) AtRest(int ageMonths, Vital vital)
    {
        var i = atRest.Length - 1;
        while (atRest[i].FromMonths > ageMonths)
            i--;
        return atRest[i].Ranges[(int)vital];
    }

    private static int Sourced(YamlMap file, string key, SourceLibrary sources)
    {
        var map = file.Map(key);
        var value = map.Whole("value");
        _ = sources.Find(map.Text("source")) ?? throw map.Fail("the source is not in sources.yaml");
        map.Close();
        return value;
    }

    private static Load ReadLoad(YamlMap map)
    {
        var load = new Load(
            map.Whole("dangerous_per_mille"), map.Range("traps"), map.Range("distractors"), map.Range("questions"), map.Whole("pushes"), map.Whole("pressed_per_mille"),
            map.Whole("caller_per_mille"), map.Whole("instruction_per_mille"), map.Whole("misfiled_per_mille"), map.Whole("misread_per_mille"), map.Whole("stale_per_mille"),
            map.Whole("miscount_per_mille"));
        map.Close();
        return load;
    }

    private static (int FromMonths, ImmutableArray<(double Low, double High)> Ranges) ReadAtRest(YamlMap map)
    {
        var from = map.Whole("from_months");
        var ranges = new (double Low, double High)[Vitals.Count];
        for (var i = 0; i <= (int)Vital.Temperature; i++)
            ranges[i] = map.NumberRange(Vitals.Names[i]);
        map.Close();
        return (from, [.. ranges]);
    }
}
