using ClinicalRl.Simulation.Actions;
using ClinicalRl.Simulation.Prescribing.Content;
using ClinicalRl.Simulation.Prescribing.Flow;

namespace ClinicalRl.Simulation.Prescribing.Policies;

/// <summary>Turns orders into the calls that write them.</summary>
internal static class OrderActions
{
    private const int UsualDays = 28;

    public static AgentAction Prescribe(PrescribingContent content, in Order order) => AgentAction.Call("prescribe", Fields(content, order, ("drug", content.Formulary.Medicines[order.Medicine].Id)));

    public static AgentAction Amend(PrescribingContent content, string id, in Order order, IssueArea why)
    {
        var fields = Fields(content, order, ("order", id));
        fields["why"] = content.Words.Changes[(int)why].Id;
        return AgentAction.Call("amend", fields);
    }

    public static AgentAction Stop(PrescribingContent content, string id, IssueArea why, bool pause = false) =>
        AgentAction.Call("stop", pause ? new { order = id, pause, why = content.Words.Changes[(int)why].Id } : (object)new { order = id, why = content.Words.Changes[(int)why].Id });

    private static Dictionary<string, object> Fields(PrescribingContent content, in Order order, (string Name, string Value) first)
    {
        var words = content.Words;
        var fields = new Dictionary<string, object>(StringComparer.Ordinal)
        {
            [first.Name] = first.Value,
            ["dose"] = order.Dose,
            ["unit"] = words.Units[order.Unit].Id,
            ["route"] = words.Routes[order.Route],
            ["frequency"] = words.Frequencies[order.Frequency].Id,
            ["duration_days"] = order.Days == 0 ? UsualDays : order.Days,
            ["indication"] = content.Formulary.Indications[order.Indication],
        };
        if (order.Day > 0)
            fields["day"] = words.Days[order.Day - 1];
        if (order.MostPerDay > 0)
            fields["most_per_day"] = order.MostPerDay;
        return fields;
    }
}
