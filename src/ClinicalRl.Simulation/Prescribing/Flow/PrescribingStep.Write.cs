using System.Globalization;
using System.Numerics;
using ClinicalRl.Simulation.Prescribing.Content;
using ClinicalRl.Simulation.Prescribing.Scenarios;

namespace ClinicalRl.Simulation.Prescribing.Flow;

/// <content>Changing the chart, ordering tests and telling the patient.</content>
internal sealed partial class PrescribingStep
{
    public string? Prescribe(in Order order)
    {
        if (chart.Length == PrescribingState.MostOrders)
            return "The chart has no free line.";
        chart = [.. chart, order];
        Note(chart.Length - 1, isChange: false);
        return null;
    }

    /// <summary>Why a line cannot be changed, or null.</summary>
    public string? CannotChange(int index)
    {
        if (index >= chart.Length || !IsVisible(index))
            return string.Create(CultureInfo.InvariantCulture, $"There is no line M{index + 1} on the chart as you see it.");
        return chart[index].IsActive ? null : string.Create(CultureInfo.InvariantCulture, $"M{index + 1} has been stopped or paused.");
    }

    public string? Amend(int index, in Order order)
    {
        var before = chart[index];
        OwnChart();
        chart[index] = order;
        chart[index].Flags = (order.Flags | OrderFlags.Amended) & ~OrderFlags.UnsafeNotation;
        if (Same(before, order) && !before.Is(OrderFlags.UnsafeNotation))
            Waste();
        Note(index, isChange: true);
        return null;
    }

    private static bool Same(in Order one, in Order other) =>
        (one.Dose, one.Unit, one.Route, one.Frequency, one.Days, one.Indication, one.Day, one.MostPerDay)
        == (other.Dose, other.Unit, other.Route, other.Frequency, other.Days, other.Indication, other.Day, other.MostPerDay);

    public string? Stop(int index, bool pause, byte why)
    {
        if (CannotChange(index) is { } reason)
            return reason;
        OwnChart();
        chart[index].Status = pause ? OrderStatus.Paused : OrderStatus.Stopped;
        if (why > 0)
            chart[index].Why = why;
        result.Say(string.Create(CultureInfo.InvariantCulture, $"M{index + 1} {(pause ? "paused" : "stopped")}{Beside(chart[index])}."));
        Advance(content.Parameters.Minutes.Write);
        return null;
    }

    /// <summary>The reason that is written beside a line of somebody else that was changed.</summary>
    private string Beside(in Order order) =>
        order.Is(OrderFlags.ByAgent) ? "" : order.Why == 0 ? "; no reason is written beside it" : "; reason written beside it: " + words.Changes[order.Why - 1].Title;

    /// <summary>An unsafe abbreviation is refused; the refusal is returned, the event recorded.</summary>
    public string RefuseNotation(int medicine, string problem)
    {
        Add(PrescribingFacts.UnsafeNotation, ++progress.UnsafeNotations, Bool((content.Formulary.Mask("insulin") >> medicine & 1) != 0));
        return problem;
    }

    public string? Monitor(int test, int withinDays)
    {
        var before = progress.Monitors[test];
        if (before >= 0 && before <= withinDays)
            Waste();
        if (before < 0 || withinDays < before)
            progress.Monitors[test] = (short)withinDays;
        if (withinDays == 0 && progress.ResultDue[test] == Progress.NotOrdered)
            progress.ResultDue[test] = (short)(progress.Minute + content.Parameters.Minutes.OrderTest + words.Tests[test].Minutes);
        result.Say(withinDays == 0
            ? string.Create(CultureInfo.InvariantCulture, $"{words.Title(words.Tests[test].Id)} sent now; the result takes about {words.Tests[test].Minutes} minutes.")
            : string.Create(CultureInfo.InvariantCulture, $"{words.Title(words.Tests[test].Id)} ordered within {withinDays} days."));
        Advance(content.Parameters.Minutes.OrderTest);
        return null;
    }

    public string? Counsel(ulong points, string? message)
    {
        var isNew = points & ~progress.Told;
        if (isNew == 0)
            Waste();
        var relevant = Relevant(book.Tell(chart));
        var first = !progress.Has(ProgressFlags.Counselled);
        progress.Told |= points;
        progress.Flags |= ProgressFlags.Counselled;
        Add(
            PrescribingFacts.Counselled, BitOperations.PopCount(points), BitOperations.PopCount(points & ~relevant), Bool(first), Bool(message is not null),
            Bool(message is not null && Holds(message, content.Cast.FalseCertainty)), Bool(message is not null && Holds(message, content.Cast.Jargon)));
        result.Say("The patient listens" + (isNew == 0 ? " again." : " and can say it back."));
        Advance(content.Parameters.Minutes.Counsel);
        return null;
    }

    public string? Wait(int minutes)
    {
        Advance(minutes);
        return null;
    }

    /// <summary>What there is reason to tell: about what was started or changed, the case itself, and what rests on the record.</summary>
    private ulong Relevant(ulong told)
    {
        const string WorseningReturn = "worsening_return", RisksExplained = "risks_explained";
        foreach (ref readonly var order in chart.AsSpan())
            told |= content.Formulary.Medicines[order.Medicine].Tell;
        return told | scenario.Twin.Tell | (1UL << words.Point(WorseningReturn)) | (1UL << words.Point(RisksExplained));
    }

    private static bool Holds(string message, IEnumerable<string> phrases)
    {
        foreach (var phrase in phrases)
        {
            if (message.Contains(phrase, StringComparison.OrdinalIgnoreCase))
                return true;
        }

        return false;
    }

    /// <summary>Judges an order as it is written.</summary>
    private void Note(int index, bool isChange)
    {
        var order = chart[index];
        var issues = Assess();
        var (worst, unsafeForPerson, faults) = (0, false, RegimenFaults.None);
        foreach (var issue in issues)
        {
            if (issue.Order != index || (issue.Rule >= 0 && content.Rules[issue.Rule].Kind is RuleKind.Monitor or RuleKind.Protect))
                continue;
            worst = Math.Max(worst, (int)issue.Severity);
            unsafeForPerson |= issue.Area != IssueArea.Regimen;
            faults |= issue.Faults;
        }

        var need = scenario.Twin.Needs.IndexOf(order.Indication);
        var bit = need < 0 ? 0 : 1 << need;
        var first = need >= 0 && (progress.NeedsOrdered & bit) == 0;
        progress.NeedsOrdered |= (ushort)bit;
        var needed = isChange ? order.Is(OrderFlags.Record) || need >= 0 : first || book.Protects(order.Medicine, chart, scenario);
        Add(
            PrescribingFacts.Ordered, Bool(needed), Bool(first), worst, Bool(unsafeForPerson), Bool((faults & (RegimenFaults.DoseHigh | RegimenFaults.DoseLow | RegimenFaults.Unit)) != RegimenFaults.None),
            Bool((faults & RegimenFaults.Tenfold) != RegimenFaults.None), Bool((faults & RegimenFaults.Route) != RegimenFaults.None),
            Bool((faults & (RegimenFaults.Frequency | RegimenFaults.Duration | RegimenFaults.NoNamedDay | RegimenFaults.NoMaximum)) != RegimenFaults.None),
            Bool((faults & RegimenFaults.NotForThis) != RegimenFaults.None), Bool(HasRead(words.Section("allergies"))));
        result.Say(string.Create(CultureInfo.InvariantCulture, $"M{index + 1} is now: {OrderText.Write(content, order)}{Beside(order)}."));
        Advance(content.Parameters.Minutes.Write);
    }

    /// <summary>What is wrong with the chart in truth, hidden medicines included; those come after the chart's own lines.</summary>
    private List<Issue> Assess()
    {
        var issues = new List<Issue>();
        book.Assess(TrueChart(), scenario, progress.Monitors[..words.Tests.Length], issues);
        return issues;
    }

    private Order[] TrueChart()
    {
        if (scenario.SelfBought.IsEmpty)
            return chart;
        var hidden = scenario.SelfBought.Where((_, i) => (progress.SelfBoughtSeen >> i & 1) == 0);
        return [.. chart, .. hidden];
    }
}
