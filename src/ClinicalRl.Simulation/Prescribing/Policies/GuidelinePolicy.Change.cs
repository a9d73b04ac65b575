using ClinicalRl.Simulation.Actions;
using ClinicalRl.Simulation.Prescribing.Content;
using ClinicalRl.Simulation.Prescribing.Flow;

namespace ClinicalRl.Simulation.Prescribing.Policies;

/// <content>Changing the chart: correcting, stopping and supplying.</content>
internal sealed partial class GuidelinePolicy
{
    private AgentAction? Answer(PrescribingView view, Order[] chart, Issue issue)
    {
        if (issue.Area == IssueArea.Regimen)
            return Correct(view, chart, issue.Order);
        var rule = issue.Rule < 0 ? null : content.Rules[issue.Rule];
        switch (rule?.Kind)
        {
            case RuleKind.Monitor:
                return Order(rule.FollowUp.Test, rule.FollowUp.WithinDays);
            case RuleKind.Protect:
                var protector = treatments.Find(content.Formulary.Indication("gastroprotection"), notes!, [.. chart.Where(order => order.IsActive)], notes!.Monitors, rule.ProtectedBy);
                return protector is { } order ? OrderActions.Prescribe(content, order) : Stop(view.Chart[issue.Order], issue.Area);
            case RuleKind.Limit:
                return Correct(view, chart, issue.Order);
            default:
                return Remove(view, issue);
        }
    }

    /// <summary>Takes out whichever of a pair is new, if something else can take its place; else the first.</summary>
    private AgentAction Remove(PrescribingView view, Issue issue)
    {
        var line = view.Chart[issue.Order];
        if (issue.Other >= 0 && view.Chart[issue.Other] is { } prophylaxis && prophylaxis.Order.Is(OrderFlags.Record) && content.Formulary.Indications[prophylaxis.Order.Indication] == "thrombosis-prevention")
            return Stop(prophylaxis, issue.Area);   // treatment makes prophylaxis needless, not the other way round
        if (!line.Order.Is(OrderFlags.Record) || issue.Other < 0)
            return Stop(line, issue.Area);
        var other = view.Chart[issue.Other];
        Order[] rest = [.. view.Chart.Where(kept => kept != other && kept.Order.IsActive).Select(kept => kept.Order)];
        var isNew = other.Order.Is(OrderFlags.Requested) || other.Order.Is(OrderFlags.ByAgent);
        var another = ~(removed | UInt128.One << other.Order.Medicine);
        return Stop(isNew && treatments.Find(other.Order.Indication, notes!, rest, notes!.Monitors, another) is not null ? other : line, issue.Area);
    }

    private AgentAction Stop(SeenOrder line, IssueArea why)
    {
        if (!line.Order.Is(OrderFlags.Record))
            removed |= UInt128.One << line.Order.Medicine;
        return OrderActions.Stop(content, line.Id, why, pause: line.Order.Is(OrderFlags.Record));
    }

    /// <summary>Rewrites an order in a right regimen of the same medicine, or takes it out.</summary>
    private AgentAction Correct(PrescribingView view, Order[] chart, int index)
    {
        var line = view.Chart[index];
        Order[] others = [.. chart.Where((order, i) => i != index && order.IsActive)];
        var asWritten = line.Order;
        asWritten.Flags &= ~OrderFlags.UnsafeNotation;
        asWritten.Day = asWritten.Frequency == words.Weekly && asWritten.Day == 0 ? (byte)1 : asWritten.Day;
        if (treatments.IsClean(asWritten, notes!, others, notes!.Monitors))
            return OrderActions.Amend(content, line.Id, asWritten, IssueArea.Regimen);
        var right = treatments.Find(line.Order.Indication, notes!, others, notes!.Monitors, UInt128.One << line.Order.Medicine);
        return right is { } order ? OrderActions.Amend(content, line.Id, order, IssueArea.Regimen) : Stop(line, IssueArea.Regimen);
    }

    /// <summary>Prescribes for whatever needs treatment and has none.</summary>
    private AgentAction? Supply(PrescribingView view, Order[] chart)
    {
        Order[] active = [.. chart.Where(order => order.IsActive)];
        var all = RuleBook.Chart(active);
        foreach (var need in notes!.Needs.Distinct())
        {
            if (IsReplaced(view, need) || active.Any(order => book.Serves(order, need, notes, all & ~(UInt128.One << order.Medicine))))
                continue;
            if (view.Chart.FirstOrDefault(line => line.Order.IsActive && line.Order.Is(OrderFlags.Requested) && !Serves(line.Order)) is { } useless)
                return Stop(useless, IssueArea.Indication);
            var found = treatments.Find(need, notes, active, notes.Monitors, ~removed);
            return found is { } order ? OrderActions.Prescribe(content, order) : GiveUp(view);
        }

        return view.Chart.FirstOrDefault(line => line.Order.IsActive && line.Order.Is(OrderFlags.Requested) && !Serves(line.Order)) is { } stray ? Stop(stray, IssueArea.Indication) : null;
    }

    /// <summary>A need that was stated first and turned out to be another.</summary>
    private bool IsReplaced(PrescribingView view, int need) =>
        view.StatedNeeds.Contains(need) && notes!.Needs.Count > view.StatedNeeds.Length && content.Formulary.Indications[notes.Needs[^1]] is "pyelonephritis" or "lower-uti-pregnancy" or "hypertension-pregnancy";

    private bool Serves(Order order) => notes!.Needs.Any(need => need == order.Indication);

    /// <summary>Nothing can be given for a need: refer where a rule says to whom, else decline.</summary>
    private AgentAction GiveUp(PrescribingView view)
    {
        var issues = new List<Issue>();
        Order[] asked = [.. notes!.Requested.Select(line => line.Order), .. view.Chart.Where(line => line.Order.Is(OrderFlags.Record) && line.Order.IsActive).Select(line => line.Order)];
        book.Assess(asked, notes, notes.Monitors, issues);
        var rules = issues.Where(issue => issue.Rule >= 0).Select(issue => content.Rules[issue.Rule]).ToArray();
        if (rules.FirstOrDefault(rule => rule.Refer >= 0) is { } refer)
            return Refer(refer);
        return Decline(rules.FirstOrDefault(rule => rule.Decline >= 0));
    }
}
