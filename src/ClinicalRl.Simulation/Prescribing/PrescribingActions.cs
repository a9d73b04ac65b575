using System.Collections.Immutable;
using ClinicalRl.Simulation.Actions;
using ClinicalRl.Simulation.Prescribing.Content;
using ClinicalRl.Simulation.Prescribing.Flow;

namespace ClinicalRl.Simulation.Prescribing;

/// <summary>Reads an action's typed arguments and carries it out on a step, or refuses it with a reason.</summary>
internal sealed class PrescribingActions
{
    private const int Directions = 8;   // the last of the fields that prescribe and amend share

    private readonly PrescribingTools tools;
    private readonly Vocabulary words;
    private readonly Formulary formulary;
    private readonly Dictionary<ToolDefinition, Func<PrescribingStep, ArgumentValue[], string?, string?>> handlers;

    public PrescribingActions(PrescribingContent content, PrescribingTools tools)
    {
        (this.tools, words, formulary) = (tools, content.Words, content.Formulary);
        handlers = new(ReferenceEqualityComparer.Instance)
        {
            [tools.ReadRecord] = (step, values, _) => step.Read(words.Section(values[0].Text!)),
            [tools.Ask] = (step, values, _) => step.Ask(words.TopicOf(values[0].Text!)),
            [tools.Query] = (step, values, _) => step.Query(words.QueryOf(values[0].Text!)),
            [tools.CheckInteractions] = (step, _, _) => step.CheckInteractions(),
            [tools.Calculate] = Calculate,
            [tools.Prescribe] = Prescribe,
            [tools.Amend] = Amend,
            [tools.Stop] = (step, values, _) => step.Stop(OrderIndex(values[0].Text!), values[1].Number > 0, Why(values[2])),
            [tools.Monitor] = (step, values, _) => step.Monitor(words.Test(values[0].Text!), (int)values[1].Number),
            [tools.Counsel] = (step, values, message) => step.Counsel(Bits(values[0].List, words.Point), message),
            [tools.Wait] = (step, values, _) => step.Wait((int)values[0].Number),
            [tools.Decline] = (step, values, _) => step.Decline(Vocabulary.IndexOf(words.Reasons, values[0].Text!), Stated(values[1], values[2])),
            [tools.Refer] = (step, values, _) => step.Refer(Vocabulary.IndexOf(words.Teams, values[0].Text!), (int)values[1].Number, Stated(values[2], values[3])),
            [tools.Sign] = (step, values, _) => step.Sign(Stated(values[1], values[0])),
        };
    }

    /// <summary>Why the action could not be carried out, or null when it was.</summary>
    public string? Apply(PrescribingStep step, AgentAction action)
    {
        var tool = Find(action.Tool);
        step.Result.Tool = tool?.Name ?? "";
        var problem = tool is null
            ? $"There is no tool '{action.Tool}'; the tools are {string.Join(", ", tools.All.Select(known => known.Name))}."
            : tool.TryBind(action.Arguments, out var values, out var unbound) ? handlers[tool](step, values, Words(action.Message)) : unbound;
        if (problem is not null)
            step.Refuse(problem);
        return problem;
    }

    private static string? Words(string? message) => string.IsNullOrWhiteSpace(message) ? null : message;

    private ToolDefinition? Find(string name)
    {
        foreach (var tool in tools.All.AsSpan())
        {
            if (tool.Name == name)
                return tool;
        }

        return null;
    }

    private string? Calculate(PrescribingStep step, ArgumentValue[] values, string? message) => values[0].Text switch
    {
        "creatinine_clearance" => step.CalculateClearance(Optional(values[1]), Optional(values[2])),
        "oral_morphine_equivalent" => step.CalculateMorphine(
            values[4].IsPresent ? formulary.IndexOf(values[4].Text!) : -1, Optional(values[5]), values[6].IsPresent ? words.FrequencyOf(values[6].Text!) : -1),
        _ => step.CalculateForWeight(Optional(values[1]), Optional(values[3])),
    };

    private string? Prescribe(PrescribingStep step, ArgumentValue[] values, string? message)
    {
        var order = new Order { Medicine = (short)formulary.IndexOf(values[0].Text!), Flags = OrderFlags.ByAgent };
        return Write(step, ref order, values.AsSpan(1)) ?? step.Prescribe(order);
    }

    private string? Amend(PrescribingStep step, ArgumentValue[] values, string? message)
    {
        var index = OrderIndex(values[0].Text!);
        if (step.CannotChange(index) is { } reason)
            return reason;
        var fields = values.AsSpan(1, Directions + 1);
        if (!fields.ToArray().Any(field => field.IsPresent))
            return "amend needs something to change, such as dose and unit.";
        var order = step.Chart[index];
        if (Why(values[^1]) is var why && why > 0)
            order.Why = why;
        return Write(step, ref order, fields) ?? step.Amend(index, order);
    }

    /// <summary>Puts dose, unit, route, frequency, duration, indication, day, maximum and directions into an order; what is absent stays.</summary>
    private string? Write(PrescribingStep step, ref Order order, ReadOnlySpan<ArgumentValue> fields)
    {
        if (fields[1].IsPresent && UnitProblem(step, order, fields[1].Text!) is { } problem)
            return problem;
        if (UnsafeMark(fields[Directions].Text) is { } mark)
            return step.RefuseNotation(order.Medicine, $"'{mark.Trim()}' in the directions is unsafe: write it out, in full words and without a trailing zero.");
        order.Dose = fields[0].IsPresent ? fields[0].Number : order.Dose;
        order.Unit = fields[1].IsPresent ? (byte)words.Unit(fields[1].Text!) : order.Unit;
        order.Route = fields[2].IsPresent ? (byte)words.Routes.IndexOf(fields[2].Text!) : order.Route;
        order.Frequency = fields[3].IsPresent ? (byte)words.FrequencyOf(fields[3].Text!) : order.Frequency;
        order.Days = fields[4].IsPresent ? (short)fields[4].Number : order.Days;
        order.Indication = fields[5].IsPresent ? (short)formulary.Indication(fields[5].Text!) : order.Indication;
        order.Day = fields[6].IsPresent ? (byte)(words.Days.IndexOf(fields[6].Text!) + 1) : order.Day;
        order.MostPerDay = fields[7].IsPresent ? (byte)fields[7].Number : order.MostPerDay;
        return null;
    }

    private string? UnsafeMark(string? directions) =>
        directions is null ? null : words.UnsafeDirections.FirstOrDefault(mark => directions.Contains(mark, StringComparison.Ordinal));

    private string? UnitProblem(PrescribingStep step, in Order order, string written)
    {
        if (words.Unit(written) >= 0)
            return null;
        foreach (var wrong in words.UnsafeUnits)
        {
            if (wrong.Written == written)
                return step.RefuseNotation(order.Medicine, $"The unit '{written}' is unsafe: {wrong.Why}.");
        }

        return $"'unit' must be one of {string.Join(", ", words.Units.Select(unit => unit.Id))}.";
    }

    private byte Why(in ArgumentValue reason) => (byte)(reason.IsPresent ? Vocabulary.IndexOf(words.Changes, reason.Text!) + 1 : 0);

    private Statement Stated(in ArgumentValue because, in ArgumentValue claims) =>
        new(Bits(because.List, condition => words.Conditions.IndexOf(condition)), (uint)Bits(claims.List, claim => PrescribingTools.Claims.IndexOf(claim)));

    private static ulong Bits(ImmutableArray<string> list, Func<string, int> indexOf)
    {
        var bits = 0UL;
        foreach (var word in list)
            bits |= 1UL << indexOf(word);
        return bits;
    }

    private static double? Optional(in ArgumentValue value) => value.IsPresent ? value.Number : null;

    private static int OrderIndex(string id) => id.Length == 2 ? id[1] - '1' : ((id[1] - '0') * 10) + id[2] - '1';
}
