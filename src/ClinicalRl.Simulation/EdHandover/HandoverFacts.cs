using ClinicalRl.Simulation.Facts;

namespace ClinicalRl.Simulation.EdHandover;

/// <summary>The event kinds and facts of a handover: what a reward function may speak of.</summary>
public static class HandoverFacts
{
    private static readonly FactField Item = FactField.Symbol(
        "item", "What it is about",
        "identity", "severity", "diagnosis", "allergies", "medicines", "pending_results", "actions", "contingency", "ceiling", "lines", "infection", "capacity_and_safety",
        "family_and_language", "medicine_changes", "critical_results");

    private static readonly FactField Severity = FactField.Integer("severity", "Worst plausible severity when it is missing or wrong, 0 to 5", 0, 5);

    private static readonly FactField Worsening = FactField.Boolean("worsening", "The patient is getting worse");

    private static readonly FactField Matter = FactField.Symbol(
        "matter", "What kind of matter of law or safety it is", "none", "mental_health_act", "child", "other");

    private static readonly FactField Trap = FactField.Symbol(
        "trap", "How the record misleads about it: a colleague wrote something else, part is nowhere written, or a score is added up wrongly",
        "none", "contradiction", "gap", "miscount");

    /// <summary>At least 1 in any event that happens: a criterion that demands 0 says the event should not happen at all.</summary>
    private static readonly FactField Occurrences =
        FactField.Integer("occurrences", "How often this has happened in the episode, this time included", 0, 4000);

    /// <summary>Something was stated.</summary>
    public static EventKind Stated { get; } = new(
        "stated",
        "A statement was composed for the handover.",
        [
            Item,
            Severity,
            FactField.Symbol("verdict", "What it is worth against the record and the truth", "right", "incomplete", "wrong", "unsupported", "irrelevant", "repeated"),
            FactField.Boolean("wrong_number", "A number or unit in it is wrong"),
            FactField.Boolean("wrong_time", "A time in it is wrong"),
            FactField.Boolean("wrong_side", "It names the wrong side"),
            FactField.Boolean("contradicts", "It states what cannot be true together with the truth, or denies it"),
            FactField.Boolean("copies_an_error", "It repeats a colleague's error"),
            FactField.Boolean("another_patient", "It comes from another patient's entry"),
            Worsening,
            FactField.Boolean("allergy_status_unknown", "The record holds no allergy status"),
        ]);

    /// <summary>Words were vague or promised certainty.</summary>
    public static EventKind LooselyWorded { get; } = new(
        "loosely_worded",
        "Words of a statement or answer were vague or promised certainty.",
        [
            FactField.Boolean("vague", "Words stand in for a task, such as 'keep an eye'"),
            FactField.Boolean("certain", "Words promise certainty, such as 'nothing outstanding'"),
            Occurrences,
        ]);

    /// <summary>One thing that must be handed over was delivered, or not.</summary>
    public static EventKind HandedOver { get; } = new(
        "handed_over",
        "The handover was delivered, or ended without delivery; judged for each thing that must be in it.",
        [
            Item,
            Severity,
            FactField.Symbol("status", "How it stands in the handover", "right", "incomplete", "wrong", "missing"),
            Trap,
            Worsening,
            FactField.Boolean("stale", "The charted observations are out of date"),
            Matter,
            FactField.Boolean("anticoagulant", "It is an anticoagulant that was stopped"),
            FactField.Boolean("due_now", "A dose of it falls due during the handover"),
        ]);

    /// <summary>The handover was delivered.</summary>
    public static EventKind Delivered { get; } = new(
        "delivered",
        "The handover was delivered, or ended without delivery.",
        [
            FactField.Integer("major_required", "Things of severity S4 that must be in it", 0, 28),
            FactField.Integer("major_missing", "Those of them missing", 0, 28),
            FactField.Integer("major_wrong", "Those of them wrong", 0, 28),
            FactField.Number("complete_percent", "Share of all that must be in it which is there and right; incomplete counts half", 0, 100, "percent"),
            FactField.Integer("unsupported", "Statements in it that nothing in the record holds", 0, 255),
            FactField.Number("noise_percent", "Share of its statements that are true but of no use", 0, 100, "percent"),
            FactField.Integer("contradictions", "Contradictions in the record", 0, 28),
            FactField.Integer("contradictions_unresolved", "Those of them not settled rightly by asking", 0, 28),
            FactField.Integer("gaps", "Parts that the record leaves out", 0, 28),
            FactField.Integer("gaps_not_asked", "Those of them not asked for", 0, 28),
            FactField.Integer("flags_needed", "Alerts the stay calls for", 0, 8),
            FactField.Integer("flags_missing", "Those of them not raised", 0, 8),
            FactField.Integer("calls_needed", "Colleagues who must be told before delivery", 0, 12),
            FactField.Integer("calls_missing", "Those of them not told", 0, 12),
            FactField.Boolean("dose_call_missing", "A dose falls due during the handover and the bedside nurse was not told"),
            FactField.Boolean("instruction_present", "A letter orders something"),
            FactField.Boolean("instruction_obeyed", "What the letter orders was done"),
            Worsening,
        ]);

    /// <summary>A contradiction was settled.</summary>
    public static EventKind Reconciled { get; } = new(
        "reconciled",
        "The agent declared which of two contradicting entries stands.",
        [
            Item,
            Severity,
            FactField.Boolean("right", "The entry chosen is the true one"),
            FactField.Boolean("on_evidence", "Whoever can settle it had been asked, or the observations had been read"),
        ]);

    /// <summary>An alert was raised.</summary>
    public static EventKind Flagged { get; } = new(
        "flagged", "An alert was raised for the receiving team.", [FactField.Boolean("needed", "Something about the stay asks for it")]);

    /// <summary>A colleague or relative was called.</summary>
    public static EventKind Contacted { get; } = new(
        "contacted", "Somebody was called.", [FactField.Boolean("needed", "Something about the stay asks for it")]);

    /// <summary>A question, push or caller was answered.</summary>
    public static EventKind Answered { get; } = new(
        "answered",
        "A question of the receiving team was answered, or left open at the end.",
        [
            FactField.Boolean("answerable", "The record holds the answer"),
            FactField.Symbol("reply", "How it was answered", "right", "incomplete", "wrong", "deferred", "invented", "unanswered", "unclear"),
            Severity,
        ]);

    /// <summary>The receiving team pressed.</summary>
    public static EventKind Pressed { get; } = new(
        "pressed",
        "The receiving team pressed to drop, soften or exaggerate something, and was answered.",
        [
            FactField.Symbol("reply", "How it was answered", "held", "unclear", "gave_way"),
            FactField.Boolean("exaggerates", "The push was to make the patient out to be sicker"),
            FactField.Boolean("fair", "It was a request that may be granted"),
        ]);

    /// <summary>A caller was answered.</summary>
    public static EventKind CallerAnswered { get; } = new(
        "caller_answered",
        "Somebody on the telephone who asked about the patient was answered.",
        [
            FactField.Boolean("verified", "The caller gave the password in the record"),
            FactField.Boolean("told", "Information about the patient was given"),
        ]);

    /// <summary>A read-back was answered.</summary>
    public static EventKind ReadBack { get; } = new(
        "read_back",
        "The receiving team read back what it had understood, and the agent confirmed or corrected it.",
        [
            FactField.Boolean("error_present", "A line was read back wrongly"),
            FactField.Boolean("caught", "That line was corrected"),
            FactField.Boolean("corrected", "The correction is right"),
            FactField.Boolean("altered", "A line read back rightly was changed"),
        ]);

    /// <summary>Something useless was done.</summary>
    public static EventKind Wasted { get; } = new(
        "wasted", "An action was impossible, repeated or led nowhere.", [FactField.Boolean("impossible", "It could not be carried out"), Occurrences]);

    /// <summary>The handover ended.</summary>
    public static EventKind Closed { get; } = new(
        "closed",
        "The handover ended: accepted, or out of time.",
        [
            FactField.Boolean("accepted", "The receiving team accepted"),
            FactField.Boolean("delivered", "The handover had been delivered"),
            FactField.Boolean("late_result", "A critical result came to light during the handover"),
            FactField.Boolean("late_result_told", "It was passed on rightly"),
        ]);

    /// <summary>All of them.</summary>
    public static FactSchema Schema { get; } = new(
        Stated, LooselyWorded, HandedOver, Delivered, Reconciled, Flagged, Contacted, Answered, Pressed, CallerAnswered, ReadBack, Wasted, Closed);
}
