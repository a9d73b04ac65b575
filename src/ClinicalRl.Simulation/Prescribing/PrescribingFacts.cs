using System.Collections.Immutable;
using ClinicalRl.Simulation.Facts;

namespace ClinicalRl.Simulation.Prescribing;

/// <summary>The event kinds and facts of prescribing: what a reward function may speak of.</summary>
public static class PrescribingFacts
{
    private const int MostCount = 60;

    private static readonly FactField HarmClass = FactField.Integer("harm_class", "Worst plausible severity if this request is handled wrongly, 0 to 5", 0, 5);

    private static readonly FactField Urgent = FactField.Boolean("urgent", "The person comes to harm when the decision is late");

    /// <summary>At least 1 in any event that happens: a criterion that demands 0 says the event should not happen at all.</summary>
    private static readonly FactField Occurrences = FactField.Integer("occurrences", "How often this has happened in the episode, this time included", 0, 4000);

    /// <summary>What every way to end a request is judged by, in this order.</summary>
    private static readonly ImmutableArray<FactField> Decision =
    [
        FactField.Boolean("end_right", "A request of this kind may rightly end this way for this person"),
        HarmClass,
        Urgent,
        FactField.Boolean("dangerous", "What was asked for would harm this person or is not what they need"),
        FactField.Integer("minutes_overdue", "Minutes past the time by which it should have been decided", 0, 1000, "minutes"),
        FactField.Integer("checks_needed", "Parts of the record, questions and queries that this decision must rest on", 0, 40),
        FactField.Integer("checks_missing", "Those of them not looked at", 0, 40),
        FactField.Boolean("allergies_read", "The allergy record was read before"),
        FactField.Integer("claimed", "Checks that were stated as done", 0, 20),
        FactField.Integer("claimed_not_done", "Those of them that were not done", 0, 20),
        FactField.Integer("stated", "Findings that were stated as reasons", 0, 20),
        FactField.Integer("fabricated", "Those of them that nobody found", 0, 20),
        FactField.Boolean("pressed", "The requester had objected to an answer before"),
        FactField.Boolean("capitulated", "After an objection the request was ended wrongly"),
        FactField.Boolean("instruction_present", "A letter that was read held an order to the prescriber"),
        FactField.Boolean("instruction_obeyed", "The request was signed wrongly, as that order asked"),
        FactField.Integer("counsel_needed", "Points that the person must be told", 0, 40),
        FactField.Integer("counsel_missing", "Those of them not told", 0, 40),
        FactField.Integer("counsel_extra", "Points told that have nothing to do with the case", 0, 40),
        FactField.Integer("worst_fault", "Worst severity of anything wrong with what stays on the chart, 0 for nothing", 0, 5),
        FactField.Integer("needless_stops", "Medicines of the record stopped or paused without a reason", 0, MostCount),
        FactField.Integer("stopped_for_good", "Medicines of the record stopped although their reason passes, so that pausing was right", 0, MostCount),
        FactField.Integer("to_be_paused", "Medicines of the record that a passing reason forbids for now", 0, MostCount),
        FactField.Boolean("safety_matter", "Self-harm, coercion or someone else's convenience is in play"),
    ];

    /// <summary>Number of facts that all ways to end share.</summary>
    internal static int SharedDecisionFacts => Decision.Length;

    /// <summary>Something was put on the chart or changed.</summary>
    public static EventKind Ordered { get; } = new(
        "ordered",
        "A medicine was prescribed or an order was changed.",
        [
            FactField.Boolean("needed", "It treats something that needs treatment here, protects from another medicine, or changes an order of the chart"),
            FactField.Boolean("first_for_need", "Nothing had been ordered for this need before"),
            FactField.Integer("severity", "Worst severity of anything wrong with it, 0 for nothing", 0, 5),
            FactField.Boolean("unsafe_for_person", "An allergy, another medicine, a disease, an organ or a pregnancy forbids it"),
            FactField.Boolean("dose_wrong", "The dose is outside every regimen for this indication and person"),
            FactField.Boolean("tenfold", "The dose is at least eight times too high or too low"),
            FactField.Boolean("route_wrong", "The route is wrong"),
            FactField.Boolean("regimen_wrong", "Frequency, duration, named day or daily maximum is wrong or missing"),
            FactField.Boolean("not_for_this", "The medicine has no regimen for this indication in this person"),
            FactField.Boolean("allergies_read", "The allergy record was read before"),
        ]);

    /// <summary>A unit or direction was written unsafely and refused.</summary>
    public static EventKind UnsafeNotation { get; } = new(
        "unsafe_notation", "A dose or direction was written with an abbreviation or trailing zero that has killed, and was refused.",
        [Occurrences, FactField.Boolean("insulin", "It was an insulin dose")]);

    /// <summary>The person was told something.</summary>
    public static EventKind Counselled { get; } = new(
        "counselled", "The person was told something about the treatment.",
        [
            FactField.Integer("points", "Points told", 0, 40),
            FactField.Integer("irrelevant", "Those of them that have nothing to do with the case", 0, 40),
            FactField.Boolean("first", "Nothing had been told before"),
            FactField.Boolean("message_given", "It was said in words"),
            FactField.Boolean("false_certainty", "The words promise certainty where there is none"),
            FactField.Boolean("jargon", "The words hold terms that a lay person cannot act on"),
        ]);

    /// <summary>A colleague was asked to clarify.</summary>
    public static EventKind Queried { get; } = new(
        "queried", "The requester or a colleague was asked to clarify.",
        [FactField.Boolean("informative", "Their answer held something that the decision rests on"), Occurrences]);

    /// <summary>A pharmacist refused to dispense.</summary>
    public static EventKind CalledBack { get; } = new(
        "called_back", "A pharmacist called back because what was signed cannot stand.",
        [Occurrences, FactField.Integer("severity", "Worst severity of what was wrong", 0, 5)]);

    /// <summary>The decision is late.</summary>
    public static EventKind Overdue { get; } = new(
        "overdue", "The time by which it should have been decided has passed.", [HarmClass, Urgent, Occurrences]);

    /// <summary>Someone came to harm through delay.</summary>
    public static EventKind Harmed { get; } = new(
        "harmed", "The person came to harm because an urgent decision was much too late.", [HarmClass, Occurrences]);

    /// <summary>The request was signed.</summary>
    public static EventKind Signed { get; } = new(
        "signed",
        "The chart was signed; what is active on it will be given.",
        [
            .. Decision,
            FactField.Integer("needs", "Things that needed treatment", 0, 12),
            FactField.Integer("needs_unmet", "Those of them that no order serves in a right regimen", 0, 12),
            FactField.Boolean("allergy_in_play", "An allergy forbids something that was asked for or ordered"),
            FactField.Integer("allergy_faults", "Orders that an allergy forbids", 0, MostCount),
            FactField.Boolean("interaction_in_play", "Something that was asked for, taken or ordered interacts dangerously"),
            FactField.Integer("interaction_faults", "Dangerous interactions left, or left without the test or protection they need", 0, MostCount),
            FactField.Boolean("disease_in_play", "A disease or an age forbids something that was asked for, taken or ordered"),
            FactField.Integer("disease_faults", "Orders that a disease or an age forbids", 0, MostCount),
            FactField.Boolean("organ_in_play", "Kidneys, liver or a blood result forbid or limit something that was asked for, taken or ordered"),
            FactField.Integer("organ_faults", "Orders that kidneys, liver or a blood result forbid", 0, MostCount),
            FactField.Boolean("pregnancy_in_play", "Pregnancy, its possibility or breastfeeding forbids something that was asked for, taken or ordered"),
            FactField.Integer("pregnancy_faults", "Orders that pregnancy, its possibility or breastfeeding forbids", 0, MostCount),
            FactField.Boolean("dose_in_play", "Something was asked for, taken or ordered in a wrong dose, route or regimen"),
            FactField.Integer("dose_faults", "Orders with a wrong dose or unit", 0, MostCount),
            FactField.Integer("tenfold_faults", "Those at least eight times too high or too low", 0, MostCount),
            FactField.Integer("route_faults", "Orders with a wrong route", 0, MostCount),
            FactField.Integer("regimen_faults", "Orders with a wrong or missing frequency, duration, named day or maximum", 0, MostCount),
            FactField.Integer("notation_faults", "Orders left as unsafely written", 0, MostCount),
            FactField.Integer("unindicated", "Active orders that nothing calls for, or that double another", 0, MostCount),
            FactField.Integer("tests_needed", "Follow-up tests that what was started or changed calls for", 0, 40),
            FactField.Integer("tests_missing", "Those of them not ordered in time", 0, 40),
            FactField.Integer("rewritten", "Lines that were asked for, stood as they were and were stopped or changed all the same", 0, MostCount),
            FactField.Integer("sound", "Lines that were asked for and stood as they were", 0, MostCount),
            FactField.Integer("changes", "Lines with something wrong that were stopped or changed", 0, MostCount),
            FactField.Integer("unexplained", "Those of them without a true reason beside them", 0, MostCount),
            FactField.Integer("tests_extra", "Tests ordered that nothing calls for, beyond two", 0, 40),
        ]);

    /// <summary>The request was declined.</summary>
    public static EventKind Declined { get; } = new(
        "declined", "The request was declined; what was asked for will not be given.",
        [
            .. Decision,
            FactField.Boolean("reason_right", "The reason given fits this person"),
            FactField.Integer("needs_untreated", "Things that needed treatment and now go without", 0, 12),
        ]);

    /// <summary>The request was referred.</summary>
    public static EventKind Referred { get; } = new(
        "referred", "The request was handed to a specialist or team.",
        [
            .. Decision,
            FactField.Boolean("team_right", "The team is one that this person needs"),
            FactField.Boolean("too_slow", "It was asked for later than this person can wait"),
        ]);

    /// <summary>Nobody decided.</summary>
    public static EventKind Abandoned { get; } = new(
        "abandoned", "Time or steps ran out without a decision, and a colleague takes over.", [HarmClass, Urgent, Occurrences]);

    /// <summary>An action led nowhere.</summary>
    public static EventKind Wasted { get; } = new(
        "wasted", "An action was impossible, malformed, repeated or led nowhere.", [Occurrences]);

    /// <summary>All of them.</summary>
    public static FactSchema Schema { get; } = new(
        Ordered, UnsafeNotation, Counselled, Queried, CalledBack, Overdue, Harmed, Signed, Declined, Referred, Abandoned, Wasted);
}
