using ClinicalRl.Simulation.Prescribing.Content;
using ClinicalRl.Simulation.Safety;

namespace ClinicalRl.Simulation.Prescribing.Flow;

/// <content>What is a true reason to stop or change a line.</content>
internal sealed partial class RuleBook
{
    /// <summary>
    /// By order, a bit per area of <see cref="IssueArea"/> in which there is a reason to change it. One fault can be put into more than
    /// one true word: a dose too high for the kidneys is a matter of dose and of kidneys, a second medicine of a class interacts and is not needed.
    /// </summary>
    public byte[] ReasonsToChange(ReadOnlySpan<Order> orders, IPatientFacts patient, List<Issue> issues)
    {
        var reasons = new byte[orders.Length];
        foreach (var issue in issues)
        {
            reasons[issue.Order] |= Areas(orders, issue);
            if (issue.Other >= 0)
                reasons[issue.Other] |= Areas(orders, issue);
        }

        AddNotes(orders, patient, reasons);
        return reasons;
    }

    private byte Areas(ReadOnlySpan<Order> orders, in Issue issue)
    {
        var areas = Bit(issue.Area);
        if ((issue.Faults & (RegimenFaults.DoseHigh | RegimenFaults.NotForThis | RegimenFaults.Duration)) != RegimenFaults.None)
            areas |= Bit(IssueArea.Organ) | Bit(IssueArea.Disease);
        if (issue.Rule >= 0 && rules[issue.Rule].Kind == RuleKind.Limit)
            areas |= Bit(IssueArea.Regimen);
        if (issue.Area is IssueArea.Indication or IssueArea.Organ)
            areas |= Bit(IssueArea.Disease);
        if (issue.Other >= 0 && content.Formulary.ShareATag(orders[issue.Order].Medicine, orders[issue.Other].Medicine))
            areas |= Bit(IssueArea.Indication);
        return (byte)areas;
    }

    /// <summary>An alert of some weight forbids nothing, but a careful prescriber may still change either side for it.</summary>
    private void AddNotes(ReadOnlySpan<Order> orders, IPatientFacts patient, byte[] reasons)
    {
        var chart = Chart(orders);
        for (var i = 0; i < orders.Length; i++)
        {
            var others = chart & ~(UInt128.One << orders[i].Medicine);
            foreach (var rule in rules)
            {
                if (rule.Kind != RuleKind.Note || rule.Severity < Severity.S2 || !orders[i].IsActive || (rule.First >> orders[i].Medicine & 1) == 0)
                    continue;
                if ((rule.Second != 0 && (rule.Second & others) == 0) || !rule.When.Holds(patient, others, orders[i].IsNew))
                    continue;
                reasons[i] |= (byte)Bit((IssueArea)((int)rule.Area + 1));
                if (rule.IsPair && FindOther(orders, i, rule.Second) is var other and >= 0)
                    reasons[other] |= (byte)Bit(IssueArea.Interaction);
            }
        }
    }

    private static int Bit(IssueArea area) => 1 << (int)area;
}
