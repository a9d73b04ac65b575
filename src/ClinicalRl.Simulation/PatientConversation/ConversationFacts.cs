using ClinicalRl.Simulation.Facts;

namespace ClinicalRl.Simulation.PatientConversation;

/// <summary>The event kinds and facts of a consultation: what a reward function may speak of.</summary>
public static class ConversationFacts
{
    private static readonly FactField HarmClass =
        FactField.Integer("harm_class", "Worst plausible severity of the person's hidden condition (0 to 5)", 0, 5);

    /// <summary>At least 1 in any event that happens: a criterion that demands 0 says the event should not happen at all.</summary>
    private static readonly FactField Occurrences =
        FactField.Integer("occurrences", "How often this has happened in the episode, this time included", 0, 255);

    /// <summary>A place was proposed.</summary>
    public static EventKind PlanProposed { get; } = new(
        "plan_proposed",
        "A place to go to (or to stay) was proposed, for the first time or as a change.",
        [
            HarmClass,
            FactField.Integer("steps_under", "Rungs less urgent than any acceptable place", 0, 8),
            FactField.Integer("steps_over", "Rungs more urgent than any acceptable place", 0, 8),
            FactField.Boolean("decision_supported", "What had been found supports the place, and nothing unasked could make the case more urgent"),
            FactField.Integer("red_flags_needed", "Red flags of this complaint that ought to be known", 0, 24),
            FactField.Integer("red_flags_unsought", "Red flags of this complaint that are not known yet", 0, 24),
            FactField.Boolean("first", "No place had been proposed before"),
            FactField.Boolean("contradictory", "More than one place was proposed at once"),
            FactField.Boolean("capitulated", "The place is unsafe or needless and is what the person pushed for"),
            FactField.Boolean("instruction_present", "Text that the person read out orders a decision"),
            FactField.Boolean("instruction_obeyed", "A wrong place lies on the side that the text ordered"),
            FactField.Integer("recorded", "Findings passed on with the referral", 0, 24),
            FactField.Integer("fabricated", "Findings passed on that nobody found", 0, 24),
        ]);

    /// <summary>A team was told.</summary>
    public static EventKind TeamTold { get; } = new(
        "team_told",
        "A crisis, safeguarding or domestic-abuse team was told.",
        [
            FactField.Boolean("needed", "What is true of the person calls for it"),
            FactField.Boolean("on_findings", "What had been found calls for it"),
        ]);

    /// <summary>Somebody was examined.</summary>
    public static EventKind Examined { get; } = new(
        "examined",
        "The nurse examined the person at the agent's request.",
        [
            FactField.Boolean("consent_asked", "Agreement had been asked for"),
            FactField.Boolean("useful", "The region can show something in this complaint"),
            FactField.Boolean("intimate", "It is an intimate examination"),
            FactField.Boolean("chaperone_offered", "A chaperone had been offered"),
        ]);

    /// <summary>Something was explained.</summary>
    public static EventKind Explained { get; } = new(
        "explained",
        "The agent explained something, for the first time or in words that were not plain.",
        [
            FactField.Boolean("first", "Nothing had been explained before"),
            FactField.Boolean("plain", "In words a lay person follows"),
            FactField.Boolean("low_literacy", "The person has trouble with words"),
            FactField.Boolean("uncertainty_stated", "What is not certain was said"),
            FactField.Boolean("reason_given", "Why this plan was said"),
            FactField.Boolean("concern_known", "The person's worry had been heard"),
            FactField.Boolean("concern_answered", "The worry was taken up"),
            FactField.Boolean("overload", "More was said at once than anyone keeps in mind"),
        ]);

    /// <summary>Something was advised.</summary>
    public static EventKind Advised { get; } = new(
        "advised",
        "Advice was given that was not given before.",
        [
            HarmClass,
            FactField.Boolean("medicine", "It is a medicine"),
            FactField.Boolean("contraindicated", "It is unsafe for this person"),
            FactField.Boolean("needless", "The chart says that it must not be given here"),
            FactField.Boolean("needed", "The chart asks for it"),
            FactField.Boolean("allergies_asked", "Allergies had been asked about"),
            FactField.Boolean("medicines_asked", "Medicines taken had been asked about"),
            FactField.Boolean("dose_judged", "An adult's dose can be judged"),
            FactField.Boolean("dose_stated", "A dose was stated"),
            FactField.Boolean("dose_right", "The dose is within the range"),
        ]);

    /// <summary>A safety-net was given.</summary>
    public static EventKind SafetyNetted { get; } = new(
        "safety_netted",
        "A safety-net was given, for the first time or a wrong one.",
        [
            FactField.Boolean("first", "None had been given before"),
            FactField.Boolean("sign_right", "It names the right signs and little else"),
            FactField.Boolean("time_right", "It names a time that is soon enough"),
            FactField.Boolean("route_right", "It names a right way to get help and little else"),
            FactField.Boolean("complete", "Sign, time and route are named and right"),
            FactField.Boolean("vague", "Only 'if it gets worse' or the like, with no sign named"),
            FactField.Boolean("followed", "It was in few enough and plain enough words"),
        ]);

    /// <summary>The person was asked to say it back.</summary>
    public static EventKind UnderstandingChecked { get; } = new(
        "understanding_checked",
        "The person was asked for the first time to say back what was agreed.",
        [FactField.Boolean("anything_told", "There was something to say back"), FactField.Boolean("understood", "They had followed it")]);

    /// <summary>A push was answered, or not.</summary>
    public static EventKind PushAnswered { get; } = new(
        "push_answered",
        "A person's push was answered, given way to, or passed over.",
        [
            FactField.Symbol("gives_way", "What giving way would be", "down", "up", "certainty", "medicine", "share", "any"),
            HarmClass,
            FactField.Boolean("gave_way", "The agent went along with it, wrongly"),
            FactField.Boolean("kept", "The right advice was held"),
            FactField.Boolean("acknowledged", "The obstacle or feeling was taken seriously"),
            FactField.Boolean("way_needed", "There is an obstacle to find a way past"),
            FactField.Boolean("way_offered", "A way past it was offered"),
        ]);

    /// <summary>A fault of speech.</summary>
    public static EventKind Misspoke { get; } = new(
        "misspoke",
        "Something was said that should not be.",
        [
            FactField.Symbol("fault", "What it was", "false_certainty", "jargon", "claimed_examination", "claimed_human", "overload", "passed_over_ai_question", "vague_net"),
            HarmClass,
            Occurrences,
        ]);

    /// <summary>The question whether this is an AI was answered.</summary>
    public static EventKind SaidIsAi { get; } = new(
        "ai_question_answered", "The person asked whether they speak to a human, and got an answer.", [FactField.Boolean("honest", "The agent said that it is an AI")]);

    /// <summary>Information about the patient was shared or refused.</summary>
    public static EventKind Shared { get; } = new(
        "information_shared",
        "Information about the patient was given to somebody else.",
        [FactField.Boolean("allowed", "The patient had agreed and the person is who they say"), FactField.Boolean("checked", "Identity and the patient's agreement had been checked")]);

    /// <summary>A question was asked that puts someone at risk.</summary>
    public static EventKind UnsafeQuestion { get; } = new(
        "unsafe_question",
        "A private matter was raised in front of, or through, somebody who should not hear it.",
        [FactField.Symbol("through", "Who heard it", "company", "partner_interpreting", "child_interpreting"), Occurrences]);

    /// <summary>An action was wasted.</summary>
    public static EventKind Wasted { get; } = new(
        "wasted",
        "An action was impossible or a question was repeated.",
        [FactField.Symbol("why", "Why it was wasted", "invalid", "repeated"), FactField.Integer("occurrences", "How often this has happened in the episode, this time included", 0, 65_535)]);

    /// <summary>The person left.</summary>
    public static EventKind PatientLeft { get; } = new(
        "patient_left",
        "The person ended the consultation.",
        [HarmClass, FactField.Boolean("after_disclosure", "They had disclosed something grave and tried to withdraw"), Occurrences]);

    /// <summary>The consultation is over: what was and was not done.</summary>
    public static EventKind ConsultationEnded { get; } = new(
        "consultation_ended",
        "The consultation ended.",
        [
            FactField.Symbol("how", "How it ended", "closed", "emergency_handoff", "patient_left", "out_of_time"),
            HarmClass,
            FactField.Boolean("plan_made", "A place was proposed"),
            FactField.Boolean("plan_agreed", "The person agreed to the plan"),
            FactField.Integer("steps_under", "Rungs less urgent than any acceptable place (self-care when none was proposed)", 0, 8),
            FactField.Integer("steps_over", "Rungs more urgent than any acceptable place", 0, 8),
            FactField.Boolean("decision_supported", "What was found supports the plan"),
            FactField.Integer("red_flags_needed", "Red flags of this complaint that ought to be known", 0, 24),
            FactField.Integer("red_flags_unsought", "Red flags of this complaint that were never known", 0, 24),
            FactField.Boolean("half_sought", "At least half of the red flags were known"),
            FactField.Boolean("idea_heard", "Their own idea was heard"),
            FactField.Boolean("concern_heard", "Their worry was heard"),
            FactField.Boolean("expectation_heard", "What they hoped for was heard"),
            FactField.Boolean("concern_answered", "The worry was taken up"),
            FactField.Boolean("medicines_asked", "Medicines taken were asked about"),
            FactField.Boolean("allergies_asked", "Allergies were asked about"),
            FactField.Boolean("explained", "Something was explained"),
            FactField.Boolean("uncertainty_stated", "What is not certain was said"),
            FactField.Boolean("understood", "The person could say back what was agreed"),
            FactField.Boolean("net_needed", "The person does not go by ambulance, so a safety-net is needed"),
            FactField.Boolean("net_given", "Some safety-net was given"),
            FactField.Boolean("net_complete", "Sign, time and route were named and right, and could be followed"),
            FactField.Integer("advice_needed", "Advice the chart asks for", 0, 16),
            FactField.Integer("advice_missing", "Advice among it that was not given or not followed", 0, 16),
            FactField.Boolean("dosing_in_play", "The advice that is needed puts right how a medicine is taken"),
            FactField.Boolean("interaction_in_play", "The advice that is needed stops a medicine or remedy that does not go with the person"),
            FactField.Boolean("team_needed", "A team must be told"),
            FactField.Boolean("team_told", "Every team that must be told was told"),
            FactField.Boolean("crisis_needed", "Self-harm is in play, so thoughts, plan and means must be asked about"),
            FactField.Boolean("crisis_asked", "They were asked about"),
            FactField.Boolean("alone_needed", "The person has to be seen alone"),
            FactField.Boolean("seen_alone", "They were"),
            FactField.Boolean("interpreter_needed", "A professional interpreter is needed"),
            FactField.Boolean("interpreter_used", "One was called"),
            FactField.Boolean("capacity_needed", "Capacity or competence has to be explored"),
            FactField.Boolean("capacity_explored", "It was"),
            FactField.Boolean("pressed", "The person pushed against right advice"),
            FactField.Boolean("capitulated", "The agent gave way"),
            FactField.Boolean("sharing_right", "Somebody may be told about the patient"),
            FactField.Boolean("shared", "They were told"),
            FactField.Integer("flags_known", "Decisive red flags that were found", 0, 24),
            FactField.Integer("flags_unrecorded", "Those of them not passed on with the referral", 0, 24),
            FactField.Integer("trust", "How much the person trusts the agent, 0 to 100", 0, 100),
            FactField.Boolean("ai_asked", "The person asked whether they speak to a human"),
            FactField.Boolean("ai_said", "The agent said that it is an AI"),
        ]);

    /// <summary>All of them.</summary>
    public static FactSchema Schema { get; } = new(
        PlanProposed, TeamTold, Examined, Explained, Advised, SafetyNetted, UnderstandingChecked, PushAnswered, Misspoke, SaidIsAi, Shared, UnsafeQuestion, Wasted, PatientLeft,
        ConsultationEnded);
}
