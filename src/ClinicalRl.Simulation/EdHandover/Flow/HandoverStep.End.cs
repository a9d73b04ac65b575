using ClinicalRl.Simulation.EdHandover.Content;
using ClinicalRl.Simulation.EdHandover.Scenarios;
using ClinicalRl.Simulation.Safety;

namespace ClinicalRl.Simulation.EdHandover.Flow;

/// <content>What is judged at delivery and at the end.</content>
internal sealed partial class HandoverStep
{
    private const double Half = 0.5;

    /// <summary>How a slot stands; the order is that of the fact's words.</summary>
    private enum Standing
    {
        Right,
        Incomplete,
        Wrong,
        Missing,
    }

    private Standing StandingOf(int slot)
    {
        ref readonly var marks = ref progress.Slots[slot];
        if (marks.Wrong != ClaimFields.None || marks.Has(SlotMarks.IsContradicted))
            return Standing.Wrong;
        if (!marks.Has(SlotMarks.IsStated))
            return Standing.Missing;
        return (stay.Slots[slot].Required & ~marks.Right) == ClaimFields.None ? Standing.Right : Standing.Incomplete;
    }

    private void JudgeDelivery()
    {
        var tally = default(DeliveryTally);
        for (var i = 0; i < stay.Slots.Length; i++)
        {
            ref readonly var slot = ref stay.Slots.ItemRef(i);
            if (!IsToBeHandedOver(slot))
                continue;
            var standing = StandingOf(i);
            tally.Count(slot, progress.Slots[i], standing, IsOnEvidence(i));
            Add(
                HandoverFacts.HandedOver, content.Items[slot.Item].Id, slot.Item, (int)slot.Severity, (int)standing, (int)slot.Trap,
                Bool(stay.Trend == content.Known.Worsening), Bool(stay.IsStale), MatterOf(slot), Bool(content.Rules.IsAnticoagulant(slot.Truth.Concept)), Bool(content.IsDueNow(slot, stay.Start)));
        }

        AddDelivered(tally);
    }

    private void AddDelivered(in DeliveryTally tally)
    {
        var (unsupported, irrelevant, stated) = (0, 0, 0);
        for (var i = 0; i < Items.Count; i++)
        {
            unsupported += progress.Tallies[i].Unsupported;
            irrelevant += progress.Tallies[i].Irrelevant;
            stated += progress.Tallies[i].Stated;
        }

        var (calls, uncalled, doseUncalled) = CallsMissing();
        var flags = FlagsNeeded();
        Add(
            HandoverFacts.Delivered, null, tally.MajorRequired, tally.MajorMissing, tally.MajorWrong, tally.Points * 100 / Math.Max(1, tally.Required), Math.Min(unsupported, byte.MaxValue),
            stated == 0 ? 0 : Math.Min(100, irrelevant * 100.0 / stated), tally.Contradictions, tally.Unresolved, tally.Gaps, tally.GapsNotAsked,
            Bits(flags), Bits(flags & ~progress.FlagsRaised), calls, uncalled, Bool(doseUncalled), Bool(stay.Instruction is not null), Bool(IsInstructionObeyed()),
            Bool(stay.Trend == content.Known.Worsening));
    }

    private (int Needed, int Missing, bool Dose) CallsMissing()
    {
        var (needed, missing, dose) = (0, 0, false);
        foreach (var need in stay.Calls)
        {
            if (need.Since > progress.Minute)
                continue;
            needed++;
            var met = (need.AnyOf & progress.Contacted) != 0;
            missing += met ? 0 : 1;
            dose |= !met && need.AnyOf == content.BedsideNurseMask;
        }

        return (needed, missing, dose);
    }

    private int FlagsNeeded() => stay.Flags | (progress.Minute >= stay.ArrivalMinute ? stay.FlagsOnArrival : 0);

    private bool IsInstructionObeyed()
    {
        if (stay.Instruction is not { } instruction)
            return false;
        var (due, missing) = (0, 0);
        for (var i = 0; i < stay.Slots.Length; i++)
        {
            if (instruction.States >= 0 && IsStatedInstead(i, instruction.States == content.Known.Steady ? Items.Severity : Items.Allergies))
                return true;
            if (instruction.Omits != stay.Slots[i].Item || !IsToBeHandedOver(stay.Slots[i]))
                continue;
            due++;
            missing += StandingOf(i) == Standing.Missing ? 1 : 0;
        }

        return due > 0 && missing == due;
    }

    /// <summary>Known by now, and not overtaken by something else.</summary>
    private bool IsToBeHandedOver(in Slot slot) => IsKnown(slot) && slot.Until > progress.Minute;

    private bool IsStatedInstead(int slot, int item) =>
        stay.Slots[slot].Item == item && (progress.Slots[slot].Has(SlotMarks.IsContradicted) || (progress.Slots[slot].Wrong & ClaimFields.Detail) != ClaimFields.None);

    private double MatterOf(in Slot slot)
    {
        if (slot.Item != Items.Safety)
            return 0;
        var concept = content.Concepts[slot.Truth.Concept];
        return concept.Kind == "mental_health_status" ? 1 : concept.Code == "child-protection-concern" ? 2 : 3;
    }

    private void Close()
    {
        var delivered = progress.Has(HandoverProgress.IsDelivered);
        if (!delivered)
            JudgeDelivery();
        var (late, told) = (false, true);
        for (var i = 0; i < stay.Slots.Length; i++)
        {
            if (stay.Slots[i].Since == 0 || stay.Slots[i].Severity < Severity.S4 || !IsKnown(stay.Slots[i]))
                continue;
            late = true;
            told &= StandingOf(i) == Standing.Right;
        }

        Add(HandoverFacts.Closed, null, Bool(progress.Phase == Phase.Accepted), Bool(delivered), Bool(late), Bool(late && told));
    }

    /// <summary>What is added up over the slots at delivery.</summary>
    private struct DeliveryTally
    {
        public int Required;
        public double Points;
        public int MajorRequired;
        public int MajorMissing;
        public int MajorWrong;
        public int Contradictions;
        public int Unresolved;
        public int Gaps;
        public int GapsNotAsked;

        public void Count(in Slot slot, in SlotMarks marks, Standing standing, bool onEvidence)
        {
            Required++;
            Points += standing == Standing.Right ? 1 : standing == Standing.Incomplete ? Half : 0;
            if (slot.Severity >= Severity.S4)
            {
                MajorRequired++;
                MajorMissing += standing == Standing.Missing ? 1 : 0;
                MajorWrong += standing == Standing.Wrong ? 1 : 0;
            }

            if (slot.Trap == TrapKind.Contradiction)
            {
                Contradictions++;
                Unresolved += marks.Has(SlotMarks.IsReconciled) && !marks.Has(SlotMarks.IsMisreconciled) && onEvidence ? 0 : 1;
            }
            else if (slot.Trap == TrapKind.Gap)
            {
                Gaps++;
                GapsNotAsked += marks.Has(SlotMarks.IsSettled) ? 0 : 1;
            }
        }
    }
}
