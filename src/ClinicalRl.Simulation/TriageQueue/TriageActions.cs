using System.Collections.Immutable;
using System.Diagnostics;
using ClinicalRl.Simulation.Actions;
using ClinicalRl.Simulation.TriageQueue.Content;
using ClinicalRl.Simulation.TriageQueue.Flow;

namespace ClinicalRl.Simulation.TriageQueue;

/// <summary>Reads an action's typed arguments and carries it out on a step, or refuses it with a reason.</summary>
internal sealed class TriageActions(TriageContent content, TriageTools tools)
{
    private const int DispositionOfDx = 4;

    /// <summary>Why the action could not be carried out, or null when it was.</summary>
    public string? Apply(TriageStep step, AgentAction action)
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

    private string? Run(TriageStep step, ToolDefinition tool, ArgumentValue[] values, string? message)
    {
        if (tool == tools.Wait)
        {
            step.Wait((int)values[0].Number);
            return null;
        }

        if (tool == tools.Close)
        {
            step.Close();
            return null;
        }

        var index = IndexOfPatient(values[0].Text!);
        if (index >= step.Patients.Length || step.Patients[index].Status == PatientStatus.NotArrived)
            return $"There is no patient {values[0].Text} here.";
        return Unreachable(step, tool, index, values) ?? RunOnPatient(step, tool, index, values, message);
    }

    private string? Unreachable(TriageStep step, ToolDefinition tool, int index, ArgumentValue[] values)
    {
        var id = step.Shift.Patients[index].Id;
        if (tool == tools.Escalate && values[1].Text == "call_back")
        {
            ref readonly var patient = ref step.Patients[index];
            return patient.Status == PatientStatus.Left && !patient.Has(PatientState.HasBeenCalledBack) ? null : $"{id} has not left, or has been called back.";
        }

        return step.Patients[index].IsPresent ? null : $"{id} is {Where(step.Patients[index].Status)}.";
    }

    private static string Where(PatientStatus status) => status switch
    {
        PatientStatus.InBay => "in a bay and with a team",
        PatientStatus.WithClinician => "with a clinician",
        PatientStatus.Transferred => "no longer here",
        PatientStatus.SentHome => "on the way home",
        _ => "gone",
    };

    private string? RunOnPatient(TriageStep step, ToolDefinition tool, int index, ArgumentValue[] values, string? message)
    {
        if (tool == tools.Ask)
            step.Ask(index, content.Checks.Find("ask", values[1].Text!)!.Value, values[2].Number > 0);
        else if (tool == tools.Measure)
            step.Measure(index, content.Checks.Find("measure", values[1].Text!)!.Value);
        else if (tool == tools.Examine)
            step.Examine(index, content.Checks.Find("examine", values[1].Text!)!.Value);
        else if (tool == tools.AssignCategory)
            step.AssignCategory(index, (int)values[1].Number, values[2].IsPresent ? (int)values[2].Number : null);
        else if (tool == tools.Escalate)
            step.Escalate(index, values[1].Text!);
        else if (tool == tools.Reassess)
            step.Reassess(index);
        else if (tool == tools.Advise)
            step.Advise(index, ReadAdvice(values, message));
        else
            return Dispose(step, index, values);
        return null;
    }

    private static string? Dispose(TriageStep step, int index, ArgumentValue[] values)
    {
        var team = values[2].IsPresent ? (Team)TriageTools.Teams.IndexOf(values[2].Text!) : Team.None;
        var isDx = values[1].Text == "DX";
        if (isDx && team == Team.None)
            return "dispose: DX needs 'team': crisis_team, child_safeguarding or adult_safeguarding.";
        var rung = isDx ? DispositionOfDx : values[1].Text![1] - '0';
        if (step.CannotDispose(index, rung) is { } reason)
            return reason;
        var (recorded, unknown) = ReadRecorded(step.Shift.Patients[index].Family, values[3].List);
        step.Dispose(index, rung, team, recorded, unknown);
        return null;
    }

    private static (uint Recorded, int Unknown) ReadRecorded(Family family, ImmutableArray<string> codes)
    {
        var (recorded, unknown) = (0U, 0);
        foreach (var code in codes)
        {
            var index = -1;
            for (var i = 0; i < family.Findings.Length && index < 0; i++)
                index = family.Findings[i].Code == code ? i : -1;
            if (index < 0)
                unknown++;
            else
                recorded |= 1U << index;
        }

        return (recorded, unknown);
    }

    private Advice ReadAdvice(ArgumentValue[] values, string? message)
    {
        var signs = 0UL;
        foreach (var sign in values[1].List)
            signs |= 1UL << content.Vocabulary.Signs.IndexOf(sign);
        var routes = 0;
        foreach (var route in values[3].List)
            routes |= 1 << content.Vocabulary.Routes.IndexOf(route);
        var medicine = -1;
        for (var i = 0; i < content.Medicines.Length && values[4].IsPresent; i++)
            medicine = content.Medicines[i].Id == values[4].Text ? i : medicine;
        return new Advice(medicine, values[5].IsPresent ? values[5].Number : null, signs, (int)values[2].Number, routes, string.IsNullOrWhiteSpace(message) ? null : message);
    }

    private static int IndexOfPatient(string id) => id.Length == 2 ? id[1] - '1' : id.Length == 3 ? ((id[1] - '0') * 10) + id[2] - '1' : throw new UnreachableException();
}
