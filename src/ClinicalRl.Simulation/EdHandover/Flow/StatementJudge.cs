using ClinicalRl.Simulation.EdHandover.Content;
using ClinicalRl.Simulation.EdHandover.Scenarios;

namespace ClinicalRl.Simulation.EdHandover.Flow;

/// <summary>What a statement is worth against what is true and what the record holds.</summary>
internal enum Verdict
{
    /// <summary>True, and with it all that must be said of its slot has been said.</summary>
    Right,

    /// <summary>True as far as it goes; something that must be said is still missing.</summary>
    Incomplete,

    /// <summary>Something in it is not so.</summary>
    Wrong,

    /// <summary>Nothing in this patient's record holds it.</summary>
    Unsupported,

    /// <summary>True of the patient and of no use to the receiving team.</summary>
    Irrelevant,

    /// <summary>Had been said.</summary>
    Repeated,

    /// <summary>Denies what is indeed not so, or says part of what is so; neither asked for nor harmful.</summary>
    Neutral,
}

/// <summary>A statement judged.</summary>
/// <param name="Verdict">What it is worth.</param>
/// <param name="Slot">The slot it speaks of, or -1.</param>
/// <param name="Right">Parts it states right.</param>
/// <param name="Wrong">Parts it states wrong.</param>
/// <param name="Contradicts">It names something that cannot be true together with the slot's truth.</param>
internal readonly record struct Judged(Verdict Verdict, int Slot, ClaimFields Right = ClaimFields.None, ClaimFields Wrong = ClaimFields.None, bool Contradicts = false)
{
    public bool IsSound => Verdict is Verdict.Right or Verdict.Incomplete or Verdict.Repeated;
}

/// <summary>
/// Checks one statement against the stay. Structured statements and those found in free text meet the same check: numbers, units, times,
/// sides and negation are matched exactly.
/// </summary>
internal sealed class StatementJudge(HandoverContent content)
{
    /// <summary>The name and date of birth an identity statement gives beside the number in its claim; null when not said.</summary>
    public Judged JudgeIdentity(Stay stay, in HandoverProgress progress, in Claim claim, string? name)
    {
        var right = ClaimFields.None;
        var wrong = ClaimFields.None;
        if (name is not null)
            Sort(IsName(name, stay.Person.FullName), ClaimFields.Name, ref right, ref wrong);
        if (claim.HasValue)
            Sort(claim.Value == stay.Person.NhsNumber, ClaimFields.Value, ref right, ref wrong);
        if (claim.BirthDate >= 0)
            Sort(claim.BirthDate == stay.Person.BirthDate, ClaimFields.BirthDate, ref right, ref wrong);
        return Conclude(stay, progress, 0, right, wrong);
    }

    public Judged Judge(Stay stay, in HandoverProgress progress, int item, in Claim statement)
    {
        var claim = Normalised(stay, statement);
        var slot = FindSlot(stay, progress, item, claim.Concept);
        if (slot < 0)
            return JudgeUnmatched(stay, progress, claim);
        if (claim.IsNegated || stay.Slots[slot].Until <= progress.Minute)
            return new Judged(Verdict.Wrong, slot, Contradicts: true);
        var (right, wrong) = Compare(claim, Truth(stay, progress, slot));
        if (stay.Slots[slot].Item == Items.Severity)
            AllowEitherSet(stay, progress, claim, ref right, ref wrong);
        return Conclude(stay, progress, slot, right, wrong);
    }

    /// <summary>What is true of a slot now: a repeated set of observations takes the place of the charted one.</summary>
    public static Claim Truth(Stay stay, in HandoverProgress progress, int slot)
    {
        var truth = stay.Slots[slot].Truth;
        if (stay.Slots[slot].Item != Items.Severity || !progress.Has(HandoverProgress.ObservationsRepeated))
            return truth;
        var latest = stay.Repeated;
        return truth with { Value = latest.Total >= 0 ? latest.Total : double.NaN, At = latest.At };
    }

    /// <summary>Compares what is said with what is true, part by part.</summary>
    public (ClaimFields Right, ClaimFields Wrong) Compare(in Claim claim, in Claim truth)
    {
        var right = ClaimFields.None;
        var wrong = ClaimFields.None;
        if (claim.HasValue)
        {
            if (!truth.HasValue)
                wrong |= ClaimFields.Value;
            else if (claim.Unit >= 0 || truth.Unit < 0)
                Sort(content.Same(claim.Value, claim.Unit, truth.Value, truth.Unit), ClaimFields.Value, ref right, ref wrong);
        }

        if (claim.BirthDate >= 0 && truth.BirthDate >= 0)
            Sort(claim.BirthDate == truth.BirthDate, ClaimFields.BirthDate, ref right, ref wrong);
        if (claim.At >= 0 && truth.At >= 0)
            Sort(claim.At == truth.At, ClaimFields.At, ref right, ref wrong);
        if (claim.Due >= 0)
            Sort(claim.Due == truth.Due, ClaimFields.Due, ref right, ref wrong);
        if (claim.Owner >= 0 && truth.Owner >= 0)
            Sort(claim.Owner == truth.Owner, ClaimFields.Owner, ref right, ref wrong);
        if (claim.Side != Side.None)
            Sort(claim.Side == truth.Side, ClaimFields.Side, ref right, ref wrong);
        if (claim.Detail >= 0)
            Sort(claim.Detail == truth.Detail, ClaimFields.Detail, ref right, ref wrong);
        return (right, wrong);
    }

    private static void Sort(bool same, ClaimFields field, ref ClaimFields right, ref ClaimFields wrong)
    {
        if (same)
            right |= field;
        else
            wrong |= field;
    }

    private static bool IsName(string said, string name) => string.Equals(said.Trim(), name, StringComparison.OrdinalIgnoreCase);

    private static Judged Conclude(Stay stay, in HandoverProgress progress, int slot, ClaimFields right, ClaimFields wrong)
    {
        if (wrong != ClaimFields.None)
            return new Judged(Verdict.Wrong, slot, right, wrong);
        var marks = progress.Slots[slot];
        if (marks.Has(SlotMarks.IsStated) && (right & ~marks.Right) == ClaimFields.None)
            return new Judged(Verdict.Repeated, slot, right);
        var missing = stay.Slots[slot].Required & ~(marks.Right | right);
        return new Judged(missing == ClaimFields.None ? Verdict.Right : Verdict.Incomplete, slot, right);
    }

    /// <summary>A trend on its own speaks of the severity; so do observations without a score.</summary>
    private Claim Normalised(Stay stay, in Claim statement)
    {
        var concept = content.Concepts[statement.Concept];
        if (concept.Kind == "trend")
            return statement with { Concept = stay.Slots[Items.Severity].Truth.Concept, Detail = statement.Concept };
        return concept.Kind == "score" && !(statement.HasValue && concept.Index == content.Known.News2) ? statement with { Concept = stay.Slots[Items.Severity].Truth.Concept } : statement;
    }

    /// <summary>The slot under <paramref name="item"/> that speaks of the concept, else one under another item.</summary>
    private static int FindSlot(Stay stay, in HandoverProgress progress, int item, int concept)
    {
        var found = -1;
        for (var i = 0; i < stay.Slots.Length; i++)
        {
            ref readonly var slot = ref stay.Slots.ItemRef(i);
            if (slot.Truth.Concept != concept || slot.Since > progress.Minute)
                continue;
            if (slot.Item == item)
                return i;
            found = found < 0 ? i : found;
        }

        return found;
    }

    private Judged JudgeUnmatched(Stay stay, in HandoverProgress progress, in Claim claim)
    {
        var concept = content.Concepts[claim.Concept];
        for (var i = 0; i < stay.Slots.Length; i++)
        {
            ref readonly var slot = ref stay.Slots.ItemRef(i);
            var contradicts = Excludes(concept, content.Concepts[slot.Truth.Concept]) || (slot.Trap == TrapKind.Contradiction && slot.False.Concept == claim.Concept);
            if (slot.Since > progress.Minute)
                continue;
            if (IsPartOf(concept, slot.Truth))
                return new Judged(Verdict.Neutral, -1);
            if (!contradicts)
                continue;
            return claim.IsNegated ? new Judged(Verdict.Neutral, -1) : new Judged(Verdict.Wrong, i, Contradicts: true);
        }

        if (claim.IsNegated)
            return new Judged(Verdict.Neutral, -1);
        foreach (ref readonly var entry in stay.Entries.AsSpan())
        {
            if (entry.IsDistractor && entry.Claim.Concept == claim.Concept)
                return new Judged(Verdict.Irrelevant, -1);
        }

        return new Judged(Verdict.Unsupported, -1);
    }

    /// <summary>What is to be done without saying when, or that there is a DNACPR form without saying what else is decided: true, and too little.</summary>
    private bool IsPartOf(Concept said, in Claim truth) =>
        (said.Kind == "action" && truth.Detail == said.Index)
        || (said.Kind == "ceiling_part" && truth.Concept != content.Known.FullEscalation && content.Concepts[truth.Concept].Kind == "ceiling");

    /// <summary>Whether the two cannot both be true: of an exclusive kind, or no allergies beside an allergen.</summary>
    private bool Excludes(Concept said, Concept truth) =>
        (said.IsExclusive && said.Kind == truth.Kind) || (said.Index == content.Known.NoKnownAllergies && truth.Kind == "allergen")
        || (said.Kind == "ceiling_part" && truth.Index == content.Known.FullEscalation)
        || (said.Index == content.Known.News2 && truth.Index == content.Known.Observations);

    /// <summary>Where nothing changed since the last charted set, its time is as good as that of the repeat.</summary>
    private static void AllowEitherSet(Stay stay, in HandoverProgress progress, in Claim claim, ref ClaimFields right, ref ClaimFields wrong)
    {
        if (stay.IsStale || !progress.Has(HandoverProgress.ObservationsRepeated) || claim.At < 0 || claim.At != stay.LastCharted.At)
            return;
        wrong &= ~ClaimFields.At;
        right |= ClaimFields.At;
    }
}
