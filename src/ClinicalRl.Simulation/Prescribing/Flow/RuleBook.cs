using System.Collections.Immutable;
using ClinicalRl.Simulation.Prescribing.Content;
using ClinicalRl.Simulation.Safety;

namespace ClinicalRl.Simulation.Prescribing.Flow;

/// <summary>
/// Applies the safety rules, the allergies and the regimens to a chart. The same book judges the truth (what is right) and what an
/// agent has found out (what it can know).
/// </summary>
internal sealed partial class RuleBook(PrescribingContent content)
{
    private const double PerDayThousandths = 1000;

    private readonly ImmutableArray<SafetyRule> rules = content.Rules;
    private readonly Vocabulary words = content.Words;
    private readonly RegimenCheck regimens = new(content);

    public RegimenCheck Regimens => regimens;

    /// <summary>Everything wrong with the active orders.</summary>
    /// <param name="orders">The chart; orders that are stopped or paused are passed over.</param>
    /// <param name="patient">The person, as known to whoever judges.</param>
    /// <param name="monitors">Days within which each test has been ordered in this episode; negative for not.</param>
    /// <param name="issues">Receives what is wrong.</param>
    public void Assess(ReadOnlySpan<Order> orders, IPatientFacts patient, ReadOnlySpan<short> monitors, List<Issue> issues)
    {
        UInt128 chart = 0, twice = 0;
        foreach (ref readonly var order in orders)
        {
            if (!order.IsActive)
                continue;
            twice |= chart & UInt128.One << order.Medicine;
            chart |= UInt128.One << order.Medicine;
        }

        for (var i = 0; i < orders.Length; i++)
        {
            ref readonly var order = ref orders[i];
            if (!order.IsActive)
                continue;
            var bit = UInt128.One << order.Medicine;
            var others = (twice & bit) != 0 ? chart : chart & ~bit;
            if ((patient.Forbidden & bit) != 0)
                issues.Add(new Issue(IssueArea.Allergy, i, -1, -1, RegimenFaults.None, Severity.S4));
            if (!order.Is(OrderFlags.SelfBought) && regimens.Check(order, patient, others) is var faults && faults != RegimenFaults.None)
                issues.Add(new Issue(IssueArea.Regimen, i, -1, -1, faults, RegimenCheck.SeverityOf(faults)));
            ApplyRules(orders, i, others, patient, monitors, issues);
        }
    }

    private void ApplyRules(ReadOnlySpan<Order> orders, int index, UInt128 others, IPatientFacts patient, ReadOnlySpan<short> monitors, List<Issue> issues)
    {
        ref readonly var order = ref orders[index];
        var bit = UInt128.One << order.Medicine;
        for (var r = 0; r < rules.Length; r++)
        {
            var rule = rules[r];
            if ((rule.First & bit) == 0 || rule.Kind == RuleKind.Note || (rule.Second != 0 && (rule.Second & others) == 0))
                continue;
            if (IsKept(rule, order, others, monitors) || !rule.When.Holds(patient, others, order.IsNew))
                continue;
            issues.Add(new Issue((IssueArea)((int)rule.Area + 1), index, rule.IsPair ? FindOther(orders, index, rule.Second) : -1, r, RegimenFaults.None, rule.Severity));
        }
    }

    /// <summary>Whether what the rule asks for has been done.</summary>
    private bool IsKept(SafetyRule rule, in Order order, UInt128 others, ReadOnlySpan<short> monitors) => rule.Kind switch
    {
        RuleKind.Monitor => monitors[rule.FollowUp.Test] >= 0 && monitors[rule.FollowUp.Test] <= rule.FollowUp.WithinDays,
        RuleKind.Protect => (rule.ProtectedBy & others) != 0,
        RuleKind.Limit => DailyDose(order) <= rule.DailyLimit,
        _ => false,
    };

    /// <summary>Dose in a day, in mg where it is a mass, else in the order's unit.</summary>
    public double DailyDose(in Order order)
    {
        var perDay = order.Frequency == words.AsRequired ? order.MostPerDay : words.Frequencies[order.Frequency].PerDayThousandths / PerDayThousandths;
        var unit = words.Units[order.Unit].InMilligrams;
        return order.Dose * perDay * (unit == 0 ? 1 : unit);
    }

    private static int FindOther(ReadOnlySpan<Order> orders, int index, UInt128 second)
    {
        for (var i = 0; i < orders.Length; i++)
        {
            if (i != index && orders[i].IsActive && (second >> orders[i].Medicine & 1) != 0)
                return i;
        }

        return -1;
    }

    /// <summary>Whether an order serves an indication in this person: no allergy forbids it and no fault of regimen spoils it.</summary>
    public bool Serves(in Order order, int indication, IPatientFacts patient, UInt128 others) =>
        order.IsActive && order.Indication == indication && (patient.Forbidden >> order.Medicine & 1) == 0 && regimens.Check(order, patient, others) == RegimenFaults.None;

    /// <summary>Bit per medicine of the active orders.</summary>
    public static UInt128 Chart(ReadOnlySpan<Order> orders)
    {
        UInt128 chart = 0;
        foreach (ref readonly var order in orders)
            chart |= order.IsActive ? UInt128.One << order.Medicine : 0;
        return chart;
    }

    /// <summary>Points that the person must be told about what was started or changed.</summary>
    public ulong Tell(ReadOnlySpan<Order> orders)
    {
        var points = 0UL;
        foreach (ref readonly var order in orders)
        {
            if (order.IsActive && order.IsNew)
                points |= content.Formulary.Medicines[order.Medicine].Tell;
        }

        return points;
    }

    /// <summary>Tests that what was started or changed calls for, and those of them not ordered in time.</summary>
    public (uint Needed, uint Missing) FollowUps(ReadOnlySpan<Order> orders, ReadOnlySpan<short> monitors)
    {
        uint needed = 0, missing = 0;
        foreach (ref readonly var order in orders)
        {
            if (!order.IsActive || !order.IsNew)
                continue;
            foreach (var followUp in content.Formulary.Medicines[order.Medicine].FollowUps.AsSpan())
            {
                needed |= 1U << followUp.Test;
                if (monitors[followUp.Test] < 0 || monitors[followUp.Test] > followUp.WithinDays)
                    missing |= 1U << followUp.Test;
            }
        }

        return (needed, missing);
    }

    /// <summary>Whether some protecting rule asks for this medicine beside the others.</summary>
    public bool Protects(int medicine, ReadOnlySpan<Order> orders, IPatientFacts patient)
    {
        var bit = UInt128.One << medicine;
        var chart = Chart(orders);
        foreach (ref readonly var order in orders)
        {
            if (!order.IsActive || order.Medicine == medicine)
                continue;
            foreach (var rule in rules)
            {
                if (rule.Kind == RuleKind.Protect && (rule.ProtectedBy & bit) != 0 && (rule.First >> order.Medicine & 1) != 0
                    && (rule.Second == 0 || (rule.Second & chart & ~(UInt128.One << order.Medicine)) != 0) && rule.When.Holds(patient, chart, order.IsNew))
                    return true;
            }
        }

        return false;
    }

    public SafetyRule Rule(int index) => rules[index];
}
