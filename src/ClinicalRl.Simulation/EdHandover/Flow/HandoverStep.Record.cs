using ClinicalRl.Simulation.EdHandover.Content;
using ClinicalRl.Simulation.EdHandover.Scenarios;

namespace ClinicalRl.Simulation.EdHandover.Flow;

/// <content>Reading the record, asking people, settling contradictions.</content>
internal sealed partial class HandoverStep
{
    public void Read(int section)
    {
        Pass(content.Parameters.Minutes.Read);
        progress.SectionsRead |= (ushort)(1 << section);
        Result.Page = stay.Pages.Section(stay, content, section, progress.Minute >= stay.ArrivalMinute);
    }

    public void Query(int who, int topic)
    {
        if (topic == Items.Severity && who == content.Known.BedsideNurse)
        {
            Repeat();
            return;
        }

        Pass(content.Parameters.Minutes.Query);
        var (said, news) = (0U, false);
        for (var i = 0; i < stay.Slots.Length; i++)
        {
            ref readonly var slot = ref stay.Slots.ItemRef(i);
            if (slot.Item != topic || slot.SettledBy != who || !IsKnown(slot))
                continue;
            said |= 1U << i;
            news |= !progress.Slots[i].Has(SlotMarks.IsSettled);
            progress.Slots[i].Flags |= SlotMarks.IsSettled;
        }

        if (said != 0)
            Result.Page = stay.Pages.Said(stay, content, who, said);
        else
            Result.Say($"The {content.Concepts[who].Title} cannot say anything about that.{Elsewhere(topic)}");
        if (!news)
            Waste();
    }

    /// <summary>Says whom to ask instead; who can settle a topic is no secret.</summary>
    private string Elsewhere(int topic)
    {
        for (var i = 0; i < stay.Slots.Length; i++)
        {
            if (stay.Slots[i].Item == topic)
                return $" Ask the {content.Concepts[stay.Slots[i].SettledBy].Title}.";
        }

        return "";
    }

    private void Repeat()
    {
        Pass(content.Parameters.Minutes.Repeat);
        Result.Page = stay.Pages.Repeat(stay, content);
        if (progress.Has(HandoverProgress.ObservationsRepeated))
        {
            Waste();
            return;
        }

        progress.Flags |= HandoverProgress.ObservationsRepeated;
        MarkSettled(Items.Severity);

        // The score has changed under what was written before.
        ref var marks = ref progress.Slots[stay.FirstSlotOf(Items.Severity)];
        if (stay.IsStale && marks.Has(SlotMarks.IsStated))
            marks = new SlotMarks { Flags = (byte)(marks.Flags & ~SlotMarks.IsStated & ~SlotMarks.IsContradicted) };
    }

    private void MarkSettled(int item)
    {
        for (var i = 0; i < stay.Slots.Length; i++)
        {
            if (stay.Slots[i].Item == item)
                progress.Slots[i].Flags |= SlotMarks.IsSettled;
        }
    }

    /// <summary>Declares which entry stands; returns why that cannot be, or null.</summary>
    public string? Reconcile(int topic, string id)
    {
        var index = RecordPages.EntryIndex(stay, id);
        if (index < 0 || stay.Entries[index].Since > progress.Minute)
            return $"reconcile: there is no entry '{id}'.";
        var entry = stay.Entries[index];
        var slot = SlotOf(topic, entry);
        if (slot < 0)
            return $"reconcile: {id} says nothing about {content.Items[topic].Topic}.";
        Pass(content.Parameters.Minutes.Reconcile);
        Result.Say($"{id} stands.");
        ref var marks = ref progress.Slots[slot];
        if (stay.Slots[slot].Trap != TrapKind.Contradiction || marks.Has(SlotMarks.IsReconciled))
        {
            Waste();
            return null;
        }

        marks.Flags |= entry.IsTrue ? SlotMarks.IsReconciled : SlotMarks.IsMisreconciled;
        Add(HandoverFacts.Reconciled, content.Items[topic].Id, topic, (int)stay.Slots[slot].Severity, Bool(entry.IsTrue), Bool(IsOnEvidence(slot)));
        return null;
    }

    /// <summary>Whether what is true of a slot is known and not guessed: whoever can say was asked, or the observations were read.</summary>
    private bool IsOnEvidence(int slot)
    {
        var observed = stay.Slots[slot].Item == Items.Severity && (progress.SectionsRead >> content.Items[Items.Severity].Section & 1) != 0;
        return observed || progress.Slots[slot].Has(SlotMarks.IsSettled);
    }

    private int SlotOf(int topic, in RecordEntry entry)
    {
        if (entry.Observation >= 0)
            return topic == Items.Severity ? stay.FirstSlotOf(topic) : -1;
        return entry.Slot >= 0 && stay.Slots[entry.Slot].Item == topic ? entry.Slot : -1;
    }
}
