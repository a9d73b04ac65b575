using System.Text.Json;
using ClinicalRl.Simulation.Actions;
using ClinicalRl.Simulation.Policies;
using ClinicalRl.Simulation.Prescribing.Content;
using ClinicalRl.Simulation.Prescribing.Flow;

namespace ClinicalRl.Simulation.Prescribing.Policies;

/// <summary>What a blind prescriber does to the lines that were asked for.</summary>
internal enum Habit
{
    /// <summary>Nothing.</summary>
    Leaves,

    /// <summary>Halves every dose.</summary>
    Halves,

    /// <summary>Puts the first choice for the stated indication at its lowest dose in their place.</summary>
    Replaces,
}

/// <summary>
/// Goes through every motion of good practice, reading, asking, ordering the tests and telling the points that what was asked for calls
/// for, but never lets what it finds change the prescription. What it earns shows what care without judgement is worth.
/// </summary>
internal sealed class AsAskedPolicy(PrescribingContent content, RuleBook book, Habit habit, IssueArea why = IssueArea.Interaction) : IPolicy
{
    private const int HurriedMinutes = 40;
    private static readonly string[] Topics = ["allergy_reaction", "weight", "symptoms", "otc", "pregnancy", "adherence", "safety", "alcohol", "past_history"];

    private readonly Queue<AgentAction> plan = new();
    private bool planned;

    public AgentAction Act(JsonElement observation)
    {
        if (!planned)
            Plan(PrescribingView.Read(content, observation));
        planned = true;
        return plan.TryDequeue(out var action) ? action : AgentAction.Call("sign", new { @checked = new[] { "allergies", "kidney_function", "monitoring", "current_medicines" } });
    }

    private void Plan(PrescribingView view)
    {
        foreach (var section in content.Words.Sections)
            plan.Enqueue(AgentAction.Call("read_record", new { section = section.Id }));
        foreach (var topic in Topics.Take(view.DecideBy <= HurriedMinutes ? 2 : Topics.Length))
            plan.Enqueue(AgentAction.Call("ask", new { topic }));
        var orders = view.Chart.Select(line => habit switch { Habit.Leaves => line.Order, Habit.Halves => Halved(line), _ => Replaced(line) }).ToArray();
        Follow(orders);
    }

    private Order Halved(SeenOrder line)
    {
        var half = line.Order with { Dose = line.Order.Dose / 2 };
        plan.Enqueue(OrderActions.Amend(content, line.Id, half, IssueArea.Regimen));
        return half;
    }

    private Order Replaced(SeenOrder line)
    {
        var first = Treatments.FirstChoice(content, line.Order.Indication);
        plan.Enqueue(OrderActions.Stop(content, line.Id, why));
        plan.Enqueue(OrderActions.Prescribe(content, first));
        return first;
    }

    /// <summary>The tests and the points that what is to be given calls for.</summary>
    private void Follow(Order[] orders)
    {
        foreach (var followUp in orders.SelectMany(order => content.Formulary.Medicines[order.Medicine].FollowUps).DistinctBy(followUp => followUp.Test))
            plan.Enqueue(AgentAction.Call("monitor", new { test = content.Words.Tests[followUp.Test].Id, within_days = followUp.WithinDays }));
        var points = book.Tell([.. orders.Select(order => order with { Flags = OrderFlags.Requested, Status = OrderStatus.Active })]);
        var told = content.Words.Points.Where((_, i) => (points >> i & 1) != 0).Select(point => point.Id).ToArray();
        if (told.Length > 0)
            plan.Enqueue(AgentAction.Call("counsel", new { points = told }, "Here is what this is for, what to watch for, and whom to call if that happens."));
    }
}
