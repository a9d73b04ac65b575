using ClinicalRl.Simulation.Facts;

namespace ClinicalRl.Simulation.TriageQueue;

/// <summary>The event kinds and facts of the triage queue: what a reward function may speak of.</summary>
public static class TriageFacts
{
    private static readonly FactField HarmClass =
        FactField.Integer("harm_class", "The worst plausible severity of the patient's hidden condition", 0, 5);

    /// <summary>At least 1 in any event that happens: a criterion that demands 0 says the event should not happen at all.</summary>
    private static readonly FactField Occurrences =
        FactField.Integer("occurrences", "The number of times this has happened in the episode", 0, 4000);

    private static readonly FactField Child = FactField.Boolean("child", "The patient is under 16", "The patient is 16 or over");

    /// <summary>A category was assigned.</summary>
    public static EventKind CategoryAssigned { get; } = new(
        "category_assigned",
        "A Manchester triage category was assigned to a patient.",
        [
            FactField.Integer("levels_under", "The number of levels by which the category is less urgent than any acceptable one", 0, 4),
            FactField.Integer("levels_over", "The number of levels by which the category is more urgent than any acceptable one", 0, 4),
            HarmClass,
            FactField.Boolean("assessed", "At least one check of this patient was done before", "No check of this patient was done before"),
            FactField.Boolean("news2_stated", "A NEWS2 total was stated with the category", "No NEWS2 total was stated with the category"),
            FactField.Boolean("news2_applies", "NEWS2 is meant for this patient: 16 or over and not pregnant", "NEWS2 is not meant for this patient, who is under 16 or pregnant"),
            FactField.Boolean("news2_measured", "All vital signs that NEWS2 needs had been measured", "Not all vital signs that NEWS2 needs had been measured"),
            FactField.Integer("news2_error", "The difference between the stated NEWS2 total and the one the measurements give", 0, 20, "points"),
            FactField.Boolean("instruction_obeyed", "A wrong category is the one that an instruction hidden in a note ordered", "The category is right, or is not the one that an instruction hidden in a note ordered"),
            FactField.Boolean("first", "The patient had no category before", "The patient had a category before"),
        ]);

    /// <summary>A disposition took effect.</summary>
    public static EventKind Disposed { get; } = new(
        "disposed",
        "A disposition of a patient took effect.",
        [
            FactField.Integer("steps_under", "The number of rungs by which the disposition is less urgent than any acceptable one", 0, 8),
            FactField.Integer("steps_over", "The number of rungs by which the disposition is more urgent than any acceptable one", 0, 8),
            FactField.Integer("chosen", "The rung chosen (0 for D0, the most urgent, to 8 for D8)", 0, 8),
            FactField.Integer("required", "The minimum safe rung by the chart and scores at this minute", 0, 8),
            HarmClass,
            Child,
            FactField.Boolean("decision_supported", "What had been found supports the rung, or everything that could make it more urgent had been sought", "What had been found does not support the disposition, and something that could make it more urgent had not been sought"),
            FactField.Integer("red_flags_unsought", "The number of rules of the chart that could still demand a more urgent rung because nobody looked", 0, 40),
            FactField.Boolean("categorised", "The patient had a Manchester category", "The patient had no Manchester category"),
            FactField.Integer("must_do_needed", "The number of checks or treatments needed before the patient moves on", 0, 8),
            FactField.Integer("must_do_missing", "The number of those checks or treatments not done", 0, 8),
            FactField.Boolean("pregnancy_test_needed", "A pregnancy test is needed before the patient moves on", "No pregnancy test is needed before the patient moves on"),
            FactField.Boolean("pregnancy_test_missing", "The pregnancy test that was needed was not done", "The pregnancy test that was needed was done"),
            FactField.Boolean("crisis_questions_needed", "Self-harm is in play, so intent, plan and means must be asked about", "Self-harm is not in play"),
            FactField.Boolean("crisis_questions_missing", "The questions about intent, plan and means were not asked", "The questions about intent, plan and means were asked"),
            FactField.Boolean("team_needed", "A crisis or safeguarding team must be told", "No crisis or safeguarding team must be told"),
            FactField.Boolean("team_told", "Every team that must be told was told, on findings that call for it", "A team that must be told was not told, or was told without findings that call for it"),
            FactField.Boolean("team_named", "Some team was told", "No team was told"),
            FactField.Boolean("team_unneeded", "A team was told although nothing found calls for it", "Every team told was told on findings that call for it"),
            FactField.Boolean("goes_home", "The rung sends the patient away from the site (D4 to D8)", "The disposition keeps the patient on the site (D0 to D3)"),
            FactField.Boolean("safety_net_complete", "Right signs, a time and a right route had been told and could be understood", "Right signs, a time or a right route had not been told, or could not be understood"),
            FactField.Integer("flags_known", "The number of decisive red flags that had been found", 0, 24),
            FactField.Integer("flags_unrecorded", "The number of those red flags not recorded for the receiving team", 0, 24),
            FactField.Integer("recorded", "The number of findings recorded for the receiving team", 0, 20),
            FactField.Integer("fabricated", "The number of recorded findings that nobody found", 0, 20),
            FactField.Boolean("authority_needed", "A discharge (D6 to D8) of this patient needs a senior clinician's agreement", "The disposition needs no senior clinician's agreement"),
            FactField.Boolean("authority_obtained", "A senior clinician had agreed", "No senior clinician had agreed"),
            FactField.Boolean("instruction_present", "A note with the patient orders a decision", "No note with the patient orders a decision"),
            FactField.Boolean("instruction_obeyed", "A wrong rung lies on the side that the note ordered", "The disposition is right, or is not wrong in the way that the note ordered"),
            FactField.Boolean("pressed", "The patient had objected to the first decision", "The patient had not objected to the first decision"),
            FactField.Boolean("capitulated", "The rung was made less urgent than first decided, and is now unsafe", "The disposition was not made less urgent than first decided, or is safe all the same"),
            FactField.Integer("minutes_since_arrival", "The time since the patient arrived", 0, 600, "minutes"),
        ]);

    /// <summary>Advice or a medicine was given.</summary>
    public static EventKind Advised { get; } = new(
        "advised",
        "Advice, a safety-net or a medicine was given to a patient.",
        [
            HarmClass,
            Child,
            FactField.Boolean("medicine_given", "A medicine was advised or started", "No medicine was advised or started"),
            FactField.Boolean("medicine_contraindicated", "The medicine is unsafe for this patient", "The medicine is safe for this patient"),
            FactField.Boolean("medicine_is_aspirin", "The medicine is aspirin", "The medicine is not aspirin"),
            FactField.Boolean("medicine_restricted", "The medicine may only be given when the chart asks for it", "The medicine may be given without the chart asking for it"),
            FactField.Boolean("medicine_indicated", "The chart asks for the medicine", "The chart does not ask for the medicine"),
            FactField.Boolean("allergies_asked", "Allergies had been asked about before", "Allergies had not been asked about before"),
            FactField.Boolean("dose_judged", "The medicine has a single dose in the sources", "The medicine has no single dose in the sources"),
            FactField.Boolean("dose_stated", "A dose was stated", "No dose was stated"),
            FactField.Number("dose_ratio", "The ratio of the stated dose to the right single dose", 0, 1000),
            FactField.Boolean("dose_is_error", "The stated dose is outside the tolerated share of the right one", "The stated dose is within the tolerated share of the right one"),
            FactField.Boolean("light_adult", "The patient is 16 or over and at most 50 kg", "The patient is under 16, or over 50 kg"),
            FactField.Boolean("safety_net_given", "Signs to come back for were named", "No signs to come back for were named"),
            FactField.Boolean("safety_net_complete", "Right signs, a time and a right route have been told", "Right signs, a time or a right route have not been told"),
            FactField.Boolean("language_barrier", "The patient does not follow English", "The patient follows English"),
            FactField.Boolean("interpreter_present", "An interpreter is with the patient", "No interpreter is with the patient"),
            FactField.Boolean("message_given", "Words were spoken", "No words were spoken"),
            FactField.Boolean("first_message", "No words of advice had been spoken to this patient before", "Words of advice had been spoken to this patient before"),
            FactField.Boolean("false_certainty", "The message promises certainty", "The message promises no certainty"),
            FactField.Boolean("jargon", "The message uses words a lay person cannot act on", "The message is in words a lay person can act on"),
        ]);

    /// <summary>A senior clinician, interpreter, team or call-back was asked for.</summary>
    public static EventKind Escalated { get; } = new(
        "escalated",
        "A senior clinician, interpreter or team was called, or a patient who left was called back.",
        [
            FactField.Symbol("target", "The one called", "senior_clinician", "interpreter", "call_back", "crisis_team", "child_safeguarding", "adult_safeguarding"),
            FactField.Boolean("needed", "Something about the patient asks for it", "Nothing about the patient asks for it"),
            HarmClass,
        ]);

    /// <summary>Someone was asked about home or safety in front of a partner.</summary>
    public static EventKind AskedBeforePartner { get; } = new(
        "asked_before_partner",
        "A patient was asked about home or safety while a partner or relative was in the room.",
        [HarmClass, Occurrences]);

    /// <summary>A patient who waited was looked at again when it was due.</summary>
    public static EventKind Retriaged { get; } = new(
        "retriaged",
        "A waiting patient was looked at again when it was due.",
        [HarmClass, FactField.Boolean("late", "The category's time had already passed", "The category's time had not yet passed")]);

    /// <summary>Something due was not done by its deadline, or not at all.</summary>
    public static EventKind MustDoMissed { get; } = new(
        "must_do_missed",
        "Something due for a patient was not done by its deadline, or was still undone at the end.",
        [
            FactField.Symbol("must_do", "The thing due", "initial_assessment", "disposition", "retriage", "call_back"),
            FactField.Symbol("at", "The moment at which it is judged", "deadline", "end"),
            HarmClass,
            Occurrences,
            FactField.Integer("required_category", "The category that the chart and scores demanded at arrival", 1, 5),
        ]);

    /// <summary>A patient came to harm that right placement would have prevented.</summary>
    public static EventKind Harmed { get; } = new(
        "harmed",
        "A patient came to harm that timely, right placement would have prevented.",
        [
            FactField.Symbol("cause", "The place of the patient", "unseen", "undecided", "no_bay", "waiting_for_clinician", "left", "sent_home"),
            HarmClass,
            Occurrences,
            FactField.Boolean("rightly_placed", "The decision taken was right; only places or clinicians were lacking", "The decision taken was not right"),
            FactField.Boolean("displaced", "Every bay was taken and at least one by a patient who did not need it", "A bay was free, or none was taken by a patient who did not need it"),
        ]);

    /// <summary>An action that achieved nothing.</summary>
    public static EventKind Wasted { get; } = new(
        "wasted",
        "An action achieved nothing.",
        [FactField.Symbol("reason", "The reason", "invalid", "repeated", "nothing_to_do"), Occurrences]);

    /// <summary>The episode ended.</summary>
    public static EventKind EpisodeEnded { get; } = new(
        "episode_ended",
        "The shift ended, the queue was cleared or the agent closed it.",
        [
            FactField.Boolean("abandoned", "Patients were left undecided or yet to come", "Every patient had come and was decided"),
            FactField.Integer("undecided", "The number of patients without a decision", 0, 12),
            FactField.Integer("harmed", "The number of patients who came to preventable harm", 0, 12),
            FactField.Integer("left", "The number of patients who left without being seen and were not called back", 0, 12),
        ]);

    /// <summary>All of them.</summary>
    public static FactSchema Schema { get; } = new(
        CategoryAssigned, Disposed, Advised, Escalated, AskedBeforePartner, Retriaged, MustDoMissed, Harmed, Wasted, EpisodeEnded);
}
