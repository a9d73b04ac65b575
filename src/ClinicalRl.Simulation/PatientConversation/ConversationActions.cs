using System.Collections.Immutable;
using ClinicalRl.Simulation.Actions;
using ClinicalRl.Simulation.PatientConversation.Content;
using ClinicalRl.Simulation.PatientConversation.Flow;
using ClinicalRl.Simulation.PatientConversation.Speech;

namespace ClinicalRl.Simulation.PatientConversation;

/// <summary>Reads an action, its typed arguments and its words, into a turn and carries it out, or refuses it with a reason.</summary>
internal sealed class ConversationActions(ConversationContent content, ConversationTools tools, SpeechReader speech)
{
    private readonly ConversationVocabulary words = content.Vocabulary;

    /// <summary>Why the action could not be carried out, or null when it was.</summary>
    public string? Apply(ConversationStep step, AgentAction action)
    {
        var tool = Find(action.Tool);
        step.Reply.Tool = tool?.Name ?? "";
        var turn = new Turn();
        var problem = tool is null
            ? $"There is no tool '{action.Tool}'; the tools are {string.Join(", ", tools.All.Select(known => known.Name))}."
            : tool.TryBind(action.Arguments, out var values, out var unbound) ? Read(step, tool, values, turn) : unbound;
        if (problem is not null)
        {
            step.Refuse(problem);
            return problem;
        }

        if (action.Message is { Length: > 0 } message)
            speech.Read(message, turn);
        step.Take(turn);
        return null;
    }

    private ToolDefinition? Find(string name)
    {
        foreach (var tool in tools.All.AsSpan())
        {
            if (tool.Name == name)
                return tool;
        }

        return null;
    }

    private string? Read(ConversationStep step, ToolDefinition tool, ArgumentValue[] values, Turn turn)
    {
        if (tool == tools.Say)
            speech.Read(values[0].Text!, turn);
        else if (tool == tools.Ask)
            turn.Questions.Add(new Question(words.Topics.Bit(values[0].Text!), values[1].Text == "open" ? Manner.Invites : Manner.Checks));
        else if (tool == tools.Examine)
            return ReadExamine(step, values, turn);
        else if (tool == tools.Explain)
            turn.Points = words.Points.Mask(values[0].List);
        else if (tool == tools.Advise)
            (turn.Advice, turn.DoseMg) = (words.Advice.Mask(values[0].List), values[1].IsPresent ? values[1].Number : null);
        else if (tool == tools.SafetyNet)
            return ReadNet(values, turn);
        else if (tool == tools.CheckUnderstanding)
            turn.TeachBack = true;
        else if (tool == tools.Refer)
            return ReadReferral(step, values, turn);
        else if (tool == tools.Respond)
            turn.Responses = words.Responses.Mask(values[0].List);
        else if (tool == tools.Arrange)
            turn.Arrangements = words.Arrangements.Mask(values[0].List);
        else if (tool == tools.End)
            turn.End = true;
        return null;
    }

    private string? ReadExamine(ConversationStep step, ArgumentValue[] values, Turn turn)
    {
        if (!step.Scenario.Family.IsInClinic)
            return "Nobody can be examined on the phone.";
        turn.Region = words.Regions.Find(values[0].Text!);
        return null;
    }

    private string? ReadNet(ArgumentValue[] values, Turn turn)
    {
        turn.Signs = words.Signs.Mask(values[0].List);
        turn.NetHours = values[1].IsPresent ? (int)values[1].Number : 0;
        turn.Routes = words.Routes.Mask(values[2].List);
        return turn.GivesNet ? null : "safety_net needs signs, within_hours or routes.";
    }

    private string? ReadReferral(ConversationStep step, ArgumentValue[] values, Turn turn)
    {
        if (!values[0].IsPresent && !values[1].IsPresent)
            return "refer needs 'to' or 'team'.";
        turn.Places = values[0].IsPresent ? words.Places.Bit(values[0].Text!) : 0;
        turn.Teams = values[1].IsPresent ? words.Teams.Bit(values[1].Text!) : 0;
        (turn.Recorded, turn.RecordedUnknown) = ReadFindings(step.Scenario.Family, values[2].List);
        return null;
    }

    private (uint Recorded, int Unknown) ReadFindings(Family family, ImmutableArray<string> codes)
    {
        var (recorded, unknown) = (0U, 0);
        foreach (var finding in codes)
        {
            var code = finding.Replace(' ', '-');   // as the text of the observation writes it
            var index = -1;
            for (var i = 0; i < family.Items.Length && index < 0; i++)
                index = family.Items[i].Code == code ? i : -1;
            if (index >= 0)
                recorded |= 1U << index;
            else if (content.Backgrounds.All(background => background.Code != code))
                unknown++;
        }

        return (recorded, unknown);
    }
}
