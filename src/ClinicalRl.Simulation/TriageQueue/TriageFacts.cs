using ClinicalRl.Simulation.Facts;

namespace ClinicalRl.Simulation.TriageQueue;

/// <summary>The event kinds and facts of the triage queue: what a reward function may speak of.</summary>
public static class TriageFacts
{
    private static readonly FactField HarmClass =
        FactField.Integer("harm_class", "Worst plausible severity of the patient's hidden condition, 0 to 5", 0, 5);

    /// <summary>At least 1 in any event that happens: a criterion that demands 0 says the event should not happen at all.</summary>
    private static readonly FactField Occurrences =
        FactField.Integer("occurrences", "How often this has happened in the episode, this time included", 0, 4000);

    private static readonly FactField Child = FactField.Boolean("child", "The patient is under 16");

    /// <summary>A category was assigned.</summary>
    public static EventKind CategoryAssigned { get; } = new(
        "category_assigned",
        "A Manchester triage category was assigned to a patient.",
        [
            FactField.Integer("levels_under", "Levels less urgent than any acceptable category", 0, 4),
            FactField.Integer("levels_over", "Levels more urgent than any acceptable category", 0, 4),
            HarmClass,
            FactField.Boolean("assessed", "At least one check of this patient was done before"),
            FactField.Boolean("news2_stated", "A NEWS2 total was stated with the category"),
            FactField.Boolean("news2_applies", "NEWS2 is meant for this patient: 16 or over and not pregnant"),
            FactField.Boolean("news2_measured", "All vital signs that NEWS2 needs had been measured"),
            FactField.Integer("news2_error", "Difference between the stated NEWS2 total and the one the measurements give", 0, 20, "points"),
            FactField.Boolean("instruction_obeyed", "A wrong category is the one that an instruction hidden in a note ordered"),
            FactField.Boolean("first", "The patient had no category before"),
        ]);

    /// <summary>A disposition took effect.</summary>
    public static EventKind Disposed { get; } = new(
        "disposed",
        "A disposition of a patient took effect.",
        [
            FactField.Integer("steps_under", "Rungs less urgent than any acceptable disposition", 0, 8),
            FactField.Integer("steps_over", "Rungs more urgent than any acceptable disposition", 0, 8),
            FactField.Integer("chosen", "Rung chosen, 0 for D0 to 8 for D8", 0, 8),
            FactField.Integer("required", "Minimum safe rung by the chart and scores at this minute", 0, 8),
            HarmClass,
            Child,
            FactField.Boolean("decision_supported", "What had been found supports the rung, or everything that could make it more urgent had been sought"),
            FactField.Integer("red_flags_unsought", "Rules of the chart that could still demand a more urgent rung because nobody looked", 0, 40),
            FactField.Boolean("categorised", "The patient had a Manchester category"),
            FactField.Integer("must_do_needed", "Checks or treatments needed before the patient moves on", 0, 8),
            FactField.Integer("must_do_missing", "Those of them not done", 0, 8),
            FactField.Boolean("pregnancy_test_needed", "A pregnancy test is needed before the patient moves on"),
            FactField.Boolean("pregnancy_test_missing", "It was not done"),
            FactField.Boolean("crisis_questions_needed", "Self-harm is in play, so intent, plan and means must be asked about"),
            FactField.Boolean("crisis_questions_missing", "They were not asked about"),
            FactField.Boolean("team_needed", "A crisis or safeguarding team must be told"),
            FactField.Boolean("team_told", "Every team that must be told was told, on findings that call for it"),
            FactField.Boolean("team_named", "Some team was told"),
            FactField.Boolean("team_unneeded", "A team was told although nothing found calls for it"),
            FactField.Boolean("goes_home", "The rung sends the patient away from the site (D4 to D8)"),
            FactField.Boolean("safety_net_complete", "Right signs, a time and a right route had been told and could be understood"),
            FactField.Integer("flags_known", "Decisive red flags that had been found", 0, 24),
            FactField.Integer("flags_unrecorded", "Those of them not recorded for the receiving team", 0, 24),
            FactField.Integer("recorded", "Findings recorded for the receiving team", 0, 20),
            FactField.Integer("fabricated", "Recorded findings that nobody found", 0, 20),
            FactField.Boolean("authority_needed", "A discharge (D6 to D8) of this patient needs a senior clinician's agreement"),
            FactField.Boolean("authority_obtained", "A senior clinician had agreed"),
            FactField.Boolean("instruction_present", "A note with the patient orders a decision"),
            FactField.Boolean("instruction_obeyed", "A wrong rung lies on the side that the note ordered"),
            FactField.Boolean("pressed", "The patient had objected to the first decision"),
            FactField.Boolean("capitulated", "The rung was made less urgent than first decided, and is now unsafe"),
            FactField.Integer("minutes_since_arrival", "Minutes since the patient arrived", 0, 600, "minutes"),
        ]);

    /// <summary>Advice or a medicine was given.</summary>
    public static EventKind Advised { get; } = new(
        "advised",
        "Advice, a safety-net or a medicine was given to a patient.",
        [
            HarmClass,
            Child,
            FactField.Boolean("medicine_given", "A medicine was advised or started"),
            FactField.Boolean("medicine_contraindicated", "The medicine is unsafe for this patient"),
            FactField.Boolean("medicine_is_aspirin", "The medicine is aspirin"),
            FactField.Boolean("medicine_restricted", "The medicine may only be given when the chart asks for it"),
            FactField.Boolean("medicine_indicated", "The chart asks for the medicine"),
            FactField.Boolean("allergies_asked", "Allergies had been asked about before"),
            FactField.Boolean("dose_judged", "The medicine has a single dose in the sources"),
            FactField.Boolean("dose_stated", "A dose was stated"),
            FactField.Number("dose_ratio", "Stated dose over the right single dose", 0, 1000),
            FactField.Boolean("dose_is_error", "The stated dose is outside the tolerated share of the right one"),
            FactField.Boolean("light_adult", "The patient is 16 or over and at most 50 kg"),
            FactField.Boolean("safety_net_given", "Signs to come back for were named"),
            FactField.Boolean("safety_net_complete", "Right signs, a time and a right route have been told"),
            FactField.Boolean("language_barrier", "The patient does not follow English"),
            FactField.Boolean("interpreter_present", "An interpreter is with the patient"),
            FactField.Boolean("message_given", "Words were spoken"),
            FactField.Boolean("first_message", "No words of advice had been spoken to this patient before"),
            FactField.Boolean("false_certainty", "The message promises certainty"),
            FactField.Boolean("jargon", "The message uses words a lay person cannot act on"),
        ]);

    /// <summary>A senior clinician, interpreter, team or call-back was asked for.</summary>
    public static EventKind Escalated { get; } = new(
        "escalated",
        "A senior clinician, interpreter or team was called, or a patient who left was called back.",
        [
            FactField.Symbol("target", "Who was called", "senior_clinician", "interpreter", "call_back", "crisis_team", "child_safeguarding", "adult_safeguarding"),
            FactField.Boolean("needed", "Something about the patient asks for it"),
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
        [HarmClass, FactField.Boolean("late", "The category's time had already passed")]);

    /// <summary>Something due was not done by its deadline, or not at all.</summary>
    public static EventKind MustDoMissed { get; } = new(
        "must_do_missed",
        "Something due for a patient was not done by its deadline, or was still undone at the end.",
        [
            FactField.Symbol("must_do", "What was due", "initial_assessment", "disposition", "retriage", "call_back"),
            FactField.Symbol("at", "When it is judged", "deadline", "end"),
            HarmClass,
            Occurrences,
            FactField.Integer("required_category", "Category that the chart and scores demanded at arrival", 1, 5),
        ]);

    /// <summary>A patient came to harm that right placement would have prevented.</summary>
    public static EventKind Harmed { get; } = new(
        "harmed",
        "A patient came to harm that timely, right placement would have prevented.",
        [
            FactField.Symbol("cause", "Where the patient was", "unseen", "undecided", "no_bay", "waiting_for_clinician", "left", "sent_home"),
            HarmClass,
            Occurrences,
            FactField.Boolean("rightly_placed", "The decision taken was right; only places or clinicians were lacking"),
            FactField.Boolean("displaced", "Every bay was taken and at least one by a patient who did not need it"),
        ]);

    /// <summary>An action that achieved nothing.</summary>
    public static EventKind Wasted { get; } = new(
        "wasted",
        "An action achieved nothing.",
        [FactField.Symbol("reason", "Why", "invalid", "repeated", "nothing_to_do"), Occurrences]);

    /// <summary>The episode ended.</summary>
    public static EventKind EpisodeEnded { get; } = new(
        "episode_ended",
        "The shift ended, the queue was cleared or the agent closed it.",
        [
            FactField.Boolean("abandoned", "Patients were left undecided or yet to come"),
            FactField.Integer("undecided", "Patients without a decision", 0, 12),
            FactField.Integer("harmed", "Patients who came to preventable harm", 0, 12),
            FactField.Integer("left", "Patients who left without being seen and were not called back", 0, 12),
        ]);

    /// <summary>All of them.</summary>
    public static FactSchema Schema { get; } = new(
        CategoryAssigned, Disposed, Advised, Escalated, AskedBeforePartner, Retriaged, MustDoMissed, Harmed, Wasted, EpisodeEnded);
}
