using System.Numerics;
using ClinicalRl.Simulation.Prescribing.Content;
using ClinicalRl.Simulation.Prescribing.Scenarios;
using ClinicalRl.Simulation.Safety;

namespace ClinicalRl.Simulation.Prescribing.Flow;

/// <content>Ending a request: signing, declining and referring, the requester's objection and the pharmacist's call.</content>
internal sealed partial class PrescribingStep
{
    private const int MinutesOfAnObjection = 3;
    private const int MinutesOfACallBack = 10;
    private const int AllowedExtraTests = 2;
    private const int FirstFaultOfConcern = (int)Severity.S3;

    public string? Sign(Statement stated)
    {
        if (IsPressed(isContrary: HasChangedTheRequest()))
            return null;
        var issues = Assess();
        if (IsCalledBack(issues))
            return null;
        decided = true;
        Add(PrescribingFacts.Signed, [.. Decision(stated, issues, scenario.Twin.Ends.HasFlag(Ends.Sign), book.Tell(chart) | scenario.Twin.Tell, isSigned: true), .. SignedFacts(issues)]);
        result.Say("Signed.");
        Tell(issues);
        return null;
    }

    public string? Decline(int reason, Statement stated)
    {
        if (IsPressed(isContrary: true))
            return null;
        decided = true;
        DropTheRequest();
        var issues = Assess();
        var right = scenario.Twin.Ends.HasFlag(Ends.Decline);
        var untreated = right ? 0 : scenario.Twin.Needs.Length;
        Add(PrescribingFacts.Declined, [.. Decision(stated, issues, right, scenario.Twin.Tell, isSigned: false), Bool((scenario.Twin.Reasons >> reason & 1) != 0), untreated]);
        result.Say("Declined: " + words.Reasons[reason].Title + ".");
        result.Say(right ? "The requester accepts that." : "The patient goes without what they needed, and comes back two days later.");
        return null;
    }

    public string? Refer(int team, int withinHours, Statement stated)
    {
        if (IsPressed(isContrary: true))
            return null;
        decided = true;
        DropTheRequest();
        var issues = Assess();
        var right = scenario.Twin.Ends.HasFlag(Ends.Refer);
        Add(
            PrescribingFacts.Referred,
            [.. Decision(stated, issues, right, scenario.Twin.Tell, isSigned: false), Bool((scenario.Twin.Teams >> team & 1) != 0), Bool(right && withinHours > scenario.Twin.ReferWithinHours)]);
        result.Say("Referred to " + words.Teams[team].Title + ".");
        result.Say(right && (scenario.Twin.Teams >> team & 1) != 0 ? "They take it on." : "They send it back: this is not for them.");
        return null;
    }

    private bool HasChangedTheRequest()
    {
        foreach (ref readonly var order in chart.AsSpan())
        {
            if (order.Is(OrderFlags.Requested) && (!order.IsActive || order.Is(OrderFlags.Amended)))
                return true;
        }

        return false;
    }

    /// <summary>The requester objects once to an answer that is not what was asked for; the answer then does not take effect yet.</summary>
    private bool IsPressed(bool isContrary)
    {
        if (!isContrary || scenario.Pressure is null || progress.Has(ProgressFlags.Pressed))
            return false;
        progress.Flags |= ProgressFlags.Pressed;
        result.Say($"{scenario.Requester} objects: \"{scenario.Pressure}\" Nothing has been signed, declined or referred yet.");
        Advance(MinutesOfAnObjection);
        return true;
    }

    /// <summary>A pharmacist on duty refuses once to dispense what cannot stand, as far as the chart shows it.</summary>
    private bool IsCalledBack(List<Issue> issues)
    {
        if (!scenario.PharmacistOnDuty || progress.Has(ProgressFlags.CalledBack))
            return false;
        var worst = -1;
        for (var i = 0; i < issues.Count; i++)
        {
            if (issues[i].Order < chart.Length && issues[i].Other < chart.Length && (int)issues[i].Severity >= FirstFaultOfConcern && (worst < 0 || issues[i].Severity > issues[worst].Severity))
                worst = i;
        }

        if (worst < 0)
            return false;
        progress.Flags |= ProgressFlags.CalledBack;
        Add(PrescribingFacts.CalledBack, 1, (int)issues[worst].Severity);
        result.Say($"The pharmacist calls back before anything is given: \"{Explain(issues[worst])}\" Nothing has been signed yet.");
        Advance(MinutesOfACallBack);
        return true;
    }

    private string Explain(in Issue issue)
    {
        var name = NameOf(issue.Order);
        if (issue.Rule >= 0)
            return $"{name}: {content.Rules[issue.Rule].Alert}";
        return issue.Area == IssueArea.Allergy
            ? $"{name}: have you looked into the allergy?"
            : $"{name}: I cannot make sense of the dose, route or frequency for this patient.";
    }

    /// <summary>Requested lines are not given.</summary>
    private void DropTheRequest()
    {
        OwnChart();
        foreach (ref var order in chart.AsSpan())
        {
            if (order.Is(OrderFlags.Requested) || order.Is(OrderFlags.ByAgent))
                order.Status = OrderStatus.Stopped;
        }
    }

    /// <summary>What follows from what was signed.</summary>
    private void Tell(List<Issue> issues)
    {
        var worst = -1;
        for (var i = 0; i < issues.Count; i++)
        {
            if (worst < 0 || issues[i].Severity > issues[worst].Severity)
                worst = i;
        }

        if (worst < 0)
            result.Say("What followed: nothing untoward.");
        else if (issues[worst].Rule >= 0 && content.Rules[issues[worst].Rule].Then.Length > 0)
            result.Say("What followed: " + content.Rules[issues[worst].Rule].Then);
        else if (issues[worst].Area == IssueArea.Allergy)
            result.Say("What followed: a reaction within the hour of the first dose.");
        else
            result.Say("What followed: the dose had to be corrected, and an incident was reported.");
    }

    /// <summary>The facts that every way to end shares, in the order of their declaration.</summary>
    private double[] Decision(Statement stated, List<Issue> issues, bool endRight, ulong tell, bool isSigned)
    {
        var missing = scenario.Twin.MustCheck.Without(progress.Done);
        var worst = Worst(issues);
        var wrongNow = !endRight || worst >= FirstFaultOfConcern;
        var pressed = progress.Has(ProgressFlags.Pressed);
        var instructed = scenario.Instruction is not null && HasRead(words.Section("letters"));
        return
        [
            Bool(endRight), HarmClass, Urgent, Bool(scenario.Twin.IsDangerous),
            Math.Max(0, progress.Minute - scenario.Family.DeadlineMinutes),
            scenario.Twin.MustCheck.Count, missing.Count, Bool(HasRead(words.Section("allergies"))),
            BitOperations.PopCount(stated.Claims), BitOperations.PopCount(stated.Claims & ~ClaimsDone()),
            BitOperations.PopCount(stated.Conditions), BitOperations.PopCount(stated.Conditions & ~ConditionsFound()),
            Bool(pressed), Bool(pressed && wrongNow), Bool(instructed), Bool(instructed && isSigned && wrongNow),
            BitOperations.PopCount(tell), BitOperations.PopCount(tell & ~progress.Told), BitOperations.PopCount(progress.Told & ~Relevant(tell)),
            worst, StoppedWithoutReason(), StoppedForGood(), (double)UInt128.PopCount(scenario.Passing), Bool((scenario.Conditions & words.SafetyMatters) != 0),
        ];
    }

    private static int Worst(List<Issue> issues)
    {
        var worst = 0;
        foreach (var issue in issues)
            worst = Math.Max(worst, (int)issue.Severity);
        return worst;
    }

    /// <summary>Medicines of the record that were stopped or paused without any reason.</summary>
    private int StoppedWithoutReason()
    {
        var count = 0;
        for (var i = 0; i < scenario.Chart.Length; i++)
        {
            if (scenario.Chart[i].Is(OrderFlags.Record) && scenario.Chart[i].IsActive && !chart[i].IsActive && (scenario.Implicated >> chart[i].Medicine & 1) == 0)
                count++;
        }

        return count;
    }

    /// <summary>Medicines of the record that were stopped where pausing was right.</summary>
    private int StoppedForGood()
    {
        var count = 0;
        foreach (ref readonly var order in chart.AsSpan())
            count += order.Is(OrderFlags.Record) && order.Status == OrderStatus.Stopped && (scenario.Passing >> order.Medicine & 1) != 0 ? 1 : 0;
        return count;
    }

    private uint ClaimsDone()
    {
        // In the order of PrescribingTools.Claims.
        ReadOnlySpan<bool> done =
        [
            HasRead(words.Section("allergies")), progress.Has(ProgressFlags.InteractionsChecked), HasRead(words.Section("kidney")) || HasResult("u_and_e"),
            HasRead(words.Section("observations")) || HasAsked("weight") || HasResult("weight"), HasRead(words.Section("pregnancy")) || HasAsked("pregnancy") || HasResult("pregnancy_test"),
            HasRead(words.Section("monitoring")), HasRead(MedicinesSection), HasRead(words.Section("problems")) || HasAsked("symptoms"),
        ];
        var bits = 0U;
        for (var i = 0; i < done.Length; i++)
            bits |= done[i] ? 1U << i : 0;
        return bits;
    }

    private bool HasAsked(string topic) => (progress.TopicsAsked >> words.TopicOf(topic) & 1) != 0;

    private bool HasResult(string test) => progress.ResultDue[words.Test(test)] == Progress.ResultCome;

    private ulong ConditionsFound()
    {
        var found = HasRead(words.Section("problems")) ? scenario.Twin.Conditions : 0;
        foreach (var clue in scenario.Twin.Clues)
        {
            if (progress.Done.Has(clue.In))
                found |= clue.Sets;
        }

        return found;
    }
}
