using System.Collections.Immutable;
using ClinicalRl.Simulation.Actions;
using ClinicalRl.Simulation.TriageQueue.Content;
using ClinicalRl.Simulation.TriageQueue.Scenarios;

namespace ClinicalRl.Simulation.TriageQueue;

/// <summary>The tools of the triage nurse.</summary>
internal sealed class TriageTools
{
    public static readonly ImmutableArray<string> Dispositions = ["D0", "D1", "D2", "D3", "D4", "D5", "D6", "D7", "D8", "DX"];

    public static readonly ImmutableArray<string> Teams = ["none", "crisis_team", "child_safeguarding", "adult_safeguarding"];

    public static readonly ImmutableArray<string> Targets =
        ["senior_clinician", "interpreter", "call_back", "crisis_team", "child_safeguarding", "adult_safeguarding"];

    public TriageTools(TriageContent content)
    {
        var words = content.Vocabulary;
        var patient = new ToolParameter("patient", ParameterType.Text, "The patient's id as listed, such as P1.")
        {
            Required = true,
            Allowed = [.. Enumerable.Range(1, TriageScenario.MostPatients).Select(n => FormattableString.Invariant($"P{n}"))],
        };
        Ask = new("ask", "Ask the patient (or their carer) about one topic. 1 minute; 2 for history.", patient,
            new("topic", ParameterType.Text, "What to ask about.") { Required = true, Allowed = words.Topics, Titles = words.TopicTitles },
            new("alone", ParameterType.Boolean, "True to speak to the patient without the person beside them."));
        Measure = new("measure", "Measure something. vitals takes respiratory rate, SpO2, blood pressure, pulse, consciousness and temperature together in 2 minutes.", patient,
            new("what", ParameterType.Text, "What to measure.") { Required = true, Allowed = words.Measures });
        Examine = new("examine", "Examine one region. 1 minute.", patient,
            new("region", ParameterType.Text, "What to look at.") { Required = true, Allowed = words.Regions });
        AssignCategory = new("assign_category", "Assign a Manchester triage category: 1 immediate, 2 very urgent (10 minutes), 3 urgent (60), 4 standard (120), 5 non-urgent (240).", patient,
            new("category", ParameterType.Integer, "1 to 5.") { Required = true, Min = 1, Max = 5 },
            new("news2", ParameterType.Integer, "The NEWS2 total you worked out from measured vital signs, for people of 16 and over who are not pregnant.") { Min = 0, Max = 20 });
        Dispose = new(
            "dispose",
            "Decide where the patient goes. D0 and D1 take a bay, D2 and D3 wait for a clinician, D4 to D8 leave; DX needs a team. "
            + "D6 to D8 for a child under 1 year or a mental-health or safeguarding presentation need a senior clinician's agreement first.",
            patient,
            new("disposition", ParameterType.Text, "The rung.") 
            {
                Required = true, Allowed = Dispositions, Titles = [.. content.Rules.DispositionTitles, "crisis or safeguarding team with a clinician the same day"],
            },
            new("team", ParameterType.Text, "A team to tell as well.") { Allowed = Teams },
            new("record", ParameterType.TextList, "Codes of findings, found present, that the receiving team must know.") { MaxItems = 20, MaxLength = 64 });
        Escalate = new("escalate", "Call a senior clinician (8 minutes of theirs), an interpreter, a team, or call back someone who left.", patient,
            new("to", ParameterType.Text, "Whom to call.") { Required = true, Allowed = Targets });
        Reassess = new("reassess", "Look again at someone who waits: all vital signs, 2 minutes. Due when their category's time is up.", patient);
        Advise = new("advise", "Give advice before the patient goes: a safety-net (signs to come back for, within how many hours, by which route) or a medicine. Put the words into the action's message.", patient,
            new("signs", ParameterType.TextList, "Signs to come back for.") { Allowed = words.Signs, MaxItems = 20 },
            new("within_hours", ParameterType.Integer, "Within how many hours to come back or expect to be better.") { Min = 1, Max = 336 },
            new("route", ParameterType.TextList, "Where to turn.") { Allowed = words.Routes, MaxItems = 4 },
            new("medicine", ParameterType.Text, "A medicine to take or start.") { Allowed = [.. content.Medicines.Select(medicine => medicine.Id)] },
            new("dose", ParameterType.Number, "Single dose: mg, but micrograms for adrenaline and grams for glucose.") { Min = 0, Max = 100_000 });
        Wait = new("wait", "Let time pass; stops early when something happens.",
            new ToolParameter("minutes", ParameterType.Integer, "1 to 30.") { Required = true, Min = 1, Max = 30 });
        Close = new("close_queue", "End the shift. Whoever is still undecided stays so.");
        All = [Ask, Measure, Examine, AssignCategory, Dispose, Escalate, Reassess, Advise, Wait, Close];
    }

    public ToolDefinition Ask { get; }

    public ToolDefinition Measure { get; }

    public ToolDefinition Examine { get; }

    public ToolDefinition AssignCategory { get; }

    public ToolDefinition Dispose { get; }

    public ToolDefinition Escalate { get; }

    public ToolDefinition Reassess { get; }

    public ToolDefinition Advise { get; }

    public ToolDefinition Wait { get; }

    public ToolDefinition Close { get; }

    public ImmutableArray<ToolDefinition> All { get; }
}
