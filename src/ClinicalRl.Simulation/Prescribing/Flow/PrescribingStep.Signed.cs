using System.Numerics;
using ClinicalRl.Simulation.Prescribing.Content;

namespace ClinicalRl.Simulation.Prescribing.Flow;

/// <content>The facts of a signed chart.</content>
internal sealed partial class PrescribingStep
{
    private const double SameDose = 0.001;

    private double[] SignedFacts(List<Issue> issues)
    {
        Span<int> faults = stackalloc int[7];
        var (dose, tenfold, route, regimen, notation) = (0, 0, 0, 0, 0);
        foreach (var issue in issues)
        {
            faults[(int)issue.Area]++;
            dose += Bit(issue, RegimenFaults.DoseHigh | RegimenFaults.DoseLow | RegimenFaults.Unit | RegimenFaults.NotForThis);
            tenfold += Bit(issue, RegimenFaults.Tenfold);
            route += Bit(issue, RegimenFaults.Route);
            regimen += Bit(issue, RegimenFaults.Frequency | RegimenFaults.Duration | RegimenFaults.NoNamedDay | RegimenFaults.NoMaximum);
            notation += Bit(issue, RegimenFaults.Notation);
        }

        var (needed, missing) = book.FollowUps(chart, progress.Monitors[..words.Tests.Length]);
        return
        [
            scenario.Twin.Needs.Length, scenario.Twin.Needs.Length - NeedsMet(),
            InPlay(IssueArea.Allergy, faults), faults[(int)IssueArea.Allergy], InPlay(IssueArea.Interaction, faults), faults[(int)IssueArea.Interaction],
            InPlay(IssueArea.Disease, faults), faults[(int)IssueArea.Disease], InPlay(IssueArea.Organ, faults), faults[(int)IssueArea.Organ],
            InPlay(IssueArea.Pregnancy, faults), faults[(int)IssueArea.Pregnancy], InPlay(IssueArea.Regimen, faults),
            dose, tenfold, route, regimen, notation, Math.Max(Unindicated(), faults[(int)IssueArea.Indication]),
            BitOperations.PopCount(needed), BitOperations.PopCount(missing), Rewritten(), Sound(), Changes(out var unexplained), unexplained, ExtraTests(needed),
        ];
    }

    private static int Bit(in Issue issue, RegimenFaults which) => (issue.Faults & which) != RegimenFaults.None ? 1 : 0;

    private double InPlay(IssueArea area, ReadOnlySpan<int> faults) => Bool(faults[(int)area] > 0 || (scenario.AreasAtStake >> (int)area & 1) != 0);

    private int NeedsMet()
    {
        var met = 0;
        var active = RuleBook.Chart(chart);
        foreach (var need in scenario.Twin.Needs)
        {
            foreach (ref readonly var order in chart.AsSpan())
            {
                if (!book.Serves(order, need, scenario, active & ~(UInt128.One << order.Medicine)))
                    continue;
                met++;
                break;
            }
        }

        return met;
    }

    /// <summary>New orders that nothing calls for: no need, no protection, or more than were asked for of one need.</summary>
    private int Unindicated()
    {
        var count = 0;
        Span<int> perNeed = stackalloc int[16];
        foreach (ref readonly var order in chart.AsSpan())
        {
            if (!order.IsActive || (order.Flags & (OrderFlags.Requested | OrderFlags.ByAgent)) == OrderFlags.None)
                continue;
            var need = scenario.Twin.Needs.IndexOf(order.Indication);
            if (need >= 0)
                perNeed[need]++;
            else if (!book.Protects(order.Medicine, chart, scenario))
                count++;
        }

        for (var i = 0; i < scenario.Twin.Needs.Length; i++)
            count += Math.Max(0, perNeed[i] - Math.Max(1, Asked(scenario.Twin.Needs[i])));
        return count;
    }

    private int Asked(int need)
    {
        var asked = 0;
        foreach (var order in scenario.Twin.Requested)
            asked += order.Indication == need ? 1 : 0;
        return asked;
    }

    /// <summary>Sound lines that are not given in the medicine, route and daily dose that were asked for.</summary>
    private int Rewritten()
    {
        var count = 0;
        for (var i = 0; i < scenario.Twin.Requested.Length; i++)
            count += scenario.Faults[i] == 0 && !IsGivenAs(scenario.Chart[i]) ? 1 : 0;
        return count;
    }

    private int Sound()
    {
        var count = 0;
        for (var i = 0; i < scenario.Twin.Requested.Length; i++)
            count += scenario.Faults[i] == 0 ? 1 : 0;
        return count;
    }

    /// <summary>Lines at fault that were stopped or changed, and those of them without a reason beside them that is true.</summary>
    private int Changes(out int unexplained)
    {
        var changes = unexplained = 0;
        for (var i = 0; i < scenario.Chart.Length; i++)
        {
            if (scenario.Faults[i] == 0 || !scenario.Chart[i].IsActive || (chart[i].IsActive && !chart[i].Is(OrderFlags.Amended)))
                continue;
            changes++;
            unexplained += chart[i].Why == 0 || (scenario.Faults[i] >> (chart[i].Why - 1) & 1) == 0 ? 1 : 0;
        }

        return changes;
    }

    private bool IsGivenAs(in Order asked)
    {
        foreach (ref readonly var order in chart.AsSpan())
        {
            if (order.IsActive && order.Medicine == asked.Medicine && order.Route == asked.Route && Math.Abs(book.DailyDose(order) - book.DailyDose(asked)) <= book.DailyDose(asked) * SameDose)
                return true;
        }

        return false;
    }

    private int ExtraTests(uint needed)
    {
        var extra = 0;
        for (var test = 0; test < words.Tests.Length; test++)
        {
            if (progress.Monitors[test] >= 0 && (needed >> test & 1) == 0 && !CalledForByARule(test) && !IsStale(test))
                extra++;
        }

        return Math.Max(0, extra - AllowedExtraTests);
    }

    private bool CalledForByARule(int test)
    {
        var active = RuleBook.Chart(chart);
        foreach (var rule in content.Rules)
        {
            if (rule.Kind == RuleKind.Monitor && rule.FollowUp.Test == test && (rule.First & active) != 0 && (rule.Second == 0 || (rule.Second & active) != 0))
                return true;
        }

        return false;
    }

    private bool IsStale(int test)
    {
        foreach (var number in words.Tests[test].Gives)
        {
            if (scenario.Shown[number].MonthsOld > 0 || double.IsNaN(scenario.Shown[number].Value))
                return true;
        }

        return false;
    }
}
