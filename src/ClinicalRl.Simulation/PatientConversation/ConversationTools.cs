using System.Collections.Immutable;
using ClinicalRl.Simulation.Actions;
using ClinicalRl.Simulation.PatientConversation.Content;

namespace ClinicalRl.Simulation.PatientConversation;

/// <summary>The tools of a consultation.</summary>
internal sealed class ConversationTools
{
    public static readonly ImmutableArray<string> Manners = ["open", "direct"];

    private const int LongestSpeech = 4_000;
    private const int MostHours = 336;
    private const int MostMilligrams = 5_000;
    private const int MostFindings = 24;
    private const int LongestCode = 64;

    public ConversationTools(ConversationVocabulary words)
    {
        Say = new("say", "Say something in your own words. It is understood by a fixed word matcher and judged by the same facts as the other tools.",
            new ToolParameter("text", ParameterType.Text, "What you say.") { Required = true, MaxLength = LongestSpeech });
        Ask = new("ask", "Ask about one topic.",
            new("topic", ParameterType.Text, "What about.") { Required = true, Allowed = words.Topics.Ids, Titles = words.TopicTitles },
            new("manner", ParameterType.Text, "open leaves the answer to them and invites more; direct (the default) asks plainly for each thing.") { Allowed = Manners });
        Examine = new("examine", "In the clinic only: have the nurse examine one region. Ask for agreement first.",
            new ToolParameter("region", ParameterType.Text, "What to examine.") { Required = true, Allowed = words.Regions.Ids });
        Explain = new("explain", "Explain in plain words; put the words themselves into the action's message.",
            new ToolParameter("points", ParameterType.TextList, "What the explanation holds.")
            { Required = true, Allowed = words.Points.Ids, Titles = words.PointTitles, MaxItems = words.Points.Count });
        Advise = new("advise", "Advise something to do, or a medicine.",
            new("what", ParameterType.TextList, "What to do or take.")
            { Required = true, Allowed = words.Advice.Ids, Titles = words.AdviceTitles, MaxItems = words.Advice.Count },
            new("dose_mg", ParameterType.Number, "Single dose of a medicine, mg.") { Min = 0, Max = MostMilligrams });
        SafetyNet = new("safety_net", "Say which signs to act on, within what time, and where to turn.",
            new("signs", ParameterType.TextList, "Signs to look out for.") { Allowed = words.Signs.Ids, MaxItems = words.Signs.Count },
            new("within_hours", ParameterType.Integer, "Hours by which to be better or be in touch again.") { Min = 1, Max = MostHours },
            new("routes", ParameterType.TextList, "Where to turn.") { Allowed = words.Routes.Ids, MaxItems = words.Routes.Count });
        CheckUnderstanding = new("check_understanding", "Ask the person to say back, in their own words, what was agreed.");
        Refer = new("refer", "Propose where the person goes, or stays, and tell a team where needed. The last place proposed is the plan.",
            new("to", ParameterType.Text, "The place.") { Allowed = words.Places.Ids, Titles = words.PlaceTitles },
            new("team", ParameterType.Text, "A team to tell.") { Allowed = words.Teams.Ids },
            new("findings", ParameterType.TextList, "Findings, found present, that the receiving service must know, by name or code.") { MaxItems = MostFindings, MaxLength = LongestCode });
        Respond = new("respond", "Answer what was said or felt.",
            new ToolParameter("with", ParameterType.TextList, "How.")
            { Required = true, Allowed = words.Responses.Ids, Titles = words.ResponseTitles, MaxItems = words.Responses.Count });
        Arrange = new("arrange", "Set something up.",
            new ToolParameter("what", ParameterType.TextList, "What.")
            { Required = true, Allowed = words.Arrangements.Ids, Titles = words.ArrangementTitles, MaxItems = words.Arrangements.Count });
        Listen = new("listen", "Say nothing for a minute.");
        End = new("end", "Close the consultation. With an agreed plan of 999 this hands over to the ambulance service.");
        All = [Say, Ask, Examine, Explain, Advise, SafetyNet, CheckUnderstanding, Refer, Respond, Arrange, Listen, End];
    }

    public ToolDefinition Say { get; }

    public ToolDefinition Ask { get; }

    public ToolDefinition Examine { get; }

    public ToolDefinition Explain { get; }

    public ToolDefinition Advise { get; }

    public ToolDefinition SafetyNet { get; }

    public ToolDefinition CheckUnderstanding { get; }

    public ToolDefinition Refer { get; }

    public ToolDefinition Respond { get; }

    public ToolDefinition Arrange { get; }

    public ToolDefinition Listen { get; }

    public ToolDefinition End { get; }

    public ImmutableArray<ToolDefinition> All { get; }
}
