using ClinicalRl.Simulation.EdHandover.Content;
using ClinicalRl.Simulation.EdHandover.Scenarios;

namespace ClinicalRl.Simulation.EdHandover.Flow;

/// <content>The read-back, and its one error.</content>
internal sealed partial class HandoverStep
{
    private const int MostLines = 5;
    private const int MostReadBacks = 3;
    private static readonly ClaimFields[] Misreadable = [ClaimFields.Due, ClaimFields.Value, ClaimFields.At, ClaimFields.Owner, ClaimFields.Side];

    /// <summary>Ends the questions; what was not answered stays unanswered.</summary>
    private void BeginReadBack()
    {
        for (int i = progress.Question; i < stay.Questions.Length; i++)
            AddAnswered(stay.Questions[i], Reply.Unanswered);
        if (IsPushing && progress.PushesHeld == 0 && stay.Push is { } push)
            AddPressed(push, Press.Unclear);
        progress.Phase = Phase.ReadBack;
        if (!stay.Misreads)
            return;
        Span<int> lines = stackalloc int[MostLines];
        var count = Lines(lines);
        for (var i = 0; i < count; i++)
        {
            var slot = lines[(int)((stay.MisreadChoice + i) % count)];
            if (MisreadField(slot) == ClaimFields.None)
                continue;
            progress.MisreadSlot = (byte)slot;
            return;
        }
    }

    /// <summary>The slots read back: what was handed over right, the gravest first.</summary>
    public int Lines(Span<int> lines)
    {
        var count = 0;
        for (var severity = 4; severity > 0; severity--)
        {
            for (var i = 0; i < stay.Slots.Length && count < lines.Length; i++)
            {
                ref readonly var marks = ref progress.Slots[i];
                if ((int)stay.Slots[i].Severity == severity && marks.Has(SlotMarks.IsStated) && marks.Wrong == ClaimFields.None && !marks.Has(SlotMarks.IsContradicted))
                    lines[count++] = i;
            }
        }

        return count;
    }

    /// <summary>The item that a line of the read-back is about; severity when there is no such line.</summary>
    public int ItemOfLine(int line)
    {
        Span<int> lines = stackalloc int[MostLines];
        return line >= 1 && line <= Lines(lines) ? stay.Slots[lines[line - 1]].Item : Items.Severity;
    }

    /// <summary>What a line says: only what was stated, with the receiver's error in it.</summary>
    public Claim LineOf(int slot)
    {
        var claim = StatementJudge.Truth(stay, progress, slot).Without(~progress.Slots[slot].Right);
        if (stay.Slots[slot].Item == Items.Identity)
            claim = stay.Slots[slot].Truth;
        return slot == progress.MisreadSlot ? StayDraft.Misstated(content, claim, MisreadField(slot), (int)(stay.MisreadChoice / 8)) : claim;
    }

    private ClaimFields MisreadField(int slot)
    {
        if (stay.Slots[slot].Item == Items.Identity)
            return (progress.Slots[slot].Right & ClaimFields.Value) != ClaimFields.None ? ClaimFields.Value : ClaimFields.None;
        foreach (var field in Misreadable)
        {
            if ((progress.Slots[slot].Right & field) != ClaimFields.None)
                return field;
        }

        return ClaimFields.None;
    }

    /// <summary>Confirms the read-back, or corrects a line of it; returns why that cannot be, or null.</summary>
    public string? Confirm(int line, in Statement correction)
    {
        if (progress.Phase is Phase.Composing)
            return "confirm_readback: nothing has been handed over yet.";
        Span<int> lines = stackalloc int[MostLines];
        var count = Lines(lines);
        if (progress.Phase == Phase.Questions)
        {
            Pass(content.Parameters.Minutes.Confirm);
            BeginReadBack();
            Result.Say("You cut the questions short.");
            return null;
        }

        if (line > count)
            return $"confirm_readback: there is no line {line}.";
        Pass(content.Parameters.Minutes.Confirm);
        if (progress.Phase == Phase.TimedOut)
            return null;
        progress.ReadBacks++;
        if (line == 0)
            Accept();
        else
            Correct(lines[line - 1], correction);
        return null;
    }

    private void Accept()
    {
        var misread = progress.MisreadSlot != HandoverProgress.NoSlot;
        if (misread || progress.ReadBacks == 1)
            Add(HandoverFacts.ReadBack, null, Bool(misread), 0, 0, 0);
        progress.Phase = Phase.Accepted;
        Result.Say("The receiving team accepts the patient.");
    }

    private void Correct(int slot, in Statement correction)
    {
        var misread = progress.MisreadSlot;
        if (slot != misread)
        {
            Add(HandoverFacts.ReadBack, content.Items[stay.Slots[slot].Item].Id, Bool(misread != HandoverProgress.NoSlot), 0, 0, 1);
            Result.Say("The receiver is puzzled, and leaves the line as it is.");
        }
        else
        {
            var right = IsCorrection(slot, correction);
            Add(HandoverFacts.ReadBack, content.Items[stay.Slots[slot].Item].Id, 1, 1, Bool(right), 0);
            progress.MisreadSlot = right ? HandoverProgress.NoSlot : misread;
            Result.Say(right ? "The receiver corrects the line and reads back again." : "The receiver writes that down and reads back again.");
        }

        if (progress.ReadBacks >= MostReadBacks)
        {
            progress.Phase = Phase.Accepted;
            Result.Say("The receiving team has to go, and takes the patient.");
        }
    }

    private bool IsCorrection(int slot, in Statement correction)
    {
        var truth = StatementJudge.Truth(stay, progress, slot);
        var field = MisreadField(slot);
        var corrected = false;
        foreach (ref readonly var claim in correction.Claims.AsSpan())
        {
            if (claim.IsDoubted || (claim.Concept >= 0 && claim.Concept != truth.Concept && stay.Slots[slot].Item != Items.Identity))
                continue;
            var (right, wrong) = judge.Compare(claim, truth);
            if ((wrong & field) != ClaimFields.None)
                return false;
            corrected |= (right & field) != ClaimFields.None;
        }

        return corrected;
    }
}
