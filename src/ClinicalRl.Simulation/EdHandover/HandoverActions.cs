using ClinicalRl.Simulation.Actions;
using ClinicalRl.Simulation.EdHandover.Content;
using ClinicalRl.Simulation.EdHandover.Flow;
using ClinicalRl.Simulation.EdHandover.Scenarios;

namespace ClinicalRl.Simulation.EdHandover;

/// <summary>Reads an action's typed arguments and carries it out on a step, or refuses it with a reason.</summary>
internal sealed class HandoverActions(HandoverContent content, HandoverTools tools, StatementArguments statements)
{
    private const int AfterStatement = 1 + StatementArguments.Count;

    /// <summary>Why the action could not be carried out, or null when it was.</summary>
    public string? Apply(HandoverStep step, AgentAction action)
    {
        var tool = Find(action.Tool);
        step.Result.Tool = tool?.Name ?? "";
        var problem = tool is null
            ? $"There is no tool '{action.Tool}'; the tools are {string.Join(", ", tools.All.Select(known => known.Name))}."
            : tool.TryBind(action.Arguments, out var values, out var unbound) ? Run(step, tool, values, action.Message) : unbound;
        if (problem is not null)
            step.Refuse(problem);
        return problem;
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

    private string? Run(HandoverStep step, ToolDefinition tool, ArgumentValue[] values, string? message)
    {
        if (tool == tools.Compose)
            return Compose(step, values, message);
        if (tool == tools.Answer)
            return Answer(step, values, message);
        if (tool == tools.Confirm)
            return Confirm(step, values, message);
        if (tool == tools.Reconcile)
            return step.Reconcile(Topic(values[0]), values[1].Text!);
        if (tool == tools.Deliver && step.Progress.Has(HandoverProgress.IsDelivered))
            return "deliver: it has been delivered.";
        if (tool == tools.Read)
            step.Read(content.Vocabulary.Sections.IndexOf(values[0].Text!));
        else if (tool == tools.Query)
            step.Query(content.Vocabulary.AskedRoles[content.Vocabulary.Asked.IndexOf(values[0].Text!)], Topic(values[1]));
        else if (tool == tools.Flag)
            step.Flag(content.Vocabulary.Flags.IndexOf(values[0].Text!));
        else if (tool == tools.Contact)
            step.Contact(content.Vocabulary.Contacts.IndexOf(values[0].Text!));
        else if (tool == tools.Deliver)
            step.Deliver();
        else
            step.Wait((int)values[0].Number);
        return null;
    }

    private string? Compose(HandoverStep step, ArgumentValue[] values, string? message)
    {
        var item = ItemOf(values[0].Text!);
        if (!TryStatement(values, 1, values.Length - 1, item, message, out var statement, out var problem))
            return "compose: " + problem;
        var retract = values[AfterStatement + 3].Number > 0;
        if (item == Items.Identity && !TryIdentity(values, ref statement))
            return "compose: 'date_of_birth' must be dd/mm/yyyy and 'nhs_number' ten digits.";
        if (statement.IsEmpty && !retract && statement.Text is null)
            return "compose: needs 'text', or 'code' with the parts that belong to it (for HO01 name, date_of_birth, nhs_number).";
        if (item != Items.Identity && statement.Text is null && !statement.IsEmpty && !statement.HasCode)
            return "compose: needs 'code': what the other parts belong to.";
        step.Compose(item, statement, retract);
        return null;
    }

    private static bool TryIdentity(ArgumentValue[] values, ref Statement statement)
    {
        if (!StatementArguments.TryBirthDate(values[AfterStatement + 1], out var born) || !StatementArguments.TryNhsNumber(values[AfterStatement + 2], out var number))
            return false;
        if (values[AfterStatement].IsPresent)
            statement = statement with { Name = values[AfterStatement].Text };
        if (born >= 0 || !double.IsNaN(number))
            statement = statement with { Claims = [new Claim { BirthDate = born, Value = number }] };
        return true;
    }

    private string? Answer(HandoverStep step, ArgumentValue[] values, string? message)
    {
        var stance = values[1].IsPresent ? HandoverTools.Stances.IndexOf(values[1].Text!) : Claim.Unsaid;
        if (!TryStatement(values, 2, values.Length, step.OpenItem, message, out var statement, out var problem))
            return "answer: " + problem;
        if (statement.Text is not null && step.Asked is { Field: not ClaimFields.None } asked)
            statement = statements.WithAnswer(statement, asked.Field, asked.Concept);
        if (stance < 0 && statement.IsEmpty && statement.Text is null)
            return "answer: needs 'stance', 'text', or the parts of a statement.";
        return step.Answer(values[0].Text!, stance, statement);
    }

    private string? Confirm(HandoverStep step, ArgumentValue[] values, string? message)
    {
        var line = values[0].IsPresent ? (int)values[0].Number : 0;
        if (!TryStatement(values, 1, values.Length, step.ItemOfLine(line), line > 0 ? message : null, out var statement, out var problem))
            return "confirm_readback: " + problem;
        if (!StatementArguments.TryNhsNumber(values[AfterStatement], out var number))
            return "confirm_readback: 'nhs_number' must be ten digits.";
        if (!double.IsNaN(number))
            statement = statement with { Claims = [new Claim { Value = number }] };
        if (!values[0].IsPresent && (!statement.IsEmpty || statement.Text is not null) && values[1].IsPresent)
            return "confirm_readback: say which 'line' you correct.";
        return step.Confirm(line, statement);
    }

    /// <summary>The parts given from <paramref name="at"/> to before <paramref name="end"/>; where there are none, the message that went with the action is what is stated.</summary>
    private bool TryStatement(ArgumentValue[] values, int at, int end, int item, string? message, out Statement statement, out string problem)
    {
        if (!string.IsNullOrWhiteSpace(message) && !IsAnyPresent(values.AsSpan(at, end - at)))
        {
            if (message.Length > HandoverTools.LongestText)
            {
                (statement, problem) = (default, $"without 'text' the 'message' is what is stated; it may have at most {HandoverTools.LongestText} characters.");
                return false;
            }

            values[at] = new ArgumentValue(true, message, 0, []);
        }

        return statements.TryRead(values, at, item, out statement, out problem);
    }

    private static bool IsAnyPresent(ReadOnlySpan<ArgumentValue> values)
    {
        foreach (ref readonly var value in values)
        {
            if (value.IsPresent)
                return true;
        }

        return false;
    }

    private int Topic(in ArgumentValue value)
    {
        for (var i = 0; i < content.Items.Length; i++)
        {
            if (content.Items[i].Topic == value.Text)
                return i;
        }

        return -1;
    }

    private static int ItemOf(string id) => ((id[2] - '0') * 10) + id[3] - '1';
}
