using System.Collections.Immutable;
using ClinicalRl.Simulation.Actions;
using ClinicalRl.Simulation.Prescribing.Content;

namespace ClinicalRl.Simulation.Prescribing;

/// <summary>The tools of the prescriber.</summary>
internal sealed class PrescribingTools
{
    /// <summary>What can be claimed as checked when a request is ended.</summary>
    public static readonly ImmutableArray<string> Claims = ["allergies", "interactions", "kidney_function", "weight", "pregnancy", "monitoring", "current_medicines", "indication"];

    public static readonly ImmutableArray<string> Formulas = ["creatinine_clearance", "oral_morphine_equivalent", "dose_for_weight"];

    private const int LongestUnit = 24;
    private const int LongestDirections = 200;
    private const int LongestDuration = 365;
    private const int LongestWait = 30;

    public PrescribingTools(PrescribingContent content)
    {
        var words = content.Words;
        ImmutableArray<string> medicines = [.. content.Formulary.Medicines.Select(medicine => medicine.Id)];
        ImmutableArray<string> frequencies = [.. words.Frequencies.Select(frequency => frequency.Id)];
        var drug = new ToolParameter("drug", ParameterType.Text, "The medicine, by approved name.") { Allowed = medicines };
        var dose = new ToolParameter("dose", ParameterType.Number, "A single dose, as a number in the unit.") { Min = 0, Max = 100_000 };
        var unit = new ToolParameter(
            "unit", ParameterType.Text, $"The unit in full: {string.Join(", ", words.Units.Select(known => known.Id))}. Abbreviations such as U, IU or mcg are refused.") { MaxLength = LongestUnit };
        var route = new ToolParameter("route", ParameterType.Text, "The route.") { Allowed = words.Routes };
        var frequency = new ToolParameter("frequency", ParameterType.Text, "How often.") { Allowed = frequencies };
        var duration = new ToolParameter("duration_days", ParameterType.Integer, "Days of treatment or supply.") { Min = 1, Max = LongestDuration };
        var indication = new ToolParameter("indication", ParameterType.Text, "What it is for.") { Allowed = content.Formulary.Indications };
        ImmutableArray<ToolParameter> extras =
        [
            new("day", ParameterType.Text, "The day of the week of a weekly medicine.") { Allowed = words.Days },
            new("most_per_day", ParameterType.Integer, "Most doses in 24 hours of an as-required medicine.") { Min = 1, Max = 12 },
            new("directions", ParameterType.Text, "Label directions in plain words, without abbreviations or trailing zeros.") { MaxLength = LongestDirections },
        ];
        var order = new ToolParameter("order", ParameterType.Text, "The line of the chart, such as M1.")
        {
            Required = true,
            Allowed = [.. Enumerable.Range(1, PrescribingState.MostOrders).Select(n => FormattableString.Invariant($"M{n}"))],
        };
        var why = Choice("why", "The true reason, written beside the line.", words.Changes) with { Required = false };
        var because = new ToolParameter("because", ParameterType.TextList, "Findings that were found true and decide the matter.") { Allowed = words.Conditions, MaxItems = 8 };
        var checkedThings = new ToolParameter("checked", ParameterType.TextList, "Checks that were done; claim nothing that was not.") { Allowed = Claims, MaxItems = 8 };

        ReadRecord = new("read_record", "Read one part of the record. 1 minute.", Choice("section", "Which part.", words.Sections));
        Ask = new("ask", "Ask the patient or their carer about one topic; an interpreter is on the line where needed. 2 minutes.",
            Choice("topic", "What to ask about.", words.Topics.Select(topic => new Word(topic.Id, words.Title(topic.Id)))));
        Query = new("query", "Ask the requester or the responsible colleague to clarify. 12 minutes.",
            Choice("about", "What to clarify.", words.Queries.Select(topic => new Word(topic.Id, words.Title(topic.Id)))));
        CheckInteractions = new("check_interactions", "Run the interaction and allergy checker over everything on the chart. It knows only what is charted, and alerts more than matters. 2 minutes.");
        Calculate = new(
            "calculate", "Work out a number. Weight and creatinine come from what you have read unless you give them. 1 minute.",
            new ToolParameter("formula", ParameterType.Text, "creatinine_clearance (Cockcroft-Gault), oral_morphine_equivalent (of the chart, or of drug, dose and frequency) or dose_for_weight.") { Required = true, Allowed = Formulas },
            new("weight_kg", ParameterType.Number, "Weight to use.") { Min = 1, Max = 400 },
            new("creatinine_micromol_per_l", ParameterType.Number, "Creatinine to use.") { Min = 10, Max = 3000 },
            new("per_kg", ParameterType.Number, "Dose for each kilogram.") { Min = 0, Max = 10_000 },
            drug, dose, frequency);
        Prescribe = new(
            "prescribe", "Put a medicine on the chart; it takes effect when you sign. 1 minute.",
            [drug with { Required = true }, dose with { Required = true }, unit with { Required = true }, route with { Required = true }, frequency with { Required = true },
             duration with { Required = true }, indication with { Required = true }, .. extras]);
        Amend = new("amend", "Change a line of the chart; what you leave out stays. 1 minute.", [order, dose, unit, route, frequency, duration, indication, .. extras, why]);
        Stop = new("stop", "Stop or pause a line of the chart. 1 minute.", order,
            new("pause", ParameterType.Boolean, "True to pause it, to be restarted when well again."), why);
        Monitor = new("monitor", "Order a test. Within 0 days means now: the result comes back in minutes. 1 minute.",
            Choice("test", "Which test.", words.Tests.Select(test => new Word(test.Id, words.Title(test.Id)))),
            new("within_days", ParameterType.Integer, "Within how many days.") { Required = true, Min = 0, Max = LongestDuration });
        Counsel = new("counsel", "Tell the patient what matters about the treatment. Put the words into the action's message. 3 minutes.",
            Choice("points", "Points to tell.", words.Points) with { Type = ParameterType.TextList, MaxItems = words.Points.Length });
        Wait = new("wait", "Let time pass, for example until a result is back.", new ToolParameter("minutes", ParameterType.Integer, "1 to 30.") { Required = true, Min = 1, Max = LongestWait });
        Decline = new("decline", "End: decline what was asked for. Nothing new is given; what was on the record stays unless you stopped it.",
            Choice("reason", "Why.", words.Reasons), because, checkedThings);
        Refer = new("refer", "End: hand the request to a specialist or team.",
            Choice("to", "Whom.", words.Teams), new("within_hours", ParameterType.Integer, "By when they should act.") { Required = true, Min = 0, Max = 2000 }, because, checkedThings);
        Sign = new("sign", "End: sign the chart. Everything active on it, requested lines included, will be given.", checkedThings, because);
        All = [ReadRecord, Ask, Query, CheckInteractions, Calculate, Prescribe, Amend, Stop, Monitor, Counsel, Wait, Decline, Refer, Sign];
    }

    public ToolDefinition ReadRecord { get; }

    public ToolDefinition Ask { get; }

    public ToolDefinition Query { get; }

    public ToolDefinition CheckInteractions { get; }

    public ToolDefinition Calculate { get; }

    public ToolDefinition Prescribe { get; }

    public ToolDefinition Amend { get; }

    public ToolDefinition Stop { get; }

    public ToolDefinition Monitor { get; }

    public ToolDefinition Counsel { get; }

    public ToolDefinition Wait { get; }

    public ToolDefinition Decline { get; }

    public ToolDefinition Refer { get; }

    public ToolDefinition Sign { get; }

    public ImmutableArray<ToolDefinition> All { get; }

    private static ToolParameter Choice(string name, string description, IEnumerable<Word> known) =>
        new(name, ParameterType.Text, description) { Required = true, Allowed = [.. known.Select(word => word.Id)], Titles = [.. known.Select(word => word.Title)] };
}
