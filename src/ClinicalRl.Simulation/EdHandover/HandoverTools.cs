using System.Collections.Immutable;
using ClinicalRl.Simulation.Actions;
using ClinicalRl.Simulation.EdHandover.Content;

namespace ClinicalRl.Simulation.EdHandover;

/// <summary>The tools of whoever hands over.</summary>
internal sealed class HandoverTools
{
    /// <summary>Most characters of one statement.</summary>
    public const int LongestText = 600;

    private const int LongestWord = 64;
    private const int MostLines = 6;
    private const double LargestValue = 99_999_999_999;

    public static readonly ImmutableArray<string> Stances = ["answer", "find_out", "hold", "give_way", "decline"];

    public static readonly ImmutableArray<string> QuestionIds = ["Q1", "Q2", "Q3", "Q4", "PUSH", "CALL"];

    public HandoverTools(HandoverContent content)
    {
        var words = content.Vocabulary;
        var topics = content.Items.Select(item => item.Topic).ToImmutableArray();
        var statement = StatementParameters(words);
        Read = new("read_record", "Read one section of the record. 1 minute.",
            new ToolParameter("section", ParameterType.Text, "Which section: " + string.Join("; ", words.Sections.Zip(words.SectionTitles, (id, title) => $"{id} = {title}")) + ".") { Required = true, Allowed = words.Sections });
        Query = new("query", "Ask somebody about one topic; they say what they know. 2 minutes. Asking the bedside nurse about observations has them repeated (3 minutes).",
            new ToolParameter("who", ParameterType.Text, "Whom to ask.") { Required = true, Allowed = words.Asked },
            new ToolParameter("about", ParameterType.Text, "What about.") { Required = true, Allowed = topics });
        Reconcile = new("reconcile", "Where entries of the record contradict each other, declare the one that stands; the other is struck out. 1 minute.",
            new ToolParameter("about", ParameterType.Text, "What they are about.") { Required = true, Allowed = topics },
            new ToolParameter("entry", ParameterType.Text, "The id of the entry that stands, such as E7.") { Required = true, MaxLength = 4 });
        Compose = new("compose", "Write one statement of the handover, in free text or structured (a code and the parts that belong to it). 1 minute.",
            [
                new ToolParameter("item", ParameterType.Text, "Where it belongs: " + string.Join("; ", content.Items.Select(item => $"{item.Id} {item.Title}")) + ".")
                { Required = true, Allowed = [.. content.Items.Select(item => item.Id)] },
                .. statement,
                new ToolParameter("name", ParameterType.Text, "HO01: full name.") { MaxLength = LongestWord },
                new ToolParameter("date_of_birth", ParameterType.Text, "HO01: dd/mm/yyyy.") { MaxLength = 10 },
                new ToolParameter("nhs_number", ParameterType.Text, "HO01: ten digits.") { MaxLength = 12 },
                new ToolParameter("retract", ParameterType.Boolean, "True to strike out all that was composed for this item so far."),
            ]);
        Flag = new("flag", "Raise an alert that the receiving team cannot overlook. No time.",
            new ToolParameter("what", ParameterType.Text, "What to flag.") { Required = true, Allowed = words.Flags });
        Contact = new("contact", "Call somebody who must know or act before the patient moves. 2 minutes.",
            new ToolParameter("who", ParameterType.Text, "Whom to call.") { Required = true, Allowed = words.Contacts });
        Deliver = new("deliver", "Give the handover to the receiving team, once. They ask, may press, then read back. 2 minutes.");
        Answer = new("answer", "Answer a question that is open (Q1…, PUSH when the receiving team presses, CALL for the telephone): structured, in free text, or by a stance. 1 minute.",
            [
                new ToolParameter("question", ParameterType.Text, "Which question.") { Required = true, Allowed = QuestionIds },
                new ToolParameter("stance", ParameterType.Text, "answer = give the information; find_out = 'I do not know, I will find out'; hold = keep to what was handed over; give_way = do as they press; decline = give no information.") { Allowed = Stances },
                .. statement,
            ]);
        Confirm = new("confirm_readback", "Confirm what the receiving team read back; or name the line that is wrong and say what is right. 1 minute.",
            [
                new ToolParameter("line", ParameterType.Integer, "The line that is wrong; leave out when all are right.") { Min = 1, Max = MostLines },
                .. statement,
                new ToolParameter("nhs_number", ParameterType.Text, "The right NHS number, ten digits.") { MaxLength = 12 },
            ]);
        Wait = new("wait", "Let time pass.", new ToolParameter("minutes", ParameterType.Integer, "1 to 15.") { Required = true, Min = 1, Max = 15 });
        All = [Read, Query, Reconcile, Compose, Flag, Contact, Deliver, Answer, Confirm, Wait];
    }

    public ToolDefinition Read { get; }

    public ToolDefinition Query { get; }

    public ToolDefinition Reconcile { get; }

    public ToolDefinition Compose { get; }

    public ToolDefinition Flag { get; }

    public ToolDefinition Contact { get; }

    public ToolDefinition Deliver { get; }

    public ToolDefinition Answer { get; }

    public ToolDefinition Confirm { get; }

    public ToolDefinition Wait { get; }

    public ImmutableArray<ToolDefinition> All { get; }

    /// <summary>The parts of a structured statement, in the order that <see cref="StatementArguments"/> reads them.</summary>
    private static ImmutableArray<ToolParameter> StatementParameters(HandoverVocabulary words) =>
    [
        new("text", ParameterType.Text, "The statement in plain words; nothing else is needed then.") { MaxLength = LongestText, Suffices = true },
        new("code", ParameterType.Text, "What it is about, by the code the record shows, such as intravenous-antibiotic. HO02 takes news2 (or observations, where NEWS2 is not used) with value, time and trend as detail.") { MaxLength = LongestWord },
        new("detail", ParameterType.Text, "A second code: reaction, response, reason or finding; or the trend, trend-worsening, trend-steady or trend-improving: NEWS2 now against the first set, 2 points or more.") { MaxLength = LongestWord },
        new("value", ParameterType.Number, "A dose, score or result.") { Min = 0, Max = LargestValue },
        new("unit", ParameterType.Text, "Its unit.") { Allowed = words.Units },
        new("time", ParameterType.Text, "When it was: HH:MM.") { MaxLength = 5 },
        new("due", ParameterType.Text, "When it is due: HH:MM.") { MaxLength = 5 },
        new("owner", ParameterType.Text, "Who is to do or chase it, or was told: a role's code, such as ward-doctor.") { MaxLength = LongestWord },
        new("side", ParameterType.Text, "left or right.") { Allowed = ["left", "right"] },
        new("negated", ParameterType.Boolean, "True to state that it is not so."),
    ];
}
